"""Distances against cases with a known answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.measure.distances import density_coverage, frechet, moments, pair_distances, precision_recall

VARIANCES = st.lists(st.floats(0.01, 10), min_size=3, max_size=3).map(np.array)
MEANS = st.lists(st.floats(-5, 5), min_size=3, max_size=3).map(np.array)


def normal(n: int, dimensions: int = 8, seed: int = 0, shift: float = 0.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(shift, 1, (n, dimensions))


@settings(max_examples=50, deadline=None)
@given(MEANS, VARIANCES, MEANS, VARIANCES)
def test_frechet_of_diagonal_gaussians(mean_a, var_a, mean_b, var_b):
    closed_form = ((mean_a - mean_b) ** 2).sum() + ((np.sqrt(var_a) - np.sqrt(var_b)) ** 2).sum()
    assert frechet((mean_a, np.diag(var_a)), (mean_b, np.diag(var_b))) == pytest.approx(closed_form, abs=1e-6)


def test_frechet_does_not_depend_on_the_axes():
    turn, _ = np.linalg.qr(normal(4, 4))
    a, b = (np.zeros(4), np.diag([1.0, 2, 3, 4])), (np.ones(4), np.diag([4.0, 3, 2, 1]))
    turned = [(turn @ mean, turn @ cov @ turn.T) for mean, cov in (a, b)]
    assert frechet(*turned) == pytest.approx(frechet(a, b))
    assert frechet(b, a) == pytest.approx(frechet(a, b))


def test_frechet_to_itself_is_zero():
    features = moments(normal(500))
    assert frechet(features, features) == pytest.approx(0, abs=1e-9)


def test_frechet_of_flat_features():
    """A covariance with zero eigenvalues, as a collapsed sampler has it."""
    flat = (np.zeros(3), np.diag([1.0, 0, 0]))
    assert frechet(flat, (np.zeros(3), np.zeros((3, 3)))) == pytest.approx(1)


def test_moments():
    mean, covariance = moments(np.array([[0, 0], [2, 4]], np.float16))
    assert mean.tolist() == [1, 2]
    assert covariance.tolist() == [[2, 4], [4, 8]]


def test_the_same_set_is_precise_and_complete():
    features = normal(200)
    assert precision_recall(features, features) == (1.0, 1.0)


def test_one_distribution_drawn_twice_is_nearly_so():
    precision, recall = precision_recall(normal(800, 4, seed=1), normal(800, 4, seed=2))
    assert 0.9 < precision < 1 and 0.9 < recall < 1


def test_disjoint_sets_share_nothing():
    assert precision_recall(normal(200), normal(200, seed=1, shift=100)) == (0.0, 0.0)


def test_a_dropped_mode_costs_recall_only():
    modes = [normal(200, 4, seed=1), normal(200, 4, seed=2, shift=100)]
    precision, recall = precision_recall(np.concatenate(modes), normal(400, 4, seed=3))
    assert precision > 0.9 and 0.4 < recall < 0.5


def test_rubbish_costs_precision_only():
    fake = np.concatenate([normal(200, 4, seed=1), normal(200, 4, seed=2, shift=100)])
    precision, recall = precision_recall(normal(400, 4, seed=3), fake)
    assert 0.4 < precision < 0.5 and recall > 0.9


@pytest.mark.parametrize("k", [1, 3, 5])
def test_a_perfect_sampler_has_the_density_and_coverage_of_the_paper(k):
    """Lemma 2 of arXiv 2002.09797: whatever the distribution, by the ranks of distances alone."""
    n, rounds = 300, 40
    drawn = [density_coverage(normal(n, 3, seed=s), normal(n, 3, seed=s + 1000), k) for s in range(rounds)]
    density, coverage = np.mean(drawn, axis=0)
    missed = np.prod([(n - i) / (2 * n - i) for i in range(1, k + 1)])
    assert density == pytest.approx(1, abs=0.03) and coverage == pytest.approx(1 - missed, abs=0.01)


def test_scattered_rubbish_fools_recall_and_not_coverage():
    real = normal(400, 4, seed=1)
    fake = np.concatenate([real[:20] + 1e-6, normal(380, 4, seed=2) * 10])
    density, coverage = density_coverage(real, fake)
    assert precision_recall(real, fake)[1] > 0.9 and coverage < 0.5 and density < 0.3


def test_a_dropped_mode_costs_coverage_and_one_far_real_adds_no_density():
    modes = [normal(200, 4, seed=1), normal(200, 4, seed=2, shift=100)]
    density, coverage = density_coverage(np.concatenate(modes), normal(400, 4, seed=3))
    assert 0.45 < coverage <= 0.5 and density == pytest.approx(1, abs=0.15)
    outlier = np.concatenate([normal(399, 4, seed=1), np.full((1, 4), 30.0)])  # its ball holds every fake
    fake = normal(200, 4, seed=4, shift=8)
    assert precision_recall(outlier, fake)[0] > 0.9 and density_coverage(outlier, fake)[0] < 0.3


def test_radius_is_that_of_the_kth_neighbour():
    """On a line at 0, 1, 2, ... the first neighbour is 1 away: a fake 1.5 outside is missed, with k=2 caught."""
    real, fake = np.arange(10.0)[:, None], np.array([[-1.5], [20.0], [40.0], [60.0]])
    assert precision_recall(real, fake, k=1)[0] == 0
    assert precision_recall(real, fake, k=2)[0] == 0.25


def test_pair_distances_of_a_right_triangle():
    assert pair_distances(np.array([[0, 0], [3, 0], [0, 4.0]])) == pytest.approx([3.5, 4.0, 4.5])


def test_identical_pictures_have_no_diversity():
    assert pair_distances(np.ones((5, 3))) == pytest.approx(np.zeros(5))
