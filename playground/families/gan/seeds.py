"""One duel from many seeds: params."""

from playground.families.gan.duel import DUEL_PARAMS
from playground.families.gan.rules import affordable
from playground.spec import Engine, Param

SEEDS = Engine(
    name="seeds",
    function="playground.engines.gan.seeds:seeds",
    params=(
        *DUEL_PARAMS,
        Param("runs", "Seeds", 5, "How many duels, one seed each.", "integer", 2, 20, group="Run"),
    ),
    together=affordable,
)
