"""The chart of steps against quality takes the engine's own rows."""

import pytest

from playground.engines.diffusion.quality import quality
from playground.families.diffusion.choices import SAMPLERS
from playground.ui.stages.diffusion import quality as charts


@pytest.mark.slow
def test_measured_points_are_drawn():
    points = [dict(frame.stats) for frame in quality(samplers=("DDIM",), samples=20, most=2)]
    figure = charts.quality([point for point in points if "steps" in point], SAMPLERS)
    assert [trace.name for trace in figure.data] == ["DDIM"] * len(charts.PANELS)
    assert all(len(trace.x) == 2 for trace in figure.data)


def test_nothing_measured_is_an_empty_chart():
    assert not charts.quality([], SAMPLERS).data
