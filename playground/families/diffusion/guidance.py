"""Guidance: params and presets."""

from playground.families.diffusion.choices import CLASSES, SEED
from playground.spec import Engine, Param, Preset

GUIDANCE = Engine(
    name="guidance",
    function="playground.engines.diffusion.guidance:guidance",
    params=(
        Param("label", "Digit", "7", "The digit asked for.", "choice", options=CLASSES[:-1], group="What"),
        Param("samples", "Samples per w", 16, "Measured under each column; the first six are shown.", "integer", 6, 64, group="What"),
        SEED,
        Param("steps", "Steps", 20, "DDIM steps for every picture.", "integer", 5, 50, group="How"),
        Param("clip", "Clip x0", True, "Keep the predicted picture within black and white.", "switch", group="How"),
    ),
    presets=(
        Preset("Faithful or diverse", {}, "From left to right: more sevens, fewer kinds of seven."),
        Preset("Burn it", {"clip": False}, "Without the clip a high w overshoots white."),
        Preset("A hard digit", {"label": "8", "samples": 32}, "Does guidance help where the plain model errs?"),
    ),
)  # fmt: skip
