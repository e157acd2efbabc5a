"""Levels are where they are said to be; a JPEG sheet gives every picture back in its place."""

import numpy as np
import pytest

from playground.measure.compression import jpeg, quantised
from playground.measure.pictures import psnr


def test_one_bit_is_two_levels():
    made = quantised(np.array([[-9.0, -0.1, 0.1, 9.0]]), np.zeros(4), np.ones(4), 1)
    assert made.tolist() == [[-2, -2, 2, 2]]


def test_levels_follow_mean_and_deviation():
    made = quantised(np.array([[5.0, 5.0]]), np.array([5.0, 1.0]), np.array([1.0, 0.5]), 2)
    assert made.tolist() == [[6, 2.5]]


@pytest.mark.parametrize("bits", [2, 5, 8])
def test_the_error_is_at_most_half_a_step(bits):
    z = np.random.default_rng(0).uniform(-4, 4, (500, 3))
    made = quantised(z, np.zeros(3), np.ones(3), bits)
    assert np.abs(made - z).max() <= 4 / 2**bits + 1e-5
    assert len(np.unique(made)) == 2**bits


def test_a_number_that_never_varies_is_kept():
    assert quantised(np.full((3, 1), 0.7), np.array([0.7]), np.zeros(1), 4) == pytest.approx(0.7)


def test_every_picture_comes_back_in_its_place():
    x = np.zeros((11, 28, 28), np.float32)
    for k in range(11):
        x[k, 2 + 2 * k, 3:20] = 1
    read, size = jpeg(x, 95)
    assert read.shape == x.shape and size > 10
    assert psnr(read, x).min() > 30
    assert [int(picture.sum(1).argmax()) for picture in read] == [2 + 2 * k for k in range(11)]


def test_a_lower_quality_is_smaller_and_worse():
    x = np.random.default_rng(0).random((30, 28, 28)).astype(np.float32)
    (fine, large), (coarse, small) = jpeg(x, 90), jpeg(x, 10)
    assert small < large / 2 and psnr(coarse, x).mean() < psnr(fine, x).mean()
    assert jpeg(x[:3], 10)[1] > small, "fewer pictures share the header"
