"""The duel in the plane: params and presets."""

from playground.families.gan.rules import CHANGES, CURES, NETWORKS, RULES, SEED, affordable
from playground.spec import Engine, Param, Preset

DENSITIES = ("ring", "grid", "two Gaussians", "blobs", "line", "moons", "spiral", "checkerboard", "drawn")
LAYERS = ("real", "generated", "belief", "best", "manifold", "advice")
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
DUEL = Engine(
    name="duel",
    function="playground.engines.gan.duel:duel",
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
