"""The network opened: params."""

from playground.families.diffusion.reverse import REVERSE_PARAMS
from playground.spec import Engine, Param

INSIDE = Engine(
    name="inside",
    function="playground.engines.diffusion.inside:inside",
    params=(
        *REVERSE_PARAMS,
        Param("call", "Network call", 0, "Which call of the trajectory is opened.", "integer", 0, 1998, group="Look"),
    ),
)
