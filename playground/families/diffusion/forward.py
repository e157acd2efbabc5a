"""The forward process: params and presets."""

from playground.families.diffusion.choices import SEED
from playground.spec import Engine, Param, Preset

SCHEDULES = ("linear", "cosine", "scaled linear")
SOURCES = ("digit", "clothing", "photograph", "drawing", "upload")
FORWARD = Engine(
    name="forward",
    function="playground.engines.diffusion.forward:forward",
    params=(
        Param("source", "Picture", "digit", "What is to be destroyed.", "choice", options=SOURCES, group="What"),
        Param("index", "Which one", 7, "Number in the test set; there are three photographs.", "integer", 0, 9999, group="What"),
        Param("strokes", "Drawing", "", "Drawn with the pad below.", "strokes", group="What"),
        Param("image", "Upload", None, "A picture of yours; it stays in your session.", "image", group="What", linked=False),
        SEED,
        Param("schedule", "Schedule", "cosine", "How fast the noise comes in.", "choice", options=SCHEDULES, group="How"),
        Param("T", "Steps T", 1000, "Number of noising steps.", "integer", 10, 1000, 10, group="How"),
        Param("path", "Walk or jump", "jump", "Walk: fresh noise at every step. Jump: one fixed noise, the closed form.",
              "choice", options=("walk", "jump"), group="How"),
    ),
    presets=(
        Preset("Destroy a digit", {}, "The digit is still readable at 0 dB, where signal and noise are equally strong."),
        Preset("Linear destroys sooner", {"schedule": "linear"}, "Half of the linear schedule is spent on pure noise."),
        Preset("Walk, step by step", {"path": "walk"}, "Another path, but the same mean and variance at every t."),
        Preset("Too few steps", {"schedule": "linear", "T": 100}, "The last picture is not pure noise: some signal survives."),
        Preset("A photograph", {"source": "photograph", "index": 0}, "A photograph outlives more noise than a digit does."),
    ),
)  # fmt: skip
