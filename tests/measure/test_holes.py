"""Holes: what is drawn as the codes were scores the floor, what lies elsewhere is a hole."""

import math

import pytest
import torch

from playground.measure.holes import fifth_nearest, reach, same_class, uncovered


@pytest.fixture
def codes() -> torch.Tensor:
    return torch.randn(2000, 2, generator=torch.Generator().manual_seed(0))


def fresh(count: int, seed: int = 1) -> torch.Tensor:
    return torch.randn(count, 2, generator=torch.Generator().manual_seed(seed))


def test_distance_to_the_fifth_of_five_on_a_line():
    line = torch.arange(6.0)[:, None]
    assert fifth_nearest(line, torch.zeros(1, 1)).item() == 4


def test_reach_leaves_a_twentieth_of_the_codes_outside(codes):
    distances = torch.cdist(codes, codes).sort().values[:, 5]
    assert (distances > reach(codes)).float().mean() == pytest.approx(0.05, abs=0.001)


def test_draws_like_the_codes_score_the_floor(codes):
    assert uncovered(codes, fresh(4000)).float().mean() == pytest.approx(0.05, abs=0.02)


def test_a_wedge_without_codes_is_a_hole_of_its_mass(codes):
    """Codes are kept out of a quarter of the plane, which holds a quarter of the prior."""
    angle = torch.atan2(codes[:, 1], codes[:, 0])
    share = uncovered(codes[(angle < 0) | (angle > math.pi / 2)], fresh(4000)).float().mean()
    assert 0.2 < share < 0.32


def test_far_away_is_a_hole_and_among_the_codes_is_none(codes):
    assert uncovered(codes, torch.tensor([[0.0, 0.0], [9.0, 9.0]])).tolist() == [False, True]


def test_two_heaps_know_their_class_and_mixed_ones_do_not(codes):
    labels = torch.arange(2000) % 2
    assert same_class(codes + 20 * labels[:, None], labels) == 1
    assert same_class(codes, labels) == pytest.approx(0.5, abs=0.05)
