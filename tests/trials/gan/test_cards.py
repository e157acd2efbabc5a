"""Every claim about GANs, run small, fills its own card; what the trials are made of has a known answer."""

import numpy as np
import pytest

from playground.engines.diffusion import quality
from playground.families.gan.claims import CLAIMS
from playground.trials import makers
from playground.trials.gan import digits, duels
from tests.cards import filled

SEEDS = 3


@pytest.fixture
def small(monkeypatch, grey, unskilled) -> None:
    """Duels of a few steps; a denoiser and a GAN that know nothing."""
    fight = duels.fight
    monkeypatch.setattr(duels, "fight", lambda seed, **changes: fight(seed, **changes | {"steps": 3}))
    monkeypatch.setattr(duels, "WARM", 3)
    monkeypatch.setattr(quality, "denoiser", lambda: grey)


@pytest.mark.slow
@pytest.mark.usefixtures("mnist_test", "small")
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_experiment_fills_its_card(claim):
    assert filled(claim, SEEDS), "no progress"


def test_makers_take_turns_and_the_first_turn_does_not_count(monkeypatch):
    """One clock tick for "a", three for "b", a hundred in the turn that warms up."""
    clock, said = [0.0], []
    monkeypatch.setattr(makers.time, "perf_counter", lambda: clock[0])

    def maker(name: str, ticks: float):
        def make(labels: np.ndarray, seed: int) -> np.ndarray:
            clock[0] += ticks if len(said) > 1 else 100
            said.append(name)
            return np.zeros((1, 28, 28), np.float32)

        return make

    timing = makers._timed({"a": maker("a", 1), "b": maker("b", 3)}, 4, 0)
    shares = []
    while True:
        try:
            shares.append(next(timing))
        except StopIteration as end:
            taken = end.value
            break
    assert taken["a"].tolist() == [1000] * 4 and taken["b"].tolist() == [3000] * 4
    assert shares == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert {"".join(said[k : k + 2]) for k in range(2, 10, 2)} == {"ab", "ba"}


def test_the_settings_of_a_duel_lie_where_the_card_says():
    drawn = [duels.uncured(seed) for seed in range(300)]
    assert {one["loss"] for one in drawn} == {"minimax", "non-saturating", "least squares", "hinge"}
    assert {one["d_steps"] for one in drawn} == {1, 2, 3, 4, 5}
    assert not any(one["gp"] for one in drawn)
    for name, low, high in (("d_rate", 0.001, 0.005), ("g_rate", 0.0005, 0.002)):
        rates = [one[name] for one in drawn]
        assert low <= min(rates) < 1.1 * low and high / 1.1 < max(rates) <= high
    rates = [duels.usual(seed)[name] for seed in range(300) for name in ("d_rate", "g_rate")]
    assert 0.0005 <= min(rates) < 0.00055 and 0.0018 < max(rates) <= 0.002


def test_the_size_of_what_may_be_negative():
    assert digits._size((-0.2, -0.3, -0.1)) == pytest.approx((0.2, 0.1, 0.3))
    assert digits._size((0.2, 0.1, 0.3)) == pytest.approx((0.2, 0.1, 0.3))
    assert digits._size((-0.1, -0.3, 0.1)) == pytest.approx((0.1, 0.0, 0.3))
