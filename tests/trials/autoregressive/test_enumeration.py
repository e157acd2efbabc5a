"""All strings of a small language are counted, and a network learns it."""

import math

import pytest

from playground.models.autoregressive.filling import nats
from playground.trials.autoregressive.enumeration import LENGTH, SYMBOLS, begun, places, samples, strings, trained


def test_every_string_is_there_once():
    x = strings()
    assert x.shape == (SYMBOLS**LENGTH, LENGTH)
    assert len(x.unique(dim=0)) == len(x)
    assert places(x).tolist() == list(range(len(x)))


def test_probabilities_of_a_trained_network_sum_to_one_and_are_not_even():
    log_p = -nats(trained(0), begun(strings()), 1, batch=1024).double().sum(1)
    assert abs(log_p.exp().sum().item() - 1) < 1e-5
    assert log_p.max() > -LENGTH * math.log(SYMBOLS) + 1


@pytest.mark.slow
def test_another_seed_is_another_language():
    likeliest = {nats(trained(seed, 60), begun(strings()), 1, batch=1024).sum(1).argmin().item() for seed in range(3)}
    assert len(likeliest) > 1


@pytest.mark.slow
def test_samples_come_as_often_as_they_are_likely():
    network = trained(1)
    p = (-nats(network, begun(strings()), 1, batch=1024).double().sum(1)).exp()
    found = places(samples(network, 20_000, 0)).bincount(minlength=len(p)) / 20_000
    assert (found - p).abs().max() < 5 * (p.max() / 20_000).sqrt()
    assert (found - p).abs().sum() < 0.2
