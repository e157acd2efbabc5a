"""The network opened: params."""

from playground.families.diffusion.reverse import REVERSE_PARAMS
from playground.families.shown import PARAMETERS, array, count
from playground.spec import Engine, Param

INSIDE = Engine(
    name="inside",
    function="playground.engines.diffusion.inside:inside",
    params=(
        *REVERSE_PARAMS,
        Param("call", "Network call", 0, "Which call of the trajectory is opened.", "integer", 0, 1998, group="Look"),
    ),
    shows=(
        array("time", "Time embedding", "float32", "(E,)", "How the network is told the step t: as these numbers."),
        array("{input|middle|output}", "Feature maps", "uint8", "(m,h,w)", "The first channels of this layer, each stretched from its darkest to its brightest value."),
        array("{down|up} {j}", "Feature maps of a level", "uint8", "(m,h,w)", "The first channels of this level, each stretched from its darkest to its brightest value."),
        array("shape {input|middle|output}", "Size of the layer", "int32", "(3,)", "Channels, height and width of this layer.", low=1),
        array("shape {down|up} {j}", "Size of the level", "int32", "(3,)", "Channels, height and width of this level.", low=1),
        count("t", "Step t", "How much noise the picture of this call holds."),
        count("call", "Network call", "Which call of the trajectory is opened, counted from 0."),
        PARAMETERS,
    ),
)  # fmt: skip
