"""GAN: params, presets, claims and prose."""

from playground.spec import Claim, Engine, Family, Param, Preset, Verdict  # noqa: F401

DENSITIES = ("ring", "grid", "two Gaussians", "blobs", "line", "moons", "spiral", "checkerboard", "drawn")
LOSSES = ("minimax", "non-saturating", "least squares", "Wasserstein", "hinge")
NOISES = ("1-D uniform", "1-D Gaussian", "2-D uniform", "2-D Gaussian")
LAYERS = ("real", "generated", "belief", "best", "manifold", "advice")
CROWDS = ("alone", "minibatch deviation", "packs of two")
OPTIMIZERS = ("Adam", "SGD")
CLASSES = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none")

SEED = Param(
    "seed", "Seed", 7, "Same seed, same duel; counts from the next Reset.", "integer", 0, 2**31 - 1, group="Data"
)

RULES = (
    Param(
        "loss",
        "Loss",
        "non-saturating",
        "What each opponent minimises; Wasserstein always has its gradient penalty.",
        "choice",
        options=LOSSES,
        group="Duel",
    ),
    Param("g_rate", "Generator's rate", 0.001, "Learning rate of the forger.", "number", 0, 0.05, 0.0001, group="Duel"),
    Param(
        "d_rate",
        "Discriminator's rate",
        0.0034,
        "Learning rate of the detective.",
        "number",
        0,
        0.05,
        0.0001,
        group="Duel",
    ),
    Param(
        "d_steps",
        "D updates per iteration",
        3,
        "A stricter detective, until it starves the forger.",
        "integer",
        0,
        10,
        group="Duel",
    ),
    Param("g_steps", "G updates per iteration", 1, "A busier forger.", "integer", 0, 10, group="Duel"),
)
CURES = (
    Param(
        "gp", "Gradient penalty", True, "Keeps D's slope near 1 between real and generated.", "switch", group="Cures"
    ),
    Param(
        "gp_weight",
        "Its weight",
        0.1,
        "0.1 suits this plane; papers use 10 on pictures.",
        "number",
        0,
        10,
        0.05,
        group="Cures",
    ),
    Param("r1", "R1", False, "Keeps D flat at the real samples.", "switch", group="Cures"),
    Param("r1_weight", "Its weight", 0.1, "Times half the squared slope.", "number", 0, 10, 0.05, group="Cures"),
    Param(
        "spectral",
        "Spectral norm",
        False,
        "No layer of D may stretch by more than 1. D starts afresh.",
        "switch",
        group="Cures",
    ),
    Param(
        "crowd",
        "D sees a sample",
        "alone",
        "With how much its batch varies, or two at a time, D can tell a collapse. D starts afresh.",
        "choice",
        options=CROWDS,
        group="Cures",
    ),
    Param(
        "unrolled",
        "Unrolled steps",
        0,
        "G looks ahead at so many of D's next updates.",
        "integer",
        0,
        10,
        group="Cures",
    ),
    Param(
        "smoothing",
        "Label smoothing",
        0.0,
        "Real counts as 1 minus this; not for Wasserstein and hinge.",
        "number",
        0,
        0.5,
        0.05,
        group="Cures",
    ),
)
NETWORKS = (
    Param(
        "g_optimizer",
        "Generator's optimiser",
        "Adam",
        "Adam has betas 0.5 and 0.99.",
        "choice",
        options=OPTIMIZERS,
        group="Networks",
    ),
    Param(
        "d_optimizer",
        "Discriminator's optimiser",
        "Adam",
        "A change starts the optimiser afresh.",
        "choice",
        options=OPTIMIZERS,
        group="Networks",
    ),
    Param(
        "g_hidden",
        "Generator's layers",
        3,
        "Hidden layers. A change starts G afresh.",
        "integer",
        0,
        5,
        group="Networks",
    ),
    Param(
        "g_width",
        "Generator's width",
        64,
        "Neurons a layer. A change starts G afresh.",
        "integer",
        1,
        128,
        group="Networks",
    ),
    Param(
        "d_hidden",
        "Discriminator's layers",
        3,
        "Hidden layers. A change starts D afresh.",
        "integer",
        0,
        5,
        group="Networks",
    ),
    Param(
        "d_width",
        "Discriminator's width",
        128,
        "Neurons a layer. A change starts D afresh.",
        "integer",
        1,
        128,
        group="Networks",
    ),
    Param(
        "noise",
        "Noise z",
        "2-D uniform",
        "What G starts from. A change starts G afresh.",
        "choice",
        options=NOISES,
        group="Networks",
    ),
    Param("batch", "Batch", 128, "Samples each update sees.", "integer", 8, 512, 8, group="Networks"),
)
CHANGES = Param(
    "changes", "Changes on the way", "", "step:control=value, as a shared duel replays them.", "changes", group="Run"
)

DUEL_PARAMS = (
    Param("density", "Density", "ring", "What is to be forged; its log p is known exactly.", "choice", options=DENSITIES, group="Data"),
    Param("strokes", "Drawing", "", "Draw, and choose drawn above.", "strokes", group="Data"),
    SEED,
    Param("layers", "Layers", ("real", "generated", "belief", "advice"), "Belief is D's, best is D*, the manifold is G's sheet of z, advice is D's gradient.", "choices", options=LAYERS, group="Look"),
    *RULES,
    *CURES,
    *NETWORKS,
    Param("steps", "Stop after", 4000, "Iterations until the duel ends by itself.", "integer", 1, 100_000, 100, group="Run"),
    CHANGES,
)  # fmt: skip

DUEL = Engine(
    name="duel",
    function="playground.engines.gan_plane:duel",
    params=DUEL_PARAMS,
    presets=(
        Preset("Ring of 8", {}, "Two networks in a duel: one forges points, one tries to catch them. Press play and watch the forger find all eight modes."),
        Preset("Make it collapse", {"gp": False}, "The same duel without its cure: the forger crowds onto a mode or two, and D's advice cannot lead it out."),
        Preset("Collapse on the grid", {"density": "grid", "gp": False}, "Twenty-five modes, and the forger is content with a few."),
        Preset("Grid, cured", {"density": "grid"}, "The same seed with the gradient penalty: how many of the 25 modes does it find?"),
        Preset("Too good a detective", {"loss": "minimax", "gp": False, "d_steps": 10}, "D wins, its advice fades to nothing, and the forger starves."),
        Preset("Tear it apart", {"g_rate": 0.05, "d_rate": 0.05, "g_optimizer": "SGD", "d_optimizer": "SGD", "loss": "Wasserstein", "gp_weight": 10.0}, "A rate far too high: the losses run away, and the last good state is kept."),
        Preset("Two moons", {"density": "moons", "layers": ("real", "generated", "belief", "manifold")}, "Curves instead of modes: does the forged sheet fold onto both?"),
    ),
    folded=("Networks", "Cures"),
)  # fmt: skip

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
        Preset("From a shoe to a bag", {"data": "clothing", "label": "none", "seed": 3, "seed_b": 9}, "The strip at the bottom walks from one seed to another, without a class: is everything on the way something to wear?"),
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

TRIALS = "playground.engines.gan_trials:"
CLAIMS: tuple[Claim, ...] = ()

FAMILY = Family(
    stem="gan",
    title="GAN",
    tab="playground.tabs.gan:build",
    engines=(DUEL, LATENT, QUIZ),
    claims=CLAIMS,
)
