"""The reverse process: params and presets."""

from playground.families.diffusion.choices import CLASSES, SAMPLERS, SEED
from playground.spec import Engine, Param, Preset

REVERSE_PARAMS = (
    Param("label", "Digit", "7", "Ask for a digit, or for none in particular.", "choice", options=CLASSES, group="What"),
    Param("batch", "Pictures", 1, "How many at once; picture i uses seed + i.", "integer", 1, 16, group="What"),
    Param("inspect", "Looked at", 1, "Which of them is taken apart.", "integer", 1, 16, group="What"),
    SEED,
    Param("sampler", "Sampler", "DDIM", "How a step is made from the prediction.", "choice", options=SAMPLERS, group="How"),
    Param("steps", "Steps", 50, "More is slower, not always better.", "integer", 1, 1000, group="How"),
    Param("guidance", "Guidance w", 2.0, "Pushes toward the digit; 1 is the plain conditional model.", "number", 0, 15, 0.1, group="How"),
    Param("eta", "Noise per step, eta", 0.0, "DDIM only: 0 is deterministic, 1 is as noisy as DDPM.", "number", 0, 1, 0.05, group="How"),
    Param("clip", "Clip x0", True, "Keep the predicted picture within black and white.", "switch", group="How"),
)  # fmt: skip
REVERSE = Engine(
    name="reverse",
    function="playground.engines.diffusion.reverse:reverse",
    params=REVERSE_PARAMS,
    presets=(
        Preset(
            "Carve a 7",
            {},
            "A network removes noise step by step. Press play: the digit it predicts settles long before the picture does.",
        ),
        Preset("Ten steps", {"steps": 10, "sampler": "DPM-Solver++"}, "Ten calls of the network are nearly enough."),
        Preset(
            "DDPM, 10 steps", {"steps": 10, "sampler": "DDPM"}, "The random sampler is worse when it takes few steps."
        ),
        Preset(
            "Too much guidance",
            {"guidance": 15.0, "clip": False},
            "At w = 15 without the clip, ever more of the ink turns pure white: compare with w = 2.",
        ),
        Preset("No class", {"label": "none", "batch": 4}, "Nobody asked for a digit; the model chooses."),
        Preset("Sixteen at once", {"batch": 16, "steps": 25}, "Same settings, sixteen seeds: how different are they?"),
    ),
)
