"""Every claim about autoregressive models, run small, fills its own card; made-up models have known answers."""

import types

import numpy as np
import pytest
import torch

from playground import store
from playground.families.autoregressive.claims import CLAIMS, TRIAL
from playground.trials import numbers as trials
from playground.trials.autoregressive import falsehoods
from playground.trials.autoregressive import speed as autoregressive_speed
from playground.trials.autoregressive import text as autoregressive_trials
from tests.cards import filled

SEEDS = int(next(param.low for param in TRIAL.params if param.name == "seeds"))
pytestmark = pytest.mark.skipif(
    "autoregressive/tales" not in store.manifest(), reason="the language models are not trained yet"
)


@pytest.fixture
def brief(monkeypatch, grey, unskilled) -> None:
    """Short texts, a denoiser and a GAN that know nothing."""
    monkeypatch.setattr(autoregressive_speed, "denoiser", lambda: grey)
    monkeypatch.setattr(autoregressive_speed, "TOKENS", 256)
    for name, value in {"PASSAGE": 40, "WRITTEN": 8, "CONTINUED": 16, "SWEEPS": 1, "FILLED": 6}.items():
        monkeypatch.setattr(autoregressive_trials, name, value)


@pytest.mark.slow
@pytest.mark.usefixtures("brief")
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_experiment_fills_its_card(claim):
    assert filled(claim, SEEDS), "no progress"


def stats(experiment, **values) -> dict[str, float]:
    *_, last = experiment(**{"seeds": SEEDS} | values)
    return last.stats


@pytest.mark.slow
@pytest.mark.usefixtures("brief")
def test_same_seed_same_numbers_and_another_seed_others():
    first, again, other = (stats(autoregressive_trials.exposure_bias, seed=seed) for seed in (2, 2, 3))
    assert first == again
    assert first["own_first"] != other["own_first"] and first["true_first"] != other["true_first"]


@pytest.mark.slow
@pytest.mark.usefixtures("brief")
def test_every_probability_is_accounted_for():
    found = stats(autoregressive_trials.exact_likelihood)
    assert max(found["sum_gap"], found["image_gap"]) < 1e-5
    assert found["step_gap"] < 1e-3 and found["decoded"] == 1


def test_all_pairs_come_up_before_any_comes_again():
    count = len(falsehoods.PAIRS)
    dealt = falsehoods.dealt(2 * count, 5)
    assert sorted(dealt[:count]) == sorted(dealt[count:]) == list(range(count))
    assert (falsehoods.dealt(count, 6) != dealt[:count]).any()


def test_readings_of_one_pair_count_once():
    which = np.array([4, 4, 4, 7])
    assert autoregressive_trials._by_pair(which, np.array([1.0, 0.0, 0.5, 2.0])).tolist() == [0.5, 2.0]


@pytest.mark.parametrize("power", [-1, 0, 0.5, 2])
def test_the_slope_of_a_power_law_is_its_power(power):
    times = 7 * np.array(autoregressive_speed.LENGTHS, float)[None] ** power
    assert autoregressive_speed.slopes(times) == pytest.approx([power], abs=1e-12)


def test_windows_of_every_length_hold_as_many_bytes():
    for length in autoregressive_speed.LENGTHS:
        windows = autoregressive_speed.bytes_of_tales(length, 0)
        assert windows.shape == (autoregressive_speed.TOKENS // length, length + 1)
        assert bytes(windows[0].tolist()).isascii()
    other = autoregressive_speed.bytes_of_tales(16, 1)
    assert (other != autoregressive_speed.bytes_of_tales(16, 0)).any()


def test_a_context_that_helps_nobody_is_no_dependency(monkeypatch):
    """A model that looks back 64 tokens at most."""
    blind = types.SimpleNamespace(name="blind")
    monkeypatch.setattr(autoregressive_trials, "language", lambda: blind)
    monkeypatch.setattr(autoregressive_trials, "drawn_stretches", lambda *_: torch.zeros(50, 256, dtype=torch.long))
    noise = torch.randn(50, 16, generator=torch.Generator().manual_seed(0))
    monkeypatch.setattr(autoregressive_trials, "nats_given", lambda _, rows, context: noise + 10 / min(context, 64))
    claim = next(claim for claim in CLAIMS if claim.id == "long-range")
    assert claim.verdict(stats(autoregressive_trials.long_range, seeds=50)) == "refuted"


def test_the_least_change_is_the_least_at_each_end():
    found = trials.least("rise", [np.array([1.0, 2.0, 3.0]), np.array([1.9, 2.0, 2.1])])
    assert found["rise"] == 2 and found["rise_low"] < 1.5 and found["rise_high"] < 2.3


def test_denoisers_of_equal_size_are_of_that_size():
    found = autoregressive_speed.sizes()
    for name in autoregressive_speed.LIKE:
        assert found[f"like_{name}_numbers"] == pytest.approx(found[f"{name}_numbers"], rel=0.1)
