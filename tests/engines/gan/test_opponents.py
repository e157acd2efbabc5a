"""The trained GANs' engines: the plane of z, the walk, D's company, and the quiz."""

import math

import numpy as np
import pytest
import torch

from playground import store
from playground.data import digits
from playground.engines._runtime import generators, noise
from playground.engines.gan import latent, opponents, quiz
from playground.errors import DataMissing
from playground.ui.stages.packing import pack

pytestmark = pytest.mark.usefixtures("unskilled")
NOISE = 64


def frame(function, **values):
    (only,) = function(**values)
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


class TestLatent:
    def test_the_place_is_on_the_lattice(self):
        """The row of classes is at (x, y): its asked class is the lattice's picture there."""
        found = frame(latent.latent, label="3", x=0.4, y=-0.7)
        cell = (10 + 7) * 21 + 10 + 4
        pictures = found.arrays["pictures"][cell].astype(int)
        assert np.abs(found.arrays["classes"][3].astype(int) - pictures).max() <= 1
        assert found.arrays["belief_classes"][3] == pytest.approx(found.arrays["belief"][cell], abs=1e-4)

    def test_the_path_leads_from_seed_to_seed(self):
        there, back = frame(latent.latent, seed=3, seed_b=9), frame(latent.latent, seed=9, seed_b=3)
        for k in (0, 8, 16):
            difference = there.arrays["path"][k].astype(int) - back.arrays["path"][16 - k].astype(int)
            assert np.abs(difference).max() <= 1
        middle = frame(latent.latent, seed=9).arrays["pictures"][220].astype(int)
        assert np.abs(there.arrays["path"][16].astype(int) - middle).max() <= 1

    def test_no_truncation_left_is_one_picture(self):
        found = frame(latent.latent, truncation=0.0).arrays["pictures"]
        assert (found == found[0]).all()

    def test_a_step_across_keeps_the_plane(self):
        here, there = frame(latent.latent), frame(latent.latent, x=0.5)
        assert np.array_equal(here.arrays["pictures"], there.arrays["pictures"])
        assert not np.array_equal(here.arrays["classes"], there.arrays["classes"])

    def test_is_small_enough_to_send(self):
        assert len(pack([frame(latent.latent)])) < 1_500_000

    def test_the_classifier_is_asked_of_digits_only(self):
        assert 0 <= frame(latent.latent).stats["recognised"] <= 10
        assert "recognised" not in frame(latent.latent, data="clothing").stats


def test_d_judges_every_picture_by_itself(small_opponents):
    images = torch.randn(6, 1, 28, 28, generator=torch.Generator().manual_seed(0)).tanh()
    labels = torch.arange(6)
    together = small_opponents.logits(images, labels)
    alone = torch.cat([small_opponents.logits(images[k : k + 1], labels[k : k + 1]) for k in range(6)])
    assert torch.allclose(together, alone, atol=1e-5)


def test_d_in_company_is_d_as_it_was_trained(small_opponents):
    """A picture beside its company is one group of four of the discriminator's own forward pass."""
    z = noise(generators(0, 3), (NOISE,))
    company = small_opponents.draw(z, torch.full((3,), opponents.NONE))
    picture = small_opponents.draw(noise(generators(50, 1), (NOISE,)), torch.tensor([4]))
    with torch.inference_mode():
        expected = small_opponents.D(torch.cat([picture, company]), torch.full((4,), 4))[0]
    assert torch.allclose(small_opponents.logits(picture, torch.tensor([4]))[0], expected, atol=1e-5)


class TestQuiz:
    def test_ten_are_real_and_ten_are_forged_of_the_same_classes(self):
        found = frame(quiz.quiz).arrays
        truth = found["truth"].astype(bool)
        assert truth.sum() == 10 and len(truth) == 20
        assert sorted(found["classes"][truth]) == sorted(found["classes"][~truth])

    def test_the_real_ones_are_test_pictures_with_their_classes(self):
        found, test = frame(quiz.quiz, seed=3).arrays, digits.load("mnist", "test")
        known = {picture.tobytes(): label for picture, label in zip(test.images, test.labels, strict=True)}
        for picture, label, real in zip(found["pictures"], found["classes"], found["truth"], strict=True):
            assert known.get(picture.tobytes(), -1) == (label if real else -1)

    def test_the_order_is_shuffled_by_the_seed(self):
        orders = {frame(quiz.quiz, seed=seed).arrays["truth"].tobytes() for seed in range(6)}
        assert len(orders) == 6

    def test_ten_seeds_on_all_forgeries_are_new(self):
        first, next_ = (frame(quiz.quiz, seed=seed).arrays for seed in (7, 17))
        forged = [{p.tobytes() for p in a["pictures"][a["truth"] == 0]} for a in (first, next_)]
        assert len(forged[0]) == 10 and not forged[0] & forged[1]

    def test_without_the_data_set_it_says_what_is_missing(self, monkeypatch):
        def require(name, split):
            raise DataMissing("This number needs mnist: go online.")

        monkeypatch.setattr(digits, "require", require)
        with pytest.raises(DataMissing):
            frame(quiz.quiz)


def test_samples_are_pictures_of_their_seeds():
    labels = np.array([1, 2, 3, opponents.NONE])
    images = opponents.sample_digits(labels, seed=4)
    assert images.shape == (4, 28, 28) and images.dtype == np.float32
    assert images.min() >= 0 and images.max() <= 1
    assert np.allclose(images[2:], opponents.sample_digits(labels[2:], seed=6), atol=1e-5)


@pytest.mark.slow
@pytest.mark.skipif("gan/digits" not in store.manifest(), reason="the pair is not trained yet")
def test_the_trained_pair_draws_the_asked_digits(monkeypatch):
    from playground.measure.digits import judge

    monkeypatch.undo()
    labels = np.arange(300) % 10
    assert judge(opponents.sample_digits(labels)).agreement(labels).mean() > 0.95
