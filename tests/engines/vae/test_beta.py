"""Beta: costs add up, the decoder is the network's own, and a missing data set leaves what was stored."""

import numpy as np
import pytest

from playground.data import digits
from playground.engines.vae import beta as vae_beta
from playground.models.vae.trained import codes
from playground.ui.stages.packing import pack

BETAS = ("beta 0.25", "VAE", "beta 4", "beta 10")


def frame(**values):
    (only,) = vae_beta.beta(**values)
    return only


@pytest.fixture
def nowhere(monkeypatch):
    """No data set is to be had."""
    stand_in = digits.Digits(*digits._embedded("test"), name="mnist", source="embedded")
    monkeypatch.setattr(digits, "load", lambda name="mnist", split="train": stand_in)
    vae_beta.measured.cache_clear()
    yield
    vae_beta.measured.cache_clear()


def run(arrays: dict, z: np.ndarray) -> np.ndarray:
    """The decoder as the page evaluates it: (Z,) -> (784,) Bernoulli means."""
    h, last = z.astype(np.float64), sum(name.startswith("weight") for name in arrays) - 1
    for k in range(last + 1):
        h = arrays[f"weight{k}"].astype(np.float64) @ h + arrays[f"bias{k}"]
        h = (1 if k == last else h) / (1 + np.exp(-h))
    return h


@pytest.mark.parametrize("model", ["AE", "VAE", "clothing VAE"])
def test_the_decoder_that_travels_is_the_networks_own(model):
    found = frame(model=model).arrays
    assert run(found, found["code"]) == pytest.approx(found["decoded"].ravel() / 255, abs=3e-3)


@pytest.mark.parametrize("model", BETAS)
def test_the_dimensions_cost_adds_up_to_the_rate(model):
    found = frame(model=model)
    assert found.arrays["cost"].sum() == pytest.approx(found.stats["rate"], rel=1e-3)
    assert found.stats["active"] == (found.arrays["variance"] > 0.01).sum()
    cost = found.arrays["cost"][found.arrays["order"]]
    assert (np.diff(cost) <= 0).all() and sorted(found.arrays["order"]) == list(range(24))


def test_the_elbo_is_its_two_terms(mnist_test):
    stats = frame().stats
    assert stats["elbo"] == pytest.approx(stats["reconstruction"] - stats["rate"], abs=1e-2)
    assert stats["n"] == 2000 and 0 < stats["elbo_error"] < 5


def test_a_larger_beta_codes_less_and_rebuilds_less(mnist_test):
    found = frame().arrays
    assert found["stop_beta"].tolist() == [0.25, 1, 4, 10]
    assert (np.diff(found["stop_rate"]) < 0).all() and (np.diff(found["stop_reconstruction"]) < 0).all()
    assert (np.diff(found["stop_active"]) <= 0).all()


def test_beta_10_has_collapsed_dimensions_that_the_decoder_ignores():
    found = frame(model="beta 10").arrays
    first, *_, last = found["order"]
    assert found["variance"][last] < 0.01 and found["cost"][last] < 0.05
    moved = {}
    for j in (first, last):
        z = found["code"].copy()
        z[j] += 2
        moved[j] = np.abs(run(found, z) - run(found, found["code"])).max()
    assert moved[last] < 0.1 < moved[first]


def test_the_ae_has_neither_cost_nor_bound(mnist_test):
    found = frame(model="AE")
    assert not {"cost", "spread"} & found.arrays.keys() and not {"rate", "elbo"} & found.stats.keys()
    assert found.stats["reconstruction"] == found.stats["plain_reconstruction"]
    variance = found.arrays["variance"][found.arrays["order"]]
    assert (np.diff(variance) <= 0).all()


class TestStart:
    def test_is_the_seeds_picture_of_the_class(self, mnist_test):
        which = [int(frame(start="3", seed=seed).stats["which"]) for seed in range(3)]
        assert len(set(which)) == 3 and (mnist_test.labels[which] == 3).all()
        assert (frame(start="3", seed=1).arrays["picture"] == mnist_test.images[which[1]]).all()

    def test_counts_round(self):
        count = int((codes("vae/digits24-vae")["labels"] == 5).sum())
        assert frame(start="5", seed=count + 2).stats["which"] == frame(start="5", seed=2).stats["which"]

    def test_the_origin_is_the_middle_of_all_codes(self):
        assert not frame(start="origin").arrays["code"].any()
        found = frame(start="origin", model="AE").arrays
        assert (found["code"] == found["middle"]).all() and "picture" not in found

    def test_clothing_has_its_own_stop_alone(self, mnist_test):
        found = frame(model="clothing VAE")
        assert found.arrays["stop_beta"].tolist() == [1] and "plain_active" not in found.stats


def test_without_the_data_set_the_stored_codes_tell_what_they_can(nowhere):
    found = frame()
    assert found.stats["n"] == 2000 and found.stats["rate"] > 1
    assert not {"reconstruction", "elbo"} & found.stats.keys()
    assert not {"picture", "stop_beta"} & found.arrays.keys()
    assert run(found.arrays, found.arrays["code"]) == pytest.approx(found.arrays["decoded"].ravel() / 255, abs=3e-3)


def test_is_small_enough_to_send():
    assert len(pack([frame()])) < 1_000_000
