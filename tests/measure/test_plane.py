"""Metrics in the plane against cases with a known answer."""

import math

import pytest
import torch

from playground.data import plane
from playground.measure.plane import MMD_SAMPLES, SAMPLES, WIDTHS, coverage, floors, mmd2, smoothed

RING = plane.density("ring")


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(count: int, seed: int, mean: float = 0.0, sigma: float = 1.0) -> torch.Tensor:
    return mean + sigma * torch.randn(count, 2, generator=rng(seed))


# Coverage


def test_a_perfect_sampler_stands_at_the_floor():
    floor = floors(RING)
    seen = coverage(RING, RING.sample(SAMPLES, rng(99)))
    assert floor["modes"] == floor["fair_modes"] == seen["modes"] == seen["fair_modes"] == 8
    assert floor["high_quality"] == pytest.approx(1 - math.exp(-4.5), abs=0.002)
    assert seen["high_quality"] == pytest.approx(floor["high_quality"], abs=0.01)


def test_a_collapsed_sampler_has_one_good_mode():
    one = RING.means[3] + 0.5 * RING.sigma * normal(SAMPLES, 1)
    seen = coverage(RING, one)
    assert seen["modes"] == seen["fair_modes"] == 1 and seen["high_quality"] > 0.99


def test_points_far_away_cover_nothing():
    assert coverage(RING, normal(500, 1, mean=50)) == {"modes": 0, "high_quality": 0, "fair_modes": 0}


def test_a_mode_needs_a_quarter_of_its_share_to_be_fair():
    """800 samples on 8 modes: a fair share is 100; 25 are enough, 24 are not, 1 is a mode already."""
    counts = torch.tensor([100, 25, 24, 1, 0, 0, 0, 650])
    seen = coverage(RING, RING.means.repeat_interleave(counts, 0))
    assert (seen["modes"], seen["fair_modes"], seen["high_quality"]) == (5, 3, 1)


def test_poor_samples_count_in_the_share_only():
    """Half lie four deviations out: no mode is theirs, and a fair share is still one of all samples."""
    out = RING.means[0] * (1 + 4 * RING.sigma)
    seen = coverage(RING, torch.cat([RING.means.repeat(50, 1), out.expand(400, 2)]))
    assert (seen["modes"], seen["fair_modes"], seen["high_quality"]) == (8, 8, 0.5)


# Maximum mean discrepancy


def expected_kernel(dimensions_apart: float, variance: float) -> float:
    """E k(x,y) where x - y is normal in the plane with that variance per axis, around a mean that far away."""
    terms = [
        width**2 / (width**2 + variance) * math.exp(-(dimensions_apart**2) / (2 * (width**2 + variance)))
        for width in WIDTHS
    ]
    return sum(terms) / len(terms)


def test_mmd2_of_two_gaussians():
    """E k(x,x') + E k(y,y') - 2 E k(x,y), each a Gaussian integral, is met by the mean over 200 draws."""
    s, t, apart = 0.1, 0.3, 0.4
    exact = expected_kernel(0, 2 * s**2) + expected_kernel(0, 2 * t**2) - 2 * expected_kernel(apart, s**2 + t**2)
    shift = torch.tensor([apart, 0.0])
    found = torch.tensor([mmd2(normal(200, i, sigma=s), shift + normal(150, 1000 + i, sigma=t)) for i in range(200)])
    assert found.mean().item() == pytest.approx(exact, abs=4 * found.std().item() / math.sqrt(len(found)))
    assert found.std() < 0.2 * exact, "else the test could hardly fail"


def test_mmd2_is_unbiased_around_zero():
    found = torch.tensor([mmd2(RING.sample(50, rng(2 * i)), RING.sample(80, rng(2 * i + 1))) for i in range(500)])
    error = found.std().item() / math.sqrt(len(found))
    assert abs(found.mean().item()) < 4 * error and found.min() < 0
    assert error < 0.001, "the biased estimate would be 1/50 + 1/80 too high, less its mean kernel"


def test_mmd2_of_points_far_apart():
    """Nothing is near anything of the other set: what is left is how tight each is, here one point each."""
    one, other = torch.zeros(30, 2), torch.full((30, 2), 40.0)
    assert mmd2(one, other) == pytest.approx(2)
    assert mmd2(one, one) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("shift", [10.0, 100.0])
def test_mmd2_does_not_depend_on_the_place(shift):
    a, b = normal(100, 1, sigma=0.05), normal(100, 2, sigma=0.1)
    assert mmd2(a + shift, b + shift) == pytest.approx(mmd2(a, b), abs=1e-3)


@pytest.mark.parametrize("size", [1e4, 1e10, 1e25])
def test_mmd2_of_a_generator_that_ran_away_is_a_number(size):
    real = RING.sample(MMD_SAMPLES, rng())
    far = normal(MMD_SAMPLES, 1, sigma=size)
    within = mmd2(real, far)
    assert math.isfinite(within) and 0 < within < 2


def test_floor_of_mmd2_is_what_real_samples_seldom_exceed():
    def real(seed: int) -> torch.Tensor:
        return RING.sample(MMD_SAMPLES, rng(seed)) / RING.reach

    floor = floors(RING)["mmd2"]
    beyond = sum(mmd2(real(10 + i), real(500 + i)) > floor for i in range(60))
    assert 0 < beyond < 15
    assert mmd2(RING.means[:1].expand(MMD_SAMPLES, 2) / RING.reach, real(0)) > 20 * floor


def test_floors_of_a_density_are_computed_once():
    """A visitor's Reset makes the density anew; its floors are known already."""
    misses = floors.cache_info().misses
    for _ in range(2):
        floors(plane.density("blobs"))
    assert floors.cache_info().misses <= misses + 1


# The kernel estimate


def test_smoothed_is_the_sum_of_kernels():
    """Cell by cell, rows y and columns x; what lies outside the lattice counts by its tail."""
    x, axis, width = normal(30, 1), torch.linspace(-1.5, 1.5, 7), 0.3
    found = smoothed(x, axis, width)
    for row, y in enumerate(axis.tolist()):
        for column, at in enumerate(axis.tolist()):
            squares = (x - torch.tensor([at, y])).square().sum(1)
            brute = (torch.exp(-squares / (2 * width**2)) / (2 * math.pi * width**2)).mean()
            assert found[row, column].item() == pytest.approx(brute.item(), rel=1e-4, abs=1e-7)


def test_smoothed_real_samples_meet_the_blurred_density():
    """The comparison behind D*: a perfect sampler's estimate is p blurred by the same kernel."""
    axis, width = torch.linspace(-1.5, 1.5, 20), 0.15
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    p = RING.blurred(width).log_prob(torch.stack([x.flatten(), y.flatten()], 1)).exp().view(20, 20)
    torch.testing.assert_close(smoothed(RING.sample(50_000, rng()), axis, width), p, atol=0.03, rtol=0.05)
