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
    function="playground.engines.diffusion_sweeps:guidance_grid",
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
    function="playground.engines.diffusion_sweeps:steps_quality",
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


TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 100, "How many pictures, one seed each.", "integer", 20, 5000),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)


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
    return "confirmed" if stats["least_gain_low"] > 0 else "inconclusive"


def faithful_less_diverse(stats: Mapping[str, float]) -> Verdict:
    if stats["accuracy_gain_low"] >= 0 and stats["diversity_loss_low"] > 0:
        return "confirmed"
    if stats["accuracy_gain_high"] < 0 or stats["diversity_loss_high"] < 0:
        return "refuted"
    return "inconclusive"


def burns(stats: Mapping[str, float]) -> Verdict:
    if stats["white_gain_low"] > 0 and stats["frechet_gain_low"] > 0:
        return "confirmed"
    if stats["white_gain_high"] < 0 or stats["frechet_gain_high"] < 0:
        return "refuted"
    return "inconclusive"


def memorises(stats: Mapping[str, float]) -> Verdict:
    return _beyond(stats, "excess_low", "excess_high")


TRIALS = "playground.engines.diffusion_trials:"
CLAIMS = (
    Claim(
        id="jump-to-t",
        sentence="One can reach step t without looping through the steps before it.",
        source="Ho et al. 2020, eq. 4",
        experiment=TRIALS + "jump_to_t",
        rule="Confirmed if means and deviations of walked draws agree with the closed form at 20 times within chance.",
        verdict=jump,
        report="worst of {comparisons:.0f} comparisons {worst_z:.2f} standard errors; chance allows {limit_z:.2f}",
        seeds=1000,
        full_seeds=5000,
    ),
    Claim(
        id="linear-destroys-faster",
        sentence="The linear schedule destroys the picture sooner than the cosine.",
        source="Nichol and Dhariwal 2021, section 3.2",
        experiment=TRIALS + "linear_destroys_faster",
        rule="Confirmed if signal falls below noise sooner and the classifier, trained on clean digits, fails sooner (95 % interval).",
        verdict=linear_sooner,
        report=(
            "signal below noise from t = {linear_snr_t:.0f} (linear), {cosine_snr_t:.0f} (cosine); classifier fails after "
            "t = {linear_lost_t:.0f} and {cosine_lost_t:.0f}, gap {gap:.0f} [{gap_low:.0f}, {gap_high:.0f}]"
        ),
        seeds=100,
        full_seeds=1000,
    ),
    Claim(
        id="ddim-50",
        sentence="50 DDIM steps lose almost nothing against 1000.",
        source="Song et al. 2020, table 1",
        experiment=TRIALS + "ddim_50",
        rule="Confirmed if the rise of the Fréchet distance stays under a tenth of the noise floor (95 % interval).",
        verdict=fifty_is_enough,
        report=(
            "loss {loss:+.3f} of the floor [{loss_low:+.3f}, {loss_high:+.3f}], allowed {margin:.2f}; "
            "accuracy {accuracy_50:.1%} against {accuracy_1000:.1%}"
        ),
        seeds=24,
        full_seeds=120,
    ),
    Claim(
        id="more-steps-better",
        sentence="More steps always give a better picture.",
        source="a common belief",
        experiment=TRIALS + "more_steps_better",
        rule="Refuted if a doubling makes it worse or the last one (80 to 160) gains less than a tenth of the floor; confirmed if all gain.",
        verdict=always_better,
        report=(
            "last doubling gains {last_gain:+.3f} of the floor [{last_gain_low:+.3f}, {last_gain_high:+.3f}]; "
            "doublings that made it worse: {worse_doublings:.0f}; lowest distance at {best_steps:.0f} steps"
        ),
        seeds=40,
        full_seeds=240,
    ),
    Claim(
        id="guidance-faithful",
        sentence="A higher w follows the class more, and gives less diversity.",
        source="Ho and Salimans 2022, section 5",
        experiment=TRIALS + "guidance_faithful",
        rule="Confirmed if from w = 1 to 4 accuracy does not fall and diversity does (both 95 % intervals).",
        verdict=faithful_less_diverse,
        report=(
            "accuracy {accuracy_1:.1%} to {accuracy_4:.1%} [{accuracy_gain_low:+.3f}, {accuracy_gain_high:+.3f}]; "
            "diversity {diversity_1:.1f} to {diversity_4:.1f}, loss [{diversity_loss_low:.2f}, {diversity_loss_high:.2f}]"
        ),
        seeds=60,
        full_seeds=500,
    ),
    Claim(
        id="guidance-burns",
        sentence="Too high a w burns the picture.",
        source="Saharia et al. 2022, section 2.3",
        experiment=TRIALS + "guidance_burns",
        rule="Confirmed if without the clip, at w = 15, more of the ink is pure white and the Fréchet distance rises (95 % intervals).",
        verdict=burns,
        report=(
            "pure white {white_1:.1%} to {white_15:.1%} of the ink (real digits {white_real:.1%}); Fréchet distance "
            "{frechet_1:.0f} to {frechet_15:.0f}, in floors [{frechet_gain_low:+.2f}, {frechet_gain_high:+.2f}]; "
            "with x0 clipped {white_15_clip:.1%} and {frechet_15_clip:.0f}"
        ),
        seeds=100,
        full_seeds=500,
    ),
    Claim(
        id="memorises",
        sentence="Diffusion memorises its training data.",
        source="Carlini et al. 2023",
        experiment=TRIALS + "memorises",
        rule="Confirmed if samples lie nearer to their nearest training digit than held-out digits do; refuted if farther.",
        verdict=memorises,
        report=(
            "mean distance to the nearest training digit: samples {generated:.2f}, held-out digits {heldout:.2f}, "
            "difference {excess:+.2f} [{excess_low:+.2f}, {excess_high:+.2f}]"
        ),
        seeds=100,
        full_seeds=1000,
    ),
)

FAMILY = Family(
    stem="diffusion",
    title="Diffusion",
    tab="playground.tabs.diffusion:build",
    engines=(FORWARD, REVERSE, INSIDE, GUIDANCE, QUALITY),
    claims=CLAIMS,
    first_screen=("reverse", "forward"),
)
