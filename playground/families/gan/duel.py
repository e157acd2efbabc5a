"""The duel in the plane: params and presets."""

from playground.families.gan.rules import CHANGES, CURES, FOUGHT, NETWORKS, RULES, SEED, affordable
from playground.families.shown import COVERED, UNDRAWN, array, share
from playground.spec import Engine, Param, Preset

DENSITIES = ("ring", "grid", "two Gaussians", "blobs", "line", "moons", "spiral", "checkerboard", "drawn")
LAYERS = ("real", "generated", "belief", "best", "manifold", "advice")
DUEL_PARAMS = (
    Param("density", "Density", "ring", "What is to be forged; log p is known exactly. Curves count as 8 or 12 pieces.", "choice", options=DENSITIES, group="Data"),
    Param("strokes", "Drawing", "", "Draw here.", "strokes", group="Data", recorded=False),
    SEED,
    Param("layers", "Layers", ("real", "generated", "belief", "advice"), "Belief is D's, best is D*, the manifold is G's sheet of z, advice is D's gradient.", "choices", options=LAYERS, group="Look", recorded=False),
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
DUEL_SHOWS = (
    array("real", "Real points", "float16", "(N,2)", "Points of the data; the window reaches from −1 to 1."),
    array("fake", "Forged points", "float16", "(N,2)", "Points that the generator makes, always from the same noise; the window reaches from −1 to 1."),
    array("belief", "D's belief", "uint8", "(S,S)", "How real the discriminator holds each place to be, 255 for certainly real; rows run upwards."),
    array("best", "The best D*", "uint8", "(S,S)", "What the best possible discriminator would believe at each place: p / (p + q)."),
    array("manifold", "G's sheet", "float16", "(C,C,2) or (L,2)", "Where the generator puts an even lattice of noise z."),
    array("advice", "D's advice", "float16", "(A,2)", "The way the discriminator's gradient tells the first forged points to move."),
    array("batch_{real|fake}", "The batch", "float16", "(B,2)", "The points that this update's discriminator was shown; only in slow motion."),
    array("belief_{before|after}", "D's belief around its update", "uint8", "(S,S)", "How real the discriminator held each place to be before and after its update; only in slow motion."),
    array("forged", "Forged batch", "float16", "(B,2)", "The points of the generator's update, before it; only in slow motion."),
    array("forged_after", "Forged batch, moved", "float16", "(B,2)", "The same noise through the generator after its update; only in slow motion."),
    array("forged_advice", "Advice to the batch", "float16", "(B,2)", "The way the discriminator tells each point of that batch to move; only in slow motion."),
    *FOUGHT,
    *COVERED,
    share("gap", "Distance to the best D*", "How far the discriminator's belief is from the best possible one, on average over real and forged places."),
    share("score_{real|fake}", "D's scores of the batch", "How real the discriminator held this update's real and forged points to be; only in slow motion."),
    share("score_forged", "D's score of the forgeries", "How real the updated discriminator holds the generator's batch to be; only in slow motion."),
    share("score_moved", "D's score after G's update", "How real it holds the same noise to be once the generator has moved; only in slow motion."),
    UNDRAWN,
)  # fmt: skip
DUEL = Engine(
    name="duel",
    title="Duel in the plane",
    function="playground.engines.gan.duel:duel",
    params=DUEL_PARAMS,
    presets=(
        Preset("Ring of 8", {}, "Two networks in a duel: one forges points, one tries to catch them. Press play and watch the forger find all eight modes."),
        Preset("Make it collapse", {"gp": False}, "The same duel without its cure: the forger crowds onto a mode or two, and D's advice cannot lead it out."),
        Preset("Collapse on the grid", {"density": "grid", "gp": False, "batch": 128}, "Twenty-five modes, and the forger is content with a few."),
        Preset("Grid, cured", GRID_CURED, "A milder detective that sees how much a batch varies, R1, and an averaged forger: all 25 modes, after a while."),
        Preset("Too good a detective", {"loss": "minimax", "gp": False, "d_steps": 10}, "D wins, its advice fades to nothing, and the forger starves."),
        Preset("Tear it apart", {"g_rate": 0.05, "d_rate": 0.05, "g_optimizer": "SGD", "d_optimizer": "SGD", "loss": "Wasserstein", "gp_weight": 10.0, "d_steps": 1}, "A rate far too high: watch both losses run away and the forged points fly off. The last good state is kept; where did it begin to go wrong?"),
        Preset("Two moons", {"density": "moons", "layers": ("real", "generated", "belief", "manifold")}, "Curves instead of modes: does the forged sheet fold onto both?"),
    ),
    variations=(
        Preset("Gradient penalty", {"gp": True}, "The gradient penalty keeps D from growing steep between real and forged points, so its advice reaches the forger wherever it is. Do the arrows stay long, and how many modes are found now?"),
        Preset("R1", {"r1": True}, "R1 keeps D flat at the real points, so a forged point that has arrived there is not pushed away again. Do the points settle on the modes now, or do they still wander?"),
        Preset("Spectral norm", {"spectral": True}, "With the spectral norm no layer of D may stretch its input, so D's belief changes only slowly over the plane. Is the shade smoother now, and does that help the forger?"),
        Preset("Minibatch deviation", {"crowd": "minibatch deviation"}, "D now also sees how much each batch varies, so a forger that makes the same point again and again gives itself away. Does it spread over more modes?"),
        Preset("Packs of two", {"crowd": "packs of two"}, "D now judges two points together, so a pair of forgeries that are alike gives itself away. Does the forger spread over more modes?"),
        Preset("Unrolled 5", {"unrolled": 5}, "Before each move G works out how D would answer with its next five updates; that takes time. Does the forger stop crowding onto a few modes?"),
    ),
    folded=("Networks", "Cures"),
    together=affordable,
    shows=DUEL_SHOWS,
)  # fmt: skip
