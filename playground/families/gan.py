"""GAN: params, presets, claims and prose."""

from collections.abc import Mapping
from dataclasses import replace

from playground.errors import BadInput
from playground.spec import Claim, Engine, Family, Param, Preset, Value, Verdict

DENSITIES = ("ring", "grid", "two Gaussians", "blobs", "line", "moons", "spiral", "checkerboard", "drawn")
LOSSES = ("minimax", "non-saturating", "least squares", "Wasserstein", "hinge")
NOISES = ("1-D uniform", "1-D Gaussian", "2-D uniform", "2-D Gaussian")
LAYERS = ("real", "generated", "belief", "best", "manifold", "advice")
CROWDS = ("alone", "minibatch deviation", "packs of two")
OPTIMIZERS = ("Adam", "SGD")
CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none")

SEED = Param(
    "seed", "Seed", 7, "Same seed, same duel; a new one counts from the start.", "integer", 0, 2**31 - 1, group="Data"
)

RULES = (
    Param("loss", "Loss", "non-saturating", "What each opponent minimises; Wasserstein always has its gradient penalty.", "choice", options=LOSSES, group="Duel"),
    Param("g_rate", "Generator's rate", 0.001, "Learning rate of the forger.", "number", 0, 0.05, 0.0001, group="Duel"),
    Param("d_rate", "Discriminator's rate", 0.005, "Learning rate of the detective.", "number", 0, 0.05, 0.0001, group="Duel"),
    Param("d_steps", "D updates per iteration", 3, "A stricter detective, until it starves the forger.", "integer", 0, 10, group="Duel"),
    Param("g_steps", "G updates per iteration", 1, "A busier forger.", "integer", 0, 10, group="Duel"),
)  # fmt: skip
CURES = (
    Param("gp", "Gradient penalty", True, "Keeps D's slope near 1 between real and generated.", "switch", group="Cures"),
    Param("gp_weight", "Penalty's weight", 0.2, "0.2 suits this plane; papers use 10 on pictures.", "number", 0, 10, 0.05, group="Cures"),
    Param("r1", "R1", False, "Keeps D flat at the real samples.", "switch", group="Cures"),
    Param("r1_weight", "Weight of R1", 0.1, "Times half the squared slope.", "number", 0, 10, 0.01, group="Cures"),
    Param("spectral", "Spectral norm", False, "No layer of D may stretch by more than 1. D starts afresh.", "switch", group="Cures"),
    Param("crowd", "D sees a sample", "alone", "With how much its batch varies, or two at a time, D can tell a collapse. D starts afresh.", "choice", options=CROWDS, group="Cures"),
    Param("unrolled", "Unrolled steps", 0, "G looks ahead at so many of D's next updates.", "integer", 0, 10, group="Cures"),
    Param("smoothing", "Label smoothing", 0.0, "Real counts as 1 minus this; not for Wasserstein and hinge.", "number", 0, 0.5, 0.05, group="Cures"),
    Param("average", "Averaged forger", False, "Samples come from a moving average of G, which does not take part in the duel.", "switch", group="Cures"),
)  # fmt: skip
NETWORKS = (
    Param("g_optimizer", "Generator's optimiser", "Adam", "Adam has betas 0.5 and 0.99.", "choice", options=OPTIMIZERS, group="Networks"),
    Param("d_optimizer", "Discriminator's optimiser", "Adam", "A change starts the optimiser afresh.", "choice", options=OPTIMIZERS, group="Networks"),
    Param("g_hidden", "Generator's layers", 3, "Hidden layers. A change starts G afresh.", "integer", 0, 5, group="Networks"),
    Param("g_width", "Generator's width", 64, "Neurons a layer. A change starts G afresh.", "integer", 1, 128, group="Networks"),
    Param("d_hidden", "Discriminator's layers", 3, "Hidden layers. A change starts D afresh.", "integer", 0, 5, group="Networks"),
    Param("d_width", "Discriminator's width", 128, "Neurons a layer. A change starts D afresh.", "integer", 1, 128, group="Networks"),
    Param("noise", "Noise z", "2-D uniform", "What G starts from. Another number of dimensions starts G afresh.", "choice", options=NOISES, group="Networks"),
    Param("batch", "Batch", 256, "Samples each update sees.", "integer", 8, 512, 8, group="Networks"),
)  # fmt: skip
CHANGES = Param(
    "changes", "Changes on the way", "", "step:control=value, as a shared duel replays them.", "changes", group="Run"
)

