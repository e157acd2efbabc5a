"""Quality against cost: what a point of the curve cost is counted."""

import pytest

from playground.engines.diffusion.quality import quality


def test_quality_counts_calls(untrained):
    points = [f.stats for f in quality(samplers=("Heun",), samples=20, most=2) if "steps" in f.stats]
    assert [(p["steps"], p["calls"], p["sampler"]) for p in points] == [(1, 1, 4), (2, 2, 4)]
    frames = quality(samplers=("DDIM",), samples=20, most=2, guidance=2.0)
    guided = next(f.stats for f in frames if "steps" in f.stats)
    assert guided["calls"] == 2 and guided["ms"] > 0


def test_one_call_never_looks_slower_than_two(untrained):
    """A call of a sampler costs what its warm calls cost in the median, at every point alike."""
    points = [f.stats for f in quality(samplers=("DDIM", "DDPM"), samples=20, most=4) if "steps" in f.stats]
    for sampler in {p["sampler"] for p in points}:
        times = [p["ms"] for p in points if p["sampler"] == sampler]
        assert times == pytest.approx([times[0], 2 * times[0], 4 * times[0]])
