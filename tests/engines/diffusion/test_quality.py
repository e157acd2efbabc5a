"""Quality against cost: what a point of the curve cost is counted."""

from playground.engines.diffusion.quality import quality


def test_quality_counts_calls(untrained):
    points = [f.stats for f in quality(samplers=("Heun",), samples=20, most=2) if "steps" in f.stats]
    assert [(p["steps"], p["calls"], p["sampler"]) for p in points] == [(1, 1, 4), (2, 2, 4)]
    frames = quality(samplers=("DDIM",), samples=20, most=2, guidance=2.0)
    guided = next(f.stats for f in frames if "steps" in f.stats)
    assert guided["calls"] == 2 and guided["ms"] > 0