DUEL_PARAMS = (
    Param("density", "Density", "ring", "What is to be forged; log p is known exactly. Curves count as 8 or 12 pieces.", "choice", options=DENSITIES, group="Data"),
    Param("strokes", "Drawing", "", "Draw, and choose drawn above.", "strokes", group="Data"),
    SEED,
    Param("layers", "Layers", ("real", "generated", "belief", "advice"), "Belief is D's, best is D*, the manifold is G's sheet of z, advice is D's gradient.", "choices", options=LAYERS, group="Look"),
    *RULES,
    *CURES,
    *NETWORKS,
    Param("steps", "Stop after", 4000, "Iterations until the duel ends by itself.", "integer", 1, 100_000, 100, group="Run"),
    CHANGES,
)  # fmt: skip

GRID_CURED = {
    "density": "grid", "gp": False, "r1": True, "r1_weight": 0.01, "crowd": "minibatch deviation", "average": True,
    "d_steps": 1, "d_rate": 0.001, "g_width": 128, "batch": 128, "steps": 8000,
}  # fmt: skip

MAX_COST = 4e9  # multiplications an iteration: some tenths of a second


def affordable(values: Mapping[str, Value]) -> None:
    """Refuse an iteration that would hold everybody up; raises BadInput."""
    d, g = (
        values[f"{who}_width"] * (10 + values[f"{who}_width"] * max(0, values[f"{who}_hidden"] - 1)) for who in "dg"
    )
    for_d = values["d_steps"] * 6 * d
    for_g = values["g_steps"] * 3 * (g + d * (1 + 4 * values["unrolled"]))
    if values["batch"] * (for_d + for_g) > MAX_COST:
        raise BadInput("That is too much for one iteration: fewer updates, unrolled steps, neurons or a smaller batch.")


DUEL = Engine(
    name="duel",
    function="playground.engines.gan_plane:duel",
    params=DUEL_PARAMS,
    presets=(
        Preset("Ring of 8", {}, "Two networks in a duel: one forges points, one tries to catch them. Press play and watch the forger find all eight modes."),
        Preset("Make it collapse", {"gp": False}, "The same duel without its cure: the forger crowds onto a mode or two, and D's advice cannot lead it out."),
        Preset("Collapse on the grid", {"density": "grid", "gp": False, "batch": 128}, "Twenty-five modes, and the forger is content with a few."),
        Preset("Grid, cured", GRID_CURED, "A milder detective that sees how much a batch varies, R1, and an averaged forger: all 25 modes, after a while."),
        Preset("Too good a detective", {"loss": "minimax", "gp": False, "d_steps": 10}, "D wins, its advice fades to nothing, and the forger starves."),
        Preset("Tear it apart", {"g_rate": 0.05, "d_rate": 0.05, "g_optimizer": "SGD", "d_optimizer": "SGD", "loss": "Wasserstein", "gp_weight": 10.0}, "A rate far too high: the losses run away, and the last good state is kept."),
        Preset("Two moons", {"density": "moons", "layers": ("real", "generated", "belief", "manifold")}, "Curves instead of modes: does the forged sheet fold onto both?"),
    ),
    folded=("Networks", "Cures"),
    together=affordable,
)  # fmt: skip

SEEDS = Engine(
    name="seeds",
    function="playground.engines.gan_fights:seeds",
    params=(
        *DUEL_PARAMS,
        Param("runs", "Seeds", 5, "How many duels, one seed each.", "integer", 2, 20, group="Run"),
    ),
    together=affordable,
)

PICTURES = Param("data", "Pictures", "digits", "What the pair was trained on: MNIST or Fashion-MNIST.", "choice", options=("digits", "clothing"), group="Data")  # fmt: skip
TRUNCATION = Param("truncation", "Truncation", 1.0, "Times z. Below 1: safer pictures, less variety; 0: one a class.", "number", 0, 1.5, 0.05, group="Noise")  # fmt: skip

