"""Every claim's experiment about VAEs, run small, fills its own card; what each is made of has a known answer."""

import math

import numpy as np
import pytest
import torch

from playground import store
from playground.engines import diffusion_sweeps, gan_trials, vae_trials
from playground.engines.denoiser import Denoiser
from playground.families import gan, vae
from playground.measure.bounds import log_bernoulli, reparameterise
from playground.registry import resolve
from tests.engines.test_trials import Grey

CLAIMS = [*vae.CLAIMS, next(claim for claim in gan.CLAIMS if claim.id == "sharper-than-vae")]
SEEDS = 20
pytestmark = [
    pytest.mark.usefixtures("mnist_test", "unskilled"),
    pytest.mark.skipif("vae/digits24-vae" not in store.manifest(), reason="the autoencoders are not trained yet"),
]


@pytest.fixture(autouse=True)
def grey(monkeypatch, small_denoiser) -> None:
    model = Denoiser(Grey(), small_denoiser.training_scheduler, small_denoiser.a, small_denoiser.s)
    for module in (diffusion_sweeps, gan_trials):
        monkeypatch.setattr(module, "denoiser", lambda: model)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_experiment_fills_its_card(claim):
    *progress, last = resolve(claim.experiment)(seeds=SEEDS, seed=1)
    assert all(0 < frame.stats["progress"] <= 1 for frame in progress)
    assert "progress" not in last.stats and last.stats["n"] == SEEDS
    assert all(type(value) is float and math.isfinite(value) for value in last.stats.values())
    assert claim.verdict(last.stats) in ("confirmed", "refuted", "inconclusive")
    line = claim.report.format(**last.stats)
    assert "nan" not in line and "{" not in line
    for name in {key.removesuffix("_low") for key in last.stats if key.endswith("_low")} & last.stats.keys():
        low, value, high = (last.stats[key] for key in (f"{name}_low", name, f"{name}_high"))
        assert low - 1e-9 <= value <= high + 1e-9, name


def stats(experiment, **values) -> dict[str, float]:
    *_, last = experiment(**{"seeds": SEEDS} | values)
    return last.stats


def test_both_estimators_agree_and_the_path_is_quieter():
    """The difference of two means of the same expectation is about one standard error."""
    found = stats(vae_trials.reparam_needed)
    assert 0.5 < found["apart"] < 1.5
    assert 1 < found["ratio"] < found["bare"]


class Line:
    """z in two dimensions; every pixel's logit is a z: the gradient by mu is known in closed form at sigma 0."""

    latent = 2

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.zeros(len(x), 2), torch.full((len(x), 2), -20.0)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return z.sum(-1, keepdim=True).expand(*z.shape[:-1], 784)


def test_the_path_gradient_is_the_derivative():
    net, x = Line(), torch.zeros(1, 784)
    mu, log_var = net.encode(x)
    z = reparameterise(mu, log_var, torch.zeros(1, 1, 2)).requires_grad_()
    slope = torch.autograd.grad(log_bernoulli(net.decode(z), x).sum(), z)[0]
    torch.testing.assert_close(slope, torch.full((1, 1, 2), -392.0))


def test_where_the_error_fails_is_the_worst_kind():
    found = stats(vae_trials.vae_anomaly, seeds=60)
    kinds = [kind.replace(" ", "_") for kind in vae.STRANGE]
    assert found["worst"] == min(found[kind] for kind in kinds)
    assert found["clothing"] > 0.9 > found["faint"]


def test_an_autoencoder_whose_prior_is_one_ghost_is_seen_through():
    """From N(0, I) the judge is sure of nearly everything, and calls it all one digit: its recall tells."""
    found = stats(vae_trials.ae_not_generative, seeds=200)
    assert found["plain_recall"] < 0.5 * found["vae_recall"]


def test_real_digits_of_one_draw_are_not_those_of_the_other():
    labels = np.arange(40) % 10
    rows = vae_trials.reference().draw(np.tile(labels, 2), np.random.default_rng(0))
    assert len(set(rows.tolist())) == 80
    assert (vae_trials.reference().labels[rows[::2]] == vae_trials.reference().labels[rows[1::2]]).all()
