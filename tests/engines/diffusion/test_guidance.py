"""Guidance: one column of pictures for each w, its figures inside their intervals."""

from playground.engines.diffusion.guidance import WEIGHTS, guidance


def test_guidance_grid_has_a_column_per_w(untrained):
    columns = [frame for frame in guidance(samples=6, steps=5) if "w" in frame.stats]
    assert [frame.stats["w"] for frame in columns] == list(WEIGHTS)
    for frame in columns:
        stats = frame.stats
        assert frame.arrays["pictures"].shape == (6, 28, 28)
        for name in ("accuracy", "diversity", "white"):
            assert stats[f"{name}_low"] <= stats[name] <= stats[f"{name}_high"]
            assert stats[f"{name}_real"] > 0
