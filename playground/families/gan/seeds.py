"""One duel from many seeds: params."""

from dataclasses import replace

from playground.families.gan.duel import DUEL_PARAMS
from playground.families.gan.rules import affordable
from playground.families.shown import COVERED, array, share
from playground.spec import Engine, Param, Shown

UNUSED = ("layers", "changes", "steps")  # of the duel's: what is only looked at, changed on the way, or asked here
STEPS = next(param for param in DUEL_PARAMS if param.name == "steps")
SEEDS = Engine(
    name="seeds",
    function="playground.engines.gan.seeds:seeds",
    params=(
        *(param for param in DUEL_PARAMS if param.name not in UNUSED),
        Param("runs", "Seeds", 5, "How many duels, one seed each.", "integer", 2, 20, group="Run"),
        replace(STEPS, label="Iterations of each", default=1000, high=20_000, help="Where each of these duels ends."),
    ),
    together=affordable,
    shows=(
        array("fake", "Forged points", "float16", "(N,2)", "Points of this duel's last generator; the window reaches from −1 to 1."),
        array("history", "On the way", "float16", "(T,2)", "Modes found and high-quality share at moments spread evenly over the duel."),
        Shown("seed", "Seed", "The random seed of this duel."),
        *COVERED,
        share("diverged", "Diverged", "1 if the losses of this duel were no longer numbers at some step."),
    ),
)  # fmt: skip
