"""From one digit to another: params and presets."""

from playground.families.shown import array, count, share, switch
from playground.families.vae.choices import CLASSES, MODELS
from playground.spec import Engine, Param, Preset, Shown

MORPH = Engine(
    name="morph",
    title="From 1 to 7",
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
        Preset("From 1 to 7", {}, "Drag the slider from one digit to the other: above the codes are mixed, below the pixels. Which middle is one digit, and which is two at once?"),
        Preset("Plain autoencoder", {"model": "AE"}, "The AE's middle lies between codes that nobody asked to lie together: is it still a digit?"),
        Preset("Two numbers only", {"size": "2", "first": "6", "second": "9"}, "With two numbers the line crosses other digits' land: whom does it meet on the way?"),
        Preset("Two of a kind", {"first": "4", "second": "4", "seed": 3}, "Both ends are a 4: does the latent way stay one all along, and the fade?"),
        Preset("Great circle", {"path": "slerp", "first": "0", "second": "5"}, "A straight line passes nearer to the origin than digits lie; slerp keeps the length. Can you see a difference?"),
    ),
    shows=(
        array("latent", "Between the codes", "uint8", "(28,28)", "The picture that the decoder makes between the two codes."),
        array("fade", "Between the pixels", "uint8", "(28,28)", "The two pictures laid over each other."),
        array("near_{latent|fade}", "Nearest training digit", "uint8", "(28,28)", "The training digit that is most like this picture."),
        share("share", "Share of the way", "How far it is from the first picture to the second, from 0 to 1."),
        share("sure_{latent|fade|control}", "Confidence", "How sure a classifier is of the digit that it sees in this picture."),
        Shown("called_{latent|fade|control}", "Seen as", "Which digit the classifier sees.", low=0, high=9),
        count("sharp_{latent|fade|control}", "Sharpness", "How steep the edges of this picture are.", "grey values per pixel"),
        count("near_{latent|fade|control}", "To a training digit", "How far the most similar training digit is, as a distance of pixel values."),
        share("sure_real", "Confidence in real digits", "How sure the classifier is of real test digits, on average."),
        count("sharp_real", "Sharpness of real digits", "How steep the edges of real test digits are.", "grey values per pixel"),
        count("near_real", "Real digits to a training digit", "How far real test digits are from the most similar training digit."),
        count("n_real", "Real digits measured", "How many test digits these averages are taken over."),
        count("code_length", "Length of the code", "How far the present code is from the middle of all codes."),
        count("code_distance", "Distance of the codes", "How far apart the codes of the two ends are."),
        switch("slerp", "Great circle", "1 if the way follows a great circle and 0 if it is straight."),
    ),
)  # fmt: skip