LATENT = Engine(
    name="latent",
    function="playground.engines.gan:latent",
    params=(
        PICTURES,
        Param("label", "Class", "7", "What G is asked for; none leaves it to G.", "choice", options=CLASSES, group="Data"),
        Param("seed", "Seed", 7, "Draws z in the middle of the plane, and the plane's two directions.", "integer", 0, 2**31 - 1, group="Noise"),
        Param("seed_b", "Walk to seed", 8, "Where the walk ends.", "integer", 0, 2**31 - 1, group="Noise"),
        TRUNCATION,
        Param("x", "Place across", 0.0, "The plane sets it where you let go.", "number", -1, 1, 0.1, group="Place"),
        Param("y", "Place up", 0.0, "Its arrow keys do too.", "number", -1, 1, 0.1, group="Place"),
    ),
    presets=(
        Preset("Walk around a seven", {}, "Drag over the plane: every place is another z, and one pass of G turns it into a picture. Which strokes change, and does it ever jump?"),
        Preset("One z, ten classes", {"label": "3", "seed": 4}, "Look at the row below the plane: the same z in every class. What do the ten share: slant, weight, size?"),
        Preset("No class at all", {"label": "none", "seed": 11}, "Nobody asks for a digit here, so z alone decides: cross from one digit to another and look at what lies between."),
        Preset("Truncated", {"truncation": 0.4}, "z is shortened to 0.4 of itself: cleaner and more alike. What has the plane lost?"),
        Preset("Too far out", {"truncation": 1.5}, "z is longer than any G was trained on: where does it break?"),
        Preset("Clothes without a class", {"data": "clothing", "label": "none", "seed": 3, "seed_b": 9}, "The strip at the bottom walks from one seed to another, and nobody asks for a class: is everything on the way something to wear?"),
    ),
)  # fmt: skip

QUIZ = Engine(
    name="quiz",
    function="playground.engines.gan:quiz",
    params=(
        PICTURES,
        Param("seed", "Seed", 7, "Which twenty are dealt, and in which order.", "integer", 0, 2**31 - 1, group="Noise"),
        TRUNCATION,
    ),
    presets=(
        Preset("Twenty digits", {}, "Ten are real, ten are forged. Can you tell them apart, and can D? Neither sees the answer before all twenty are judged."),
        Preset("Twenty clothes", {"data": "clothing"}, "Textures are harder to forge than strokes: do you score better here than with digits, and does D?"),
        Preset("Careful forgeries", {"truncation": 0.5}, "The forger keeps to its safest pictures: harder for you? And for D?"),
        Preset("Reckless forgeries", {"truncation": 1.5}, "The forger goes further out than it ever trained: you should score higher."),
    ),
)  # fmt: skip

TRIAL = Engine(
    name="trial",
    function="",
    params=(
        Param("seeds", "Seeds", 5, "How many repeats, one seed each.", "integer", 2, 200),
        Param("seed", "Seed", 0, "The first of them.", "integer", 0, 2**31 - 1),
    ),
)


def collapses(stats: Mapping[str, float]) -> Verdict:
    if stats["low"] > 0.5:
        return "confirmed"
    return "refuted" if stats["high"] < 0.5 else "inconclusive"


def fails_often(stats: Mapping[str, float]) -> Verdict:
    if stats["low"] > 0.2:
        return "confirmed"
    return "refuted" if stats["high"] < 0.2 else "inconclusive"


def stricter_is_better(stats: Mapping[str, float]) -> Verdict:
    if stats["worse_low"] > 0 or stats["gain_high"] < 0:
        return "refuted"
    return "confirmed" if stats["gain_low"] > 0 else "inconclusive"


def starves(stats: Mapping[str, float]) -> Verdict:
    if stats["high"] < 0.1 and stats["other_low"] > stats["high"]:
        return "confirmed"
    return "refuted" if stats["low"] > 0.1 else "inconclusive"


def one_call_is_faster(stats: Mapping[str, float]) -> Verdict:
    if min(stats["gan_right"], stats["fewest"]) == 0 or stats["gan_right"] < 0.9:
        return "inconclusive"
    return "confirmed" if stats["fewest"] > 1 and stats["ratio"] > 2 else "refuted"


def sharper(stats: Mapping[str, float]) -> Verdict:
    if stats["gain_low"] > 0:
        return "confirmed"
    return "refuted" if stats["gain_high"] < 0 else "inconclusive"


