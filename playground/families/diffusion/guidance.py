"""Guidance: params and presets."""

from dataclasses import replace

from playground.families.diffusion.choices import CLASSES, SEED
from playground.families.shown import CALLS, MS, N, array, count, interval, share
from playground.spec import Engine, Param, Preset

GUIDANCE = Engine(
    name="guidance",
    title="Guidance",
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
    shows=(
        array("pictures", "The first six", "uint8", "(6,28,28)", "The same six seeds under this guidance weight."),
        count("w", "Guidance w", "How strongly the class is followed: 1 is no guidance."),
        N,
        *interval(share("accuracy", "Judged right", "The share of the pictures in which a classifier sees the digit that was asked for.")),
        *interval(count("diversity", "Diversity", "How different two of the pictures are on average, by the classifier's features.")),
        *interval(share("white", "Pure white ink", "The share of the ink that is pure white: strong guidance burns the strokes out.")),
        share("{accuracy|white}_real", "Real digits", "What real digits of this class score."),
        count("diversity_real", "Diversity of real digits", "How different two real digits of this class are on average."),
        CALLS,
        replace(MS, label="Time of one picture", meaning="How long one picture took here, its share of the batch."),
    ),
)  # fmt: skip
