"""From one digit to another: params and presets."""

from playground.families.vae.choices import CLASSES, MODELS
from playground.spec import Engine, Param, Preset

MORPH = Engine(
    name="morph",
    function="playground.engines.vae.morph:morph",
    params=(
        Param("first", "From a", "1", "A test digit of this class.", "choice", options=CLASSES, group="Ends"),
        Param("second", "To a", "7", "Another test digit.", "choice", options=CLASSES, group="Ends"),
        Param("seed", "Which ones", 0, "Same seed, same two digits.", "integer", 0, 2**31 - 1, group="Ends"),
        Param("model", "Model", "VAE", "Between whose codes.", "choice", options=MODELS, group="Way"),
        Param("size", "Numbers in a code", "24", "2 is the plane of the first part.", "choice", options=("2", "24"), group="Way"),
        Param("path", "Path", "line", "Slerp follows the great circle instead, so that codes keep their length.", "choice", options=("line", "slerp"), group="Way"),
        Param("frames", "Frames", 21, "Steps of the film.", "integer", 5, 61, 2, group="Way"),
    ),
    presets=(
        Preset("From 1 to 7", {}, "Press play. Above the codes are mixed, below the pixels: which middle is one digit, and which is two at once?"),
        Preset("Plain autoencoder", {"model": "AE"}, "The AE's middle lies between codes that nobody asked to lie together: is it still a digit?"),
        Preset("Two numbers only", {"size": "2", "first": "6", "second": "9"}, "With two numbers the line crosses other digits' land: whom does it meet on the way?"),
        Preset("Two of a kind", {"first": "4", "second": "4", "seed": 3}, "Both ends are a 4: does the latent way stay one all along, and the fade?"),
        Preset("Great circle", {"path": "slerp", "first": "0", "second": "5"}, "A straight line passes nearer to the origin than digits lie; slerp keeps the length. Can you see a difference?"),
    ),
)  # fmt: skip
