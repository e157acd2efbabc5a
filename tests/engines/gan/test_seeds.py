"""One duel from many seeds: each is the duel of its own seed, and a perfect forger scores at the floor."""

import numpy as np
import pytest
import torch

from playground.data import plane
from playground.engines.gan import duel, seeds
from playground.measure.plane import coverage
from playground.spec import Frame
from playground.training.run import Diverged

SMALL = {"g_width": 16, "d_width": 16, "batch": 32, "steps": 12}


def ended(**values) -> list[Frame]:
    return [frame for frame in seeds.seeds(**SMALL | values) if frame.kind != "progress"]


def test_each_is_the_live_duel_of_its_own_seed():
    found = ended(runs=2, seed=7)
    assert [frame.stats["seed"] for frame in found] == [7, 8]
    for frame in found:
        live = duel.Arena(duel.TABLE.check(SMALL | {"seed": int(frame.stats["seed"])}))
        for _ in range(SMALL["steps"]):
            live.duel.iterate()
        with torch.no_grad():
            points = live.duel.sampler(live.duel.latent(2500, torch.Generator().manual_seed(live.seed)))
        shown = (points / live.density.reach).clamp(-9, 9).numpy().astype(np.float16)
        np.testing.assert_array_equal(frame.arrays["fake"], shown[:300])
        assert frame.stats.items() >= coverage(live.density, points).items()
        assert len(frame.arrays["history"]) == 12 and frame.stats["diverged"] == 0


def test_a_perfect_forger_scores_at_the_floor(monkeypatch):
    ring = plane.density("ring")
    monkeypatch.setattr(seeds, "_samples", lambda duel, count: ring.sample(count, torch.Generator().manual_seed(5)))
    for stats in (frame.stats for frame in ended(runs=2, density="ring", steps=1)):
        assert stats["modes"] == stats["fair_modes"] == stats["mode_count"] == 8
        assert stats["high_quality"] == pytest.approx(stats["high_quality_floor"], abs=0.01)
        assert abs(stats["mmd2"]) <= stats["mmd2_floor"]


def test_a_duel_that_diverges_ends_there_and_the_next_one_is_fought(monkeypatch):
    iterate = seeds.Duel.iterate

    def breaking(self) -> None:
        iterate(self)
        if self.seed == 7 and self.step == 6:
            raise Diverged(self.step)

    monkeypatch.setattr(seeds.Duel, "iterate", breaking)
    first, second = ended(runs=2, seed=7)
    assert (first.stats["diverged"], second.stats["diverged"]) == (1, 0)
    assert (len(first.arrays["history"]), len(second.arrays["history"])) == (5, 12)
    assert all(np.isfinite(array).all() for array in first.arrays.values())