def only_gan(stats: Mapping[str, float]) -> Verdict:
    if stats["fewest"] == 0 or stats["gan_right"] < 0.9:
        return "inconclusive"
    return "confirmed" if stats["gan_ms_high"] < 100 < stats["fewest_ms"] else "refuted"


FORGE_NOISES = ("2-D Gaussian", "8-D Gaussian", "16-D Gaussian", "32-D Gaussian")
FORGE_OUTPUTS = ("tanh", "linear")


def _forge_rules() -> tuple[Param, ...]:
    """The plane's rules with what suits 64 pixels."""
    digits: dict[str, dict] = {
        "g_rate": {"default": 0.002}, "d_rate": {"default": 0.002}, "d_steps": {"default": 1},
        "gp": {"default": False}, "gp_weight": {"help": "Papers use 10 on larger pictures."}, "r1": {"default": True},
        "r1_weight": {"default": 0.1},
        "g_hidden": {"default": 2}, "g_width": {"default": 128, "high": 256}, "d_hidden": {"default": 2},
        "d_width": {"default": 128, "high": 256}, "noise": {"default": "16-D Gaussian", "options": FORGE_NOISES},
        "batch": {"default": 64, "high": 256},
    }  # fmt: skip
    chosen = [param for param in (*RULES, *CURES, *NETWORKS) if param.name != "average"]
    return tuple(replace(param, **digits.get(param.name, {})) for param in chosen)


FORGE = Engine(
    name="forge",
    function="playground.engines.gan_pictures:forge",
    params=(
        replace(SEED, group="Duel"),
        *_forge_rules(),
        Param("g_output", "Generator's output", "tanh", "tanh keeps pixels between black and white; linear must learn to.", "choice", options=FORGE_OUTPUTS, group="Networks"),
        Param("steps", "Stop after", 20_000, "Iterations until the duel ends by itself.", "integer", 1, 100_000, 100, group="Run"),
        CHANGES,
    ),
    presets=(
        Preset("Forge digits", {}, "Two small networks and 1,497 real digits of 8x8 pixels. Press play: how long until you can read the forgeries, and what does D hold of them?"),
        Preset("Two numbers of noise", {"noise": "2-D Gaussian"}, "All G may vary is two numbers. Does it still find all ten classes, and how do its digits run into each other?"),
        Preset("Starved forger", {"loss": "minimax", "d_steps": 10, "d_rate": 0.005, "r1": False}, "D catches everything at once. How large is its advice then, and what can the forger learn from it?"),
        Preset("D learns by heart", {"d_steps": 5, "r1": False}, "Without a cure a busy D remembers its own digits: watch its belief in real ones that it never saw fall away from the rest."),
        Preset("Collapse", {"g_steps": 10, "r1": False}, "The forger moves ten times for each of D's updates: how many different pictures are left, and why does D not mind?"),
        Preset("Critic instead of detective", {"loss": "Wasserstein", "gp_weight": 1.0, "d_steps": 3, "r1": False}, "D gives scores, not verdicts: is its loss a better guide to quality?"),
    ),
    folded=("Networks", "Cures"),
    together=affordable,
)  # fmt: skip

