"""Every claim's experiment about VAEs, run small, fills its own card; what each is made of has a known answer."""

import copy

import pytest
import torch

from playground import store
from playground.engines.diffusion import quality
from playground.families.gan import claims as gan_claims
from playground.families.vae import anomaly, claims
from playground.trials.vae import estimators, reconstructions, samples
from tests.cards import filled

CLAIMS = [*claims.CLAIMS, next(claim for claim in gan_claims.CLAIMS if claim.id == "sharper-than-vae")]
SEEDS = 20
pytestmark = [
    pytest.mark.usefixtures("mnist_test", "unskilled"),
    pytest.mark.skipif("vae/digits24-vae" not in store.manifest(), reason="the autoencoders are not trained yet"),
]


@pytest.fixture(autouse=True)
def quick(monkeypatch, grey) -> None:
    monkeypatch.setattr(quality, "denoiser", lambda: grey)
    monkeypatch.setattr(estimators, "LEARNT", 100)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_experiment_fills_its_card(claim):
    filled(claim, min(SEEDS, claim.seeds))


def stats(experiment, **values) -> dict[str, float]:
    *_, last = experiment(**{"seeds": SEEDS} | values)
    return last.stats


def test_a_clear_rise_anywhere_refutes_the_trade():
    """A fall that is only unsure must not hide one that is clearly none."""
    better = {"better_low": 0.1, "better_high": 0.2}
    trades = next(claim.verdict for claim in claims.CLAIMS if claim.id == "beta-order")
    assert trades({"fall_low": -3.0, "fall_high": -1.0} | better) == "refuted"
    assert trades({"fall_low": -3.0, "fall_high": 1.0} | better) == "inconclusive"


def test_the_least_fall_has_the_lowest_ends(monkeypatch):
    """From 0.25 to 1 it falls or rises, nobody knows; from 4 to 10 it clearly rises."""
    wide, noise = torch.linspace(-50, 50, SEEDS), torch.linspace(-0.1, 0.1, SEEDS)
    told = {"025": wide, "1": 0 * wide, "4": 0 * wide - 5, "10": noise - 4}
    of = {samples.BETAS[beta]: values for beta, values in told.items()}

    def terms(net, x, plain, seed):
        return of[net.told], torch.ones(SEEDS, 24), torch.ones(SEEDS, 24)

    shipped = samples.network

    def network(name):
        net = copy.copy(shipped(name))
        net.told = name
        return net

    monkeypatch.setattr(samples, "network", network)
    monkeypatch.setattr(samples, "terms", terms)
    found = stats(samples.beta_order)
    assert found["fall_low"] < -10 and found["fall_high"] < -0.9 and found["fall"] == pytest.approx(-1, abs=0.01)


def test_half_of_an_uncertain_share_is_taken_at_its_worst():
    """0.49 of 1 is under half, but not of what the VAE may have at least."""
    measured = ("precision", "coverage")
    sure = {f"ae_{what}_{end}": 0.49 for what in measured for end in ("low", "high")}
    exact = {f"vae_{what}_{end}": 1.0 for what in measured for end in ("low", "high")}
    assert claims.cannot_generate(sure | exact) == "confirmed"
    unsure = exact | {f"vae_{what}_low": 0.9 for what in measured}
    assert claims.cannot_generate(sure | unsure) == "inconclusive"


def test_where_the_error_fails_is_the_worst_kind():
    found = stats(reconstructions.vae_anomaly, seeds=60)
    kinds = [kind.replace(" ", "_") for kind in anomaly.STRANGE]
    assert found["worst"] == min(found[kind] for kind in kinds)
    assert found["clothing"] > 0.9 > found["faint"]


def test_an_autoencoder_whose_prior_is_one_ghost_is_seen_through():
    """From N(0, I) the judge is sure of nearly everything, and calls it all one digit: its coverage tells."""
    found = stats(samples.ae_not_generative, seeds=200)
    assert found["ae_coverage"] < 0.5 * found["vae_coverage"]
