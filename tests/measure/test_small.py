"""The judge of 8x8 digits: right on digits it never saw, sure of no other picture."""

import numpy as np
import pytest

from playground.data import digits
from playground.measure import small

RNG = np.random.default_rng(5)
X, LABELS = digits.small("test")
SEEN = digits.small("train")[0]


def blends() -> np.ndarray:
    i, j = RNG.integers(0, len(X), (2, 600))
    two = LABELS[i] != LABELS[j]
    return (X[i][two] + X[j][two]) / 2


def test_the_digits_are_what_they_say():
    x, labels = digits.small()
    assert x.shape == (1797, 64) and x.dtype == np.float32 and (x.min(), x.max()) == (-1, 1)
    assert labels.dtype == np.int64 and set(labels) == set(range(10))
    assert len(SEEN) + len(X) == len(x)
    np.testing.assert_array_equal(X, x[::6])


def test_real_digits_are_recognised():
    floors = small.floors()
    assert floors["accuracy"] > 0.97 and floors["recognised"] > 0.8 and floors["classes"] == 10


@pytest.mark.parametrize(
    ("what", "most"),
    [
        (RNG.uniform(-1, 1, (500, 64)), 0.02),
        (RNG.permuted(X, axis=1), 0.02),
        (np.full((1, 64), -1.0), 0),
        (np.full((1, 64), 1.0), 0),
        (SEEN.mean(0, keepdims=True), 0),
        (blends(), 0.05),
        (RNG.multivariate_normal(SEEN.mean(0), np.cov(SEEN.T), 500).clip(-1, 1), 0.12),
    ],
    ids=("noise", "shuffled", "black", "white", "mean", "blends", "Gaussian with the digits' covariance"),
)
def test_what_is_no_digit_is_not_recognised(what, most):
    assert small.recognised(what.astype(np.float32))["recognised"] <= most


def test_one_class_is_one_class():
    found = small.recognised(X[LABELS == 3])
    assert found["classes"] <= 2 and found["recognised"] > 0.7
    assert small.recognised(np.full((5, 64), -1, np.float32))["classes"] == 0
