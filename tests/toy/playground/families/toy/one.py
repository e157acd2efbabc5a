"""One Gaussian, fitted to points: params, presets, and what it shows."""

from playground.families.shown import array, count
from playground.spec import Engine, Param, Preset, Shown

ONE = Engine(
    name="one",
    title="Fit one Gaussian",
    function="playground.engines.toy.one:one",
    params=(
        Param("points", "Points", 100, "How many points there are.", "integer", 3, 500, group="Data"),
        Param("steps", "Steps", 40, "How many steps of gradient descent.", "integer", 1, 100, group="Fit"),
        Param("seed", "Seed", 0, "Draws the points.", "integer", 0, 2**31 - 1, group="Data"),
    ),
    presets=(
        Preset("A hundred points", {}, "Watch the circle move to the middle of the points: how far does it reach?"),
        Preset("Three points", {"points": 3}, "Where does the circle come to rest?"),
    ),
    shows=(
        array("points", "Points", "float32", "(N,2)", "Where the points lie."),
        array("mean", "Mean", "float32", "(2,)", "Where the middle of the Gaussian lies."),
        count("sigma", "Standard deviation", "How far the Gaussian reaches from its middle."),
        Shown("nats", "Surprise", "How surprising a point is to the Gaussian, on average.", unit="nats"),
    ),
)