TRIALS = "playground.engines.gan_trials:"
CLAIMS = (
    Claim(
        id="mode-collapse",
        sentence="GANs suffer mode collapse.",
        source="Goodfellow 2016, section 5.1.1",
        experiment=TRIALS + "mode_collapse",
        rule="Ring of 8, D strict and without a cure: confirmed if most seeds end with at most 4 modes, 60 % of the points near one (95 % interval). The two others stand beside it.",
        verdict=collapses,
        report="{plain:.0f} end with at most 4 modes [{low:.0%}, {high:.0%}]; with a milder D {balanced:.0f}; with the gradient penalty {cured:.0f}",
        seeds=5,
        full_seeds=12,
    ),
    Claim(
        id="unstable",
        sentence="GAN training is unstable.",
        source="Arjovsky and Bottou 2017",
        experiment=TRIALS + "unstable",
        rule="A seed fails if it diverges, leaves a mode less than a quarter of its share, or half of its points off the ring. Plain duel, equal rates: confirmed if more than one in five fails.",
        verdict=fails_often,
        report="{fails:.0f} failed, {share:.0%} [{low:.0%}, {high:.0%}]; high-quality share from {worst:.0%} to {best:.0%}",
        seeds=8,
        full_seeds=20,
    ),
    Claim(
        id="police-forger",
        sentence="The better the police, the better the forger.",
        source="the counterfeiter of Goodfellow et al. 2014, section 1",
        experiment=TRIALS + "police_forger",
        rule="MMD² to the data after as many G updates, with 1, 3 and 10 of D's to each: refuted if 10 is worse than 3 or than 1 (95 % interval), confirmed if 10 is better than 1.",
        verdict=stricter_is_better,
        report=(
            "MMD² {mmd_1:.3f}, {mmd_3:.3f}, {mmd_10:.3f} and {modes_1:.1f}, {modes_3:.1f}, {modes_10:.1f} modes with 1, 3, 10 updates; "
            "gain of 10 over 1 {gain:+.3f} [{gain_low:+.3f}, {gain_high:+.3f}]"
        ),
        seeds=4,
        full_seeds=12,
    ),
    Claim(
        id="saturating-starves",
        sentence="With the minimax loss, a too good D starves G.",
        source="Goodfellow et al. 2014, section 3",
        experiment=TRIALS + "saturating_starves",
        rule="D alone is trained for 400 updates: confirmed if G's minimax gradient falls below a tenth of its length (95 % interval) and the non-saturating loss keeps more of it.",
        verdict=starves,
        report="G's gradient keeps {minimax:.2g} of its length under minimax [{low:.2g}, {high:.2g}], {other:.2g} under the non-saturating loss [{other_low:.2g}, {other_high:.2g}]",
        seeds=5,
        full_seeds=40,
    ),
    Claim(
        id="one-pass",
        sentence="A GAN needs one network call where diffusion needs many.",
        source="Xiao et al. 2022, section 1",
        experiment=TRIALS + "one_pass",
        rule="One digit at a time, here: confirmed if DDIM needs more than one call until 90 % of its digits are right, and twice the time. Inconclusive if either never gets there.",
        verdict=one_call_is_faster,
        report=(
            "GAN {gan_ms:.1f} ms ({gan_right:.0%} right); DDIM needs {fewest:.0f} calls, {fewest_ms:.0f} ms ({fewest_right:.0%}): {ratio:.0f} times; "
            "50 calls {ddim_50_ms:.0f} ms ({ddim_50_right:.0%}), one call {ddim_1_ms:.0f} ms ({ddim_1_right:.0%})"
        ),
        seeds=10,
        full_seeds=50,
    ),
    Claim(
        id="only-gan-real-time",
        sentence="Only GANs are fast enough for real time (under 0.1 s).",
        source="a common belief",
        experiment=TRIALS + "only_gan_real_time",
        rule="Refuted if diffusion, with the fewest calls that get 90 % of the digits right, makes one in under 0.1 s here; confirmed if it does not and the GAN does.",
        verdict=only_gan,
        report="GAN {gan_ms:.1f} ms ({gan_right:.0%} right); DDIM with {fewest:.0f} calls {fewest_ms:.0f} ms, 95 % under {fewest_ms_high:.0f} ms, {fewest_right:.0%} right; DDIM 50 {ddim_50_ms:.0f} ms",
        seeds=20,
        full_seeds=50,
    ),
    Claim(
        id="sharper-than-vae",
        sentence="GAN pictures are sharp, no blur.",
        source="Goodfellow 2016, section 3.2",
        experiment=TRIALS + "sharper_than_vae",
        rule="Steepness of edges, digits of the trained GAN against draws of the VAE: confirmed if the GAN's are steeper, refuted if the VAE's are (95 % interval). Real digits stand beside them.",
        verdict=sharper,
        report="GAN {gan:.3f}, VAE {vae:.3f}, real {data:.3f} grey values a pixel; GAN less VAE {gain:+.3f} [{gain_low:+.3f}, {gain_high:+.3f}]",
        seeds=100,
        full_seeds=200,
    ),
)

FAMILY = Family(
    stem="gan",
    title="GAN",
    tab="playground.tabs.gan:build",
    engines=(DUEL, FORGE, SEEDS, LATENT, QUIZ),
    claims=CLAIMS,
)
