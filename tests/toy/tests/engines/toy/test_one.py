"""The Gaussian that fits best is known: the points' own mean, and the mean of their variances."""

import pytest

from playground.engines.toy.one import one


def test_it_ends_at_the_points_own_mean():
    *_, last = one(points=200, steps=100, seed=3)
    points = last.arrays["points"]
    assert last.arrays["mean"] == pytest.approx(points.mean(0), abs=0.02)
    assert last.stats["sigma"] ** 2 == pytest.approx(points.var(0).mean(), rel=0.05)
