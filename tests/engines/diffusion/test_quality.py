"""Quality against cost: what a point of the curve cost is counted."""

from statistics import median

import pytest

from playground.engines.diffusion import quality as quality_module
from playground.engines.diffusion.quality import quality


def test_quality_counts_calls(untrained):
    points = [f.stats for f in quality(samplers=("Heun",), samples=20, most=2) if "steps" in f.stats]
    assert [(p["steps"], p["calls"], p["sampler"]) for p in points] == [(1, 1, 4), (2, 2, 4)]
    frames = quality(samplers=("DDIM",), samples=20, most=2, guidance=2.0)
    guided = next(f.stats for f in frames if "steps" in f.stats)
    assert guided["calls"] == 2 and guided["ms"] > 0


def test_a_call_costs_the_median_of_warm_ones(untrained, monkeypatch):
    """The first call of a size is slow, and one may be disturbed: neither is told as what a call costs."""
    run = quality_module.digit_run

    class Timed:
        """A run whose calls took these seconds, whatever they took."""

        def __init__(self, *asked):
            self.__dict__["made"] = run(*asked)

        def __getattr__(self, name):
            return getattr(self.made, name)

        def __iter__(self):
            return iter(self.made)

        def __len__(self):
            return len(self.made)

        @property
        def step_seconds(self):
            return [9.0, *([0.02, 0.04, 7.0] * len(self.made))][: len(self.made)]

    monkeypatch.setattr(quality_module, "digit_run", Timed)
    points = [f.stats for f in quality(samplers=("DDIM",), samples=20, most=4) if "steps" in f.stats]
    known = median([9.0, *([0.02, 0.04, 7.0] * quality_module.CALLS_TIMED)][1 : quality_module.CALLS_TIMED])
    assert [p["ms"] for p in points] == pytest.approx([1000 * calls * known / 20 for calls in (1, 2, 4)])
    assert known < 1
