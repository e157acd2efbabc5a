"""The forward process: params and presets."""

from playground.families.diffusion.choices import SEED
from playground.families.shown import array, count
from playground.spec import Engine, Param, Preset, Shown

SCHEDULES = ("linear", "cosine", "scaled linear")
SOURCES = ("digit", "clothing", "photograph", "drawing", "upload")
FORWARD = Engine(
    name="forward",
    title="Destroy a picture",
    function="playground.engines.diffusion.forward:forward",
    params=(
        Param("source", "Picture", "digit", "What is to be destroyed.", "choice", options=SOURCES, group="What"),
        Param("index", "Which one", 7, "Number in the test set; there are three photographs.", "integer", 0, 9999, group="What"),
        Param("strokes", "Drawing", "", "Draw here.", "strokes", group="What"),
        Param("image", "Upload", None, "A picture of yours; it stays in your session.", "image", group="What", linked=False),
        SEED,
        Param("schedule", "Schedule", "cosine", "How fast the noise comes in.", "choice", options=SCHEDULES, group="How"),
        Param("T", "Steps T", 1000, "Number of noising steps.", "integer", 10, 1000, 10, group="How"),
        Param("path", "Walk or jump", "jump", "Walk: fresh noise at every step. Jump: one fixed noise, the closed form.",
              "choice", options=("walk", "jump"), group="How"),
    ),
    presets=(
        Preset("Destroy a digit", {}, "The digit is still readable at 0 dB, where signal and noise are equally strong."),
        Preset("Linear destroys sooner", {"schedule": "linear"}, "In the last quarter of the linear schedule nothing can be read, not even by a classifier trained on such noise: those steps are spent for nothing."),
        Preset("Walk, step by step", {"path": "walk"}, "Another path, but the same mean and variance at every t."),
        Preset("Too few steps", {"schedule": "linear", "T": 100}, "The last picture is not pure noise: some signal survives."),
        Preset("A photograph", {"source": "photograph", "index": 0}, "A photograph outlives more noise than a digit does."),
    ),
    shows=(
        array("xt", "The noised picture", "uint8", "(H,W,C)", "The picture after t steps of noise: 0 stands for −1 and 255 for 1."),
        array("noise", "The noise in it", "uint8", "(H,W,C)", "The noise that the picture holds at this t: 0 stands for −3 and 255 for 3."),
        array("histogram", "Grey values", "float16", "(40,)", "The share of pixels in each of forty bins from −4 to 4.", low=0, high=1),
        array("curve {linear|cosine|scaled linear}", "The schedules", "float32", "(T,)", "How much of the signal's variance each schedule leaves at t = 1 ... T; in the first frame.", low=0, high=1),
        count("t", "Step t", "How many steps of noise were added."),
        Shown("alpha_bar", "Signal left", "The share of the picture's variance that is left; the rest is noise.", low=0, high=1),
        Shown("snr_db", "Signal to noise", "How strong the picture is against the noise, in decibels: at 0 both are equally strong.", "dB", -90, 90),
        Shown("mean", "Mean", "The average of the noised picture's pixel values."),
        count("std", "Standard deviation", "How much the noised picture's pixel values spread."),
        count("draws_mean_error", "Walk against jump: mean", "How far the mean of 1,000 walks lies from the formula, in standard errors: up to about 2 is agreement."),
        count("draws_std_error", "Walk against jump: spread", "How far the spread of 1,000 walks lies from the formula, in standard errors: up to about 2 is agreement."),
    ),
)  # fmt: skip
