"""Bounds against exact likelihoods: a linear Gaussian model, in which log p(x) is known."""

import math
from functools import partial

import pytest
import torch
from torch.distributions import Bernoulli, MultivariateNormal, Normal, kl_divergence

from playground.measure.bounds import (
    binarise,
    bounds,
    elbo,
    importance_bound,
    kl,
    log_bernoulli,
    log_gaussian,
    log_weights,
    reparameterise,
)

SIGMA = 0.5
LIKELIHOOD = partial(log_gaussian, sigma=SIGMA)


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


class LinearGaussian:
    """x = w z + N(0, sigma^2 I), z one number; q is off the exact posterior by `shift` and a `stretch` of its width."""

    def __init__(self, shift: float = 0.0, stretch: float = 1.0) -> None:
        self.w, self.shift, self.stretch = torch.tensor([1.0, -0.5, 2.0]), shift, stretch

    def encode(self, x):
        precision = 1 + self.w @ self.w / SIGMA**2
        mu = (x @ self.w / SIGMA**2 / precision)[:, None]
        return mu + self.shift, torch.full_like(mu, 2 * math.log(self.stretch) - math.log(precision))

    def decode(self, z):
        return z * self.w

    def exact(self, x):
        covariance = torch.outer(self.w, self.w) + SIGMA**2 * torch.eye(3)
        return MultivariateNormal(torch.zeros(3), covariance).log_prob(x)


@pytest.fixture
def x():
    return 2 * torch.randn(200, 3, generator=rng(5))


def test_exact_posterior_gives_the_exact_likelihood(x):
    model = LinearGaussian()
    found = bounds(model, x, (1, 7), rng(), LIKELIHOOD)
    torch.testing.assert_close(found, model.exact(x).expand(2, -1), atol=1e-3, rtol=1e-4)


def test_elbo_then_importance_bounds_then_likelihood(x):
    model, ks = LinearGaussian(shift=0.2, stretch=1.5), (1, 5, 50, 500)
    found = bounds(model, x, ks, rng(), LIKELIHOOD).mean(1).tolist()
    exact = model.exact(x).mean().item()
    assert found[0] < found[1] < found[2] < found[3] < exact + 0.02
    assert found[3] == pytest.approx(exact, abs=0.03)
    gap = kl_divergence(*(Normal(m[:, 0], (0.5 * v[:, 0]).exp())
                          for m, v in (model.encode(x), LinearGaussian().encode(x)))).mean().item()  # fmt: skip
    assert found[0] == pytest.approx(exact - gap, abs=0.03), "the ELBO's gap is KL(q || posterior)"


def test_one_sample_bound_is_the_elbo(x):
    model = LinearGaussian(shift=0.2, stretch=1.5)
    eps = torch.randn(2000, len(x), 1, generator=rng(1))
    log_px, cost = elbo(model, x, eps, LIKELIHOOD)
    weights = log_weights(model, x, eps, LIKELIHOOD)
    assert weights.shape == (2000, len(x)) and cost.shape == (len(x), 1)
    assert weights.mean().item() == pytest.approx((log_px - cost.sum(1)).mean().item(), abs=0.01)


def test_many_samples_in_chunks_are_the_samples_of_one_piece(x, monkeypatch):
    model = LinearGaussian(shift=0.3)
    whole = importance_bound(model, x[:1], 64, rng(3), LIKELIHOOD)
    monkeypatch.setattr("playground.measure.bounds.CHUNK", 16)
    chunked = importance_bound(model, x[:1], 64, rng(3), LIKELIHOOD)
    torch.testing.assert_close(whole, chunked)


@pytest.mark.parametrize("ks", [(), (0, 5), (5, 1)])
def test_ks_that_do_not_rise(x, ks):
    with pytest.raises(ValueError, match="rise"):
        bounds(LinearGaussian(), x, ks, rng(), LIKELIHOOD)


def test_kl_is_torchs():
    mu, log_var = torch.randn(50, 4, generator=rng()), torch.randn(50, 4, generator=rng(1))
    expected = kl_divergence(Normal(mu, (0.5 * log_var).exp()), Normal(0.0, 1.0))
    torch.testing.assert_close(kl(mu, log_var), expected)
    assert kl(torch.zeros(1), torch.zeros(1)).item() == 0


def test_likelihoods_are_torchs():
    logits, x = torch.randn(3, 6, generator=rng()), torch.rand(3, 6, generator=rng(1))
    bits = binarise(x, rng())
    torch.testing.assert_close(log_bernoulli(logits, bits), Bernoulli(logits=logits).log_prob(bits).sum(1))
    torch.testing.assert_close(log_gaussian(logits, x, 0.3), Normal(logits, 0.3).log_prob(x).sum(1))


def test_a_grey_picture_scores_the_mean_over_its_binarisations():
    logits, grey = torch.randn(6, generator=rng()), torch.rand(6, generator=rng(1))
    drawn = binarise(grey.expand(40_000, -1), rng(2))
    assert log_bernoulli(logits, grey).item() == pytest.approx(log_bernoulli(logits, drawn).mean().item(), abs=0.02)


def test_binarised_pixels_keep_their_grey():
    grey = torch.tensor([[0.0, 0.25, 0.5, 1.0]]).expand(40_000, -1)
    drawn = binarise(grey, rng())
    assert set(drawn.unique().tolist()) == {0, 1}
    assert drawn.mean(0).tolist() == pytest.approx([0, 0.25, 0.5, 1], abs=0.01)
    assert torch.equal(drawn, binarise(grey, rng()))


def test_reparameterised_codes_have_the_mean_and_the_spread():
    mu, log_var = torch.tensor([1.0, -2.0]), torch.tensor([0.0, 2 * math.log(3)])
    z = reparameterise(mu, log_var, torch.randn(40_000, 2, generator=rng()))
    assert z.mean(0).tolist() == pytest.approx([1, -2], abs=0.05)
    assert z.std(0).tolist() == pytest.approx([1, 3], abs=0.05)
