"""The reverse process: params and presets."""

from playground.families.diffusion.choices import CLASSES, SAMPLERS, SEED
from playground.families.shown import CALLS, PARAMETERS, SECONDS, array, count, share
from playground.spec import Engine, Need, Param, Preset, Shown

REVERSE_PARAMS = (
    Param("label", "Digit", "7", "Ask for a digit, or for none in particular.", "choice", options=CLASSES, group="What"),
    Param("batch", "Pictures", 1, "How many at once; picture i uses seed + i.", "integer", 1, 16, group="What"),
    Param("inspect", "Looked at", 1, "Which of them is taken apart.", "integer", 1, 16, group="What"),
    SEED,
    Param("sampler", "Sampler", "DDIM", "How a step is made from the prediction.", "choice", options=SAMPLERS, group="How"),
    Param("steps", "Steps", 50, "More is slower, not always better.", "integer", 1, 1000, group="How"),
    Param("guidance", "Guidance w", 2.0, "Pushes toward the digit; 1 is the plain conditional model.", "number", 0, 15, 0.1, group="How",
          need=Need({"label": CLASSES[:-1]}, "Nothing to push toward: no digit is asked for.")),
    Param("eta", "Noise per step, eta", 0.0, "0 is deterministic, 1 is as noisy as DDPM.", "number", 0, 1, 0.05, group="How",
          need=Need({"sampler": ("DDIM",)}, "Only DDIM lets you choose: DDPM always adds all of it, the others none.")),
    Param("clip", "Clip x0", True, "Keep the predicted picture within black and white.", "switch", group="How"),
)  # fmt: skip
REVERSE = Engine(
    name="reverse",
    title="Carve a digit",
    function="playground.engines.diffusion.reverse:reverse",
    params=REVERSE_PARAMS,
    presets=(
        Preset(
            "Carve a 7",
            {},
            "A network removes noise step by step. Play it from the start: the digit it predicts settles long before the picture does.",
        ),
        Preset("Ten steps", {"steps": 10, "sampler": "DPM-Solver++"}, "Are ten calls of the network enough? Compare with fifty."),
        Preset(
            "DDPM, 10 steps", {"steps": 10, "sampler": "DDPM"}, "The random sampler is worse when it takes few steps."
        ),
        Preset(
            "Heun, 10 steps",
            {"steps": 10, "sampler": "Heun"},
            "Heun corrects a step by a second prediction. Not the last one; and here not the first, out of nearly pure "
            "noise, where the correction magnifies the smallest difference some thousand times and ruins the picture.",
        ),
        Preset(
            "Too much guidance",
            {"guidance": 15.0, "clip": False},
            "At w = 15 without the clip, ever more of the ink turns pure white: compare with w = 2.",
        ),
        Preset("No class", {"label": "none", "batch": 4}, "Nobody asked for a digit; the model chooses."),
        Preset("Sixteen at once", {"batch": 16, "steps": 25}, "Same settings, sixteen seeds: how different are they?"),
    ),
    shows=(
        array("xt", "What the network sees", "uint8", "(B,32,32)", "The noisy pictures of this network call, for values from −1 to 1; in the result, the finished ones."),
        array("x0", "Predicted picture", "uint8", "(32,32)", "The clean picture that the network expects behind the noise."),
        array("eps", "Predicted noise", "uint8", "(32,32)", "The noise that the network wants removed, for values from −3 to 3."),
        array("prev", "What comes next", "uint8", "(32,32)", "The picture that the next call sees: the step's mean plus fresh noise."),
        array("mu", "The step's mean", "uint8", "(32,32)", "Where the step leads without its fresh noise."),
        array("noise", "Fresh noise", "uint8", "(32,32)", "The noise that the step adds: σ z, for values from −1 to 1."),
        array("eps_{uncond|cond}", "Predicted noise, by half", "uint8", "(32,32)", "The noise that the network sees when it is told no class, and when it is told the class."),
        array("difference", "What the class adds", "uint8", "(32,32)", "The difference of these two predictions, for values from −1 to 1."),
        Shown("t", "Step t", "How much noise this call's picture holds, from 999 down; −1 for the finished picture.", low=-1, high=999),
        share("alpha_bar", "Signal left", "The share of a clean picture's variance in what the network sees; the rest is noise."),
        Shown("snr_db", "Signal to noise", "How strong the signal is against the noise, in decibels: at 0 both are equally strong.", "dB", -90, 90),
        count("sigma", "σ", "How large the fresh noise of this step is: 0 for a step without chance."),
        Shown("w", "Guidance w", "How strongly the class is followed: 1 is no guidance."),
        count("norm_{eps|eps_uncond|eps_cond|difference}", "Length of a prediction", "How long that predicted noise is, as a vector of 1,024 pixel values."),
        count("norm_x0_change", "Predicted picture still moves", "How far the predicted picture has changed since the call before, as the length of a vector of pixel values."),
        SECONDS,
        CALLS,
        count("rows", "Pictures a call", "How many pictures went through the network in each call: with guidance, each of them twice."),
        PARAMETERS,
        array("probabilities", "Judged on the way", "float16", "(K,10)", "What a classifier holds the predicted picture to be at every step; comes after the run.", low=0, high=1),
        Shown("digit", "Judged as", "The digit that was asked for, or the one that the classifier sees where none was.", low=0, high=9),
        share("agreement", "Judged right", "The classifier's probability that the finished picture shows that digit."),
        share("real", "Judged right, real digits", "The same probability for real digits of that class, on average."),
    ),
)  # fmt: skip
