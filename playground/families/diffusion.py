"""Diffusion: params, presets, claims and prose."""

from collections.abc import Mapping

from playground.spec import Claim, Engine, Family, Param, Preset, Verdict

CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none")
SAMPLERS = ("DDPM", "DDIM", "DPM-Solver++", "Euler", "Heun", "UniPC")
SCHEDULES = ("linear", "cosine", "scaled linear")
SOURCES = ("digit", "clothing", "photograph", "drawing", "upload")

SEED = Param("seed", "Seed", 42, "Same seed, same picture.", "integer", 0, 2**31 - 1, group="What")

FORWARD = Engine(
    name="forward",
    function="playground.engines.diffusion:forward",
    params=(
        Param("source", "Picture", "digit", "What is to be destroyed.", "choice", options=SOURCES, group="What"),
        Param("index", "Which one", 7, "Number in the test set; photographs: 0 to 2.", "integer", 0, 9999, group="What"),
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
    function="playground.engines.diffusion:reverse",
    params=REVERSE_PARAMS,
    presets=(
        Preset("Carve a 7", {}, "The predicted digit settles long before the picture does."),
        Preset("Ten steps", {"steps": 10, "sampler": "DPM-Solver++"}, "Ten calls of the network are nearly enough."),
        Preset("DDPM, 10 steps", {"steps": 10, "sampler": "DDPM"}, "The random sampler is worse when it takes few steps."),
        Preset("Too much guidance", {"guidance": 15.0, "clip": False}, "Strokes fatten and burn to pure white."),
        Preset("No class", {"label": "none", "batch": 4}, "Nobody asked for a digit; the model chooses."),
        Preset("Sixteen at once", {"batch": 16, "steps": 25}, "Same settings, sixteen seeds: how different are they?"),
    ),
)

INSIDE = Engine(
    name="inside",
    function="playground.engines.diffusion:inside",
    params=(
        *REVERSE_PARAMS,
        Param("call", "Network call", 0, "Which call of the trajectory is opened.", "integer", 0, 1998, group="Look"),
    ),
)

GUIDANCE = Engine(
    name="guidance",
    function="playground.engines.diffusion:guidance_grid",
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

QUALITY = Engine(
    name="quality",
    function="playground.engines.diffusion:steps_quality",
    params=(
        Param("samplers", "Samplers", ("DDPM", "DDIM", "DPM-Solver++"), "Which are compared.", "choices", options=SAMPLERS, group="What"),
        Param("samples", "Samples per point", 50, "More is slower and surer.", "integer", 20, 200, 10, group="What"),
        SEED,
        Param("most", "Most steps", 32, "Points at 1, 2, 4, ... up to this.", "integer", 2, 128, group="How"),
        Param("guidance", "Guidance w", 1.0, "1 is no guidance.", "number", 0, 15, 0.1, group="How"),
    ),
    presets=(
        Preset("Three samplers", {}, "Where does each curve meet the floor?"),
        Preset("All six", {"samplers": SAMPLERS, "most": 16}, "Heun calls the network twice a step: compare by calls."),
        Preset("With guidance", {"guidance": 2.0}, "Accuracy rises; does the distance fall?"),
    ),
)  # fmt: skip


def _beyond(stats: Mapping[str, float], low: str, high: str) -> Verdict:
    """Confirmed when the interval lies above zero, refuted when below, else inconclusive."""
    if stats[low] > 0:
        return "confirmed"
    return "refuted" if stats[high] < 0 else "inconclusive"


def jump(stats: Mapping[str, float]) -> Verdict:
    return "confirmed" if stats["worst_z"] < stats["limit_z"] else "refuted"


def linear_sooner(stats: Mapping[str, float]) -> Verdict:
    if stats["linear_snr_t"] >= stats["cosine_snr_t"]:
        return "refuted"
    return _beyond(stats, "gap_low", "gap_high")


def fifty_is_enough(stats: Mapping[str, float]) -> Verdict:
    if stats["loss_high"] < stats["margin"]:
        return "confirmed"
    return "refuted" if stats["loss_low"] > stats["margin"] else "inconclusive"


def always_better(stats: Mapping[str, float]) -> Verdict:
    if stats["worse_doublings"] > 0 or stats["last_gain_high"] < stats["margin"]:
        return "refuted"
    return "confirmed" if stats["last_gain_low"] > 0 else "inconclusive"


def faithful_less_diverse(stats: Mapping[str, float]) -> Verdict:
    if stats["accuracy_gain_low"] >= 0 and stats["diversity_loss_low"] > 0:
        return "confirmed"
    if stats["accuracy_gain_high"] < 0 or stats["diversity_loss_high"] < 0:
        return "refuted"
    return "inconclusive"


def burns(stats: Mapping[str, float]) -> Verdict:
    if stats["white_gain_low"] > 0 and stats["distance_gain_low"] > 0:
        return "confirmed"
    if stats["white_gain_high"] < 0 or stats["distance_gain_high"] < 0:
        return "refuted"
    return "inconclusive"


def memorises(stats: Mapping[str, float]) -> Verdict:
    return _beyond(stats, "excess_low", "excess_high")


CLAIMS: tuple[Claim, ...] = ()

FAMILY = Family(
    stem="diffusion",
    title="Diffusion",
    look_for="The model removes a little noise at every step.",
    tab="playground.tabs.diffusion:build",
    engines=(FORWARD, REVERSE, INSIDE, GUIDANCE, QUALITY),
    claims=CLAIMS,
)
