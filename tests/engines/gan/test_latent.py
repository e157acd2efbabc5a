"""The latent space of the trained GANs: the plane of z and the walk from seed to seed."""

import math

import numpy as np
import pytest
import torch

from playground.engines._runtime import generators, noise
from playground.engines.gan import latent
from playground.ui.stages.packing import pack

pytestmark = pytest.mark.usefixtures("unskilled")
NOISE = 64


def frame(**values):
    (only,) = latent.latent(**values)
    return only


def test_the_middle_of_the_plane_is_the_seeds_own_noise():
    middle = latent.plane(5, NOISE).at(torch.zeros(1, 2))[0]
    assert torch.allclose(middle, noise(generators(5, 1), (NOISE,))[0], atol=1e-6)


def test_the_plane_stays_at_the_length_of_its_middle():
    walk = latent.plane(5, NOISE)
    lengths = walk.at(latent.lattice_places()).norm(dim=1)
    assert torch.allclose(lengths, walk.z0.norm(), rtol=1e-5)


def test_an_edge_is_56_degrees_away_in_either_direction():
    walk = latent.plane(5, NOISE)
    edges = walk.at(torch.tensor([[1.0, 0], [-1, 0], [0, 1], [0, -1]]))
    angles = torch.rad2deg(torch.arccos(torch.cosine_similarity(edges, walk.z0[None])))
    assert torch.allclose(angles, torch.tensor(math.degrees(math.atan(1.5))), atol=1e-3)


def test_the_lattice_runs_from_the_top_left_to_the_bottom_right():
    places = latent.lattice_places()
    assert places.shape == (441, 2)
    assert places[0].tolist() == [-1, 1] and places[-1].tolist() == [1, -1]
    assert places[220].tolist() == [0, 0] and places[1, 0] == pytest.approx(-0.9)


class TestInterpolation:
    a, b = torch.randn(2, NOISE, generator=torch.Generator().manual_seed(0))

    def test_begins_and_ends_at_its_ends(self):
        path = latent.interpolate(self.a, self.b, 17)
        assert torch.allclose(path[0], self.a, atol=1e-5) and torch.allclose(path[-1], self.b, atol=1e-5)

    def test_turns_evenly(self):
        path = latent.interpolate(self.a, self.b, 17)
        turns = torch.cosine_similarity(path[1:], path[:-1]).arccos()
        assert torch.allclose(turns, turns[0], atol=1e-3)

    def test_keeps_between_the_lengths_where_a_straight_line_does_not(self):
        path, least = latent.interpolate(self.a, self.b, 17), min(self.a.norm(), self.b.norm())
        assert (path.norm(dim=1) >= least - 1e-4).all()
        assert torch.lerp(self.a, self.b, 0.5).norm() < 0.9 * least

    def test_of_one_seed_with_itself_stands_still(self):
        assert torch.allclose(latent.interpolate(self.a, self.a, 5), self.a.expand(5, -1), atol=1e-5)


def test_the_place_is_on_the_lattice():
    """The row of classes is at (x, y): its asked class is the lattice's picture there."""
    found = frame(label="3", x=0.4, y=-0.7)
    cell = (10 + 7) * 21 + 10 + 4
    pictures = found.arrays["pictures"][cell].astype(int)
    assert np.abs(found.arrays["classes"][3].astype(int) - pictures).max() <= 1
    assert found.arrays["belief_classes"][3] == pytest.approx(found.arrays["belief"][cell], abs=1e-4)


def test_the_path_leads_from_seed_to_seed():
    there, back = frame(seed=3, seed_b=9), frame(seed=9, seed_b=3)
    for k in (0, 8, 16):
        difference = there.arrays["path"][k].astype(int) - back.arrays["path"][16 - k].astype(int)
        assert np.abs(difference).max() <= 1
    middle = frame(seed=9).arrays["pictures"][220].astype(int)
    assert np.abs(there.arrays["path"][16].astype(int) - middle).max() <= 1


def test_no_truncation_left_is_one_picture():
    found = frame(truncation=0.0).arrays["pictures"]
    assert (found == found[0]).all()


def test_a_step_across_keeps_the_plane():
    here, there = frame(), frame(x=0.5)
    assert np.array_equal(here.arrays["pictures"], there.arrays["pictures"])
    assert not np.array_equal(here.arrays["classes"], there.arrays["classes"])


def test_is_small_enough_to_send():
    assert len(pack([frame()])) < 1_500_000


def test_the_classifier_is_asked_of_digits_only():
    assert 0 <= frame().stats["recognised"] <= 10
    assert "recognised" not in frame(data="clothing").stats
