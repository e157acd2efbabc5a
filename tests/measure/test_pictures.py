"""Sharpness, PSNR and SSIM against their known answers; the nearest training digit."""

import numpy as np
import pytest

from playground.data import digits
from playground.measure.pictures import nearest_training, psnr, sharpness, ssim


def edge(width: int, height: float = 1.0, shape: tuple[int, int] = (28, 28)) -> np.ndarray:
    """Black at the left, `height` at the right, rising evenly over `width` pixels: (1,H,W)."""
    ramp = np.clip((np.arange(shape[1]) - 9) / width, 0, 1) * height
    return np.broadcast_to(ramp, (1, *shape))


@pytest.mark.parametrize("width", [1, 2, 5])
@pytest.mark.parametrize("height", [1.0, 0.5])
def test_an_edge_is_as_sharp_as_it_is_steep(width, height):
    assert sharpness(edge(width, height))[0] == pytest.approx(height / width)
    assert sharpness(edge(width, height).transpose(0, 2, 1))[0] == pytest.approx(height / width)


def test_sharpness_does_not_count_ink():
    bars = np.zeros((2, 28, 28))
    bars[0, :, 5:8] = 1
    bars[1, :, 3:5] = bars[1, :, 8:14] = bars[1, :, 20:24] = 1
    assert sharpness(bars) == pytest.approx([1, 1])


@pytest.mark.parametrize("grey", [0.0, 0.7])
def test_an_empty_picture_has_no_edges(grey):
    assert sharpness(np.full((1, 28, 28), grey)).tolist() == [0]


def test_a_fade_of_two_pictures_is_half_as_sharp():
    bars = np.zeros((2, 28, 28))
    bars[0, :, 5:8] = bars[1, :, 15:18] = 1
    assert sharpness(bars.mean(0, keepdims=True))[0] == pytest.approx(0.5)


def test_psnr_of_a_known_error():
    black = np.zeros((2, 28, 28))
    assert psnr(black, black + 0.1) == pytest.approx([20, 20])
    assert np.isinf(psnr(black, black)).all()


def test_ssim_of_flat_pictures_is_that_of_their_light():
    a, b = np.full((1, 28, 28), 0.2), np.full((1, 28, 28), 0.6)
    assert ssim(a, b)[0] == pytest.approx((2 * 0.12 + 1e-4) / (0.04 + 0.36 + 1e-4))


def test_ssim_of_equal_unlike_and_opposite_pictures():
    x, y = np.random.default_rng(0).random((2, 3, 28, 28))
    assert ssim(x, x) == pytest.approx([1, 1, 1])
    assert np.abs(ssim(x, y)).max() < 0.2
    assert ssim(x, 1 - x).max() < -0.8
    assert (ssim(x, y) == ssim(y, x)).all()


def test_ssim_is_its_formula_window_by_window():
    rng = np.random.default_rng(3)
    x, y = rng.random((2, 14, 12))
    bell = np.exp(-0.5 * ((np.arange(11) - 5) / 1.5) ** 2)
    weights, found = np.outer(bell, bell) / bell.sum() ** 2, []
    for top in range(4):
        for left in range(2):
            a, b = (z[top : top + 11, left : left + 11] for z in (x, y))
            ma, mb = (weights * a).sum(), (weights * b).sum()
            va, vb = (weights * (a - ma) ** 2).sum(), (weights * (b - mb) ** 2).sum()
            cov = (weights * (a - ma) * (b - mb)).sum()
            likeness = (2 * ma * mb + 1e-4) * (2 * cov + 9e-4) / ((ma**2 + mb**2 + 1e-4) * (va + vb + 9e-4))
            found.append(likeness)
    assert ssim(x[None], y[None])[0] == pytest.approx(np.mean(found), rel=1e-9)


@pytest.fixture(autouse=True)
def forget():
    from playground.measure import pictures

    pictures._known.cache_clear()
    yield
    pictures._known.cache_clear()


def test_nearest_training_finds_a_picture_among_others(monkeypatch):
    images = np.random.default_rng(0).integers(0, 256, (40, 28, 28), dtype=np.uint8)
    monkeypatch.setattr(digits, "require", lambda name, split: digits.Digits(images, np.zeros(40, int), name, "folder"))
    moved = images[[4, 20]] / 255
    moved[1, 0, 0] += 0.3
    moved[1, 1, 0] += 0.4
    distance, which = nearest_training(moved)
    assert which.tolist() == [4, 20]
    assert distance == pytest.approx([0, 0.5], abs=1e-4)
