"""Corruptions do what they say, AUROC has its known answers, PCA is exact on what it can span."""

import numpy as np
import pytest

from playground.data import digits
from playground.measure import anomaly
from playground.measure.anomaly import (
    CORRUPTIONS,
    PATCH,
    auroc,
    auroc_interval,
    blurred,
    dots,
    faint,
    noisy,
    patched,
    pca_error,
    rotated,
    short_lines,
)  # fmt: skip


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("normal", "strange", "area"),
    [([1, 2], [3, 4], 1), ([3, 4], [1, 2], 0), ([1, 1], [1, 1], 0.5), ([1, 3], [2, 4], 0.75)],
)
def test_auroc(normal, strange, area):
    assert auroc(np.array(normal), np.array(strange)) == area


class TestInterval:
    @pytest.mark.slow
    def test_is_about_as_wide_as_the_area_spreads(self):
        draw = np.random.default_rng(1)
        areas, covered = [], 0
        true = 0.760250  # two unit normals one apart: Phi(1 / sqrt 2)
        for _ in range(300):
            area, low, high = auroc_interval(draw.normal(0, 1, 60), draw.normal(1, 1, 80))
            areas.append((area, (high - low) / 2 / 1.96))
            covered += low <= true <= high
        spread, error = np.std([area for area, _ in areas]), np.mean([error for _, error in areas])
        assert error == pytest.approx(spread, rel=0.1)
        assert 0.91 <= covered / 300 <= 0.98

    def test_ties_count_half(self):
        area, low, high = auroc_interval(np.array([1.0, 1, 2]), np.array([1.0, 2, 2]))
        assert area == pytest.approx(auroc(np.array([1, 1, 2]), np.array([1, 2, 2])))
        assert low < area < high

    @pytest.mark.parametrize(("strange", "ends"), [([5, 6, 7], (0.44, 1)), ([-3, -2, -1], (0, 0.56))])
    def test_a_perfect_order_is_still_uncertain(self, strange, ends):
        _, low, high = auroc_interval(np.array([1, 2, 3, 4]), np.array(strange))
        assert (low, high) == pytest.approx(ends, abs=0.01)


def test_short_lines_are_one_straight_stroke_in_the_middle():
    made = short_lines(50, rng())
    assert made.shape == (50, 28, 28) and made.dtype == np.float32 and made.min() == 0 and made.max() <= 1
    ink = made.sum((1, 2))
    assert ink.min() > 4 and ink.max() < 35
    for picture in made:
        down, across = np.nonzero(picture > 0.3)
        assert np.linalg.eigvalsh(np.cov(down, across)).min() < 0.6, "no thicker than a stroke"
    assert (short_lines(50, rng()) == made).all()


def test_dots_are_one_small_round_spot():
    made = dots(80, rng())
    ink = made.sum((1, 2))
    assert ink.min() > 2.5 and ink.max() < 15 and made.dtype == np.float32
    for picture in made:
        down, across = np.nonzero(picture)
        assert np.ptp(down) <= 5 and np.ptp(across) <= 5
    assert len(np.unique(made, axis=0)) == 80


def test_faint_keeps_two_fifths():
    x = rng().random((2, 28, 28)).astype(np.float32)
    assert faint(x, rng()) == pytest.approx(0.4 * x)


@pytest.mark.parametrize("corrupt", CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_every_corruption_gives_other_pictures_and_keeps_its_own(corrupt):
    x = rng().random((6, 28, 28)).astype(np.float32)
    kept = x.copy()
    made = corrupt(x, rng())
    assert made.shape == x.shape and made.dtype == np.float32
    assert made.min() >= 0 and made.max() <= 1
    assert (np.abs(made - x).max((1, 2)) > 0.1).all()
    assert (x == kept).all() and (corrupt(x, rng()) == made).all()


def test_noise_has_its_size():
    assert (noisy(np.full((20, 28, 28), 0.5), rng()) - 0.5).std() == pytest.approx(0.27, abs=0.02)  # 0.3, cut at 0, 1


def test_a_blurred_dot_is_a_bell_of_the_same_ink():
    dot = np.zeros((1, 28, 28))
    dot[0, 14, 10] = 1
    made = blurred(dot, rng())[0]
    assert made.sum() == pytest.approx(1, abs=1e-5)
    across = np.arange(28)
    assert (made.sum(0) * (across - 10) ** 2).sum() == pytest.approx(1.5**2, rel=0.02)
    assert made.argmax() == 14 * 28 + 10


def test_exactly_one_square_is_inverted():
    x = rng().random((30, 28, 28)).astype(np.float32)
    made = patched(x, rng())
    changed = made != x
    assert (changed.sum((1, 2)) >= PATCH**2 - 2).all() and (changed.sum((1, 2)) <= PATCH**2).all()
    assert made[changed] == pytest.approx(1 - x[changed])
    assert (changed.any(2).sum(1) == PATCH).all() and (changed.any(1).sum(1) == PATCH).all()


def test_turned_either_way():
    x = rng().random((40, 28, 28)).astype(np.float32)
    made = rotated(x, rng())
    left, right = ((made == np.rot90(x, turn, (1, 2))).all((1, 2)) for turn in (1, -1))
    assert (left ^ right).all() and 5 < left.sum() < 35


@pytest.mark.slow
def test_pca_spans_its_own_plane(monkeypatch):
    basis = rng().random((3, 784))
    training = (rng().random((500, 3)) @ basis).reshape(-1, 28, 28) / 3
    as_bytes = (255 * training).round().astype(np.uint8)
    found = digits.Digits(as_bytes, np.zeros(500, int), "mnist", "folder")
    monkeypatch.setattr(digits, "require", lambda name, split: found)
    anomaly.principal.cache_clear()
    inside, outside = (x.astype(np.float32) for x in (training[:5], np.random.default_rng(1).random((5, 28, 28))))
    assert pca_error(inside, 3).max() < 0.01 < pca_error(outside, 3).min()
    anomaly.principal.cache_clear()
