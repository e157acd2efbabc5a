"""The trainer of autoencoders: what its rules do, and that they may change between steps."""

from dataclasses import replace
from itertools import islice

import pytest
import torch

from playground.measure.bounds import kl, log_bernoulli
from playground.models.vae.autoencoder import Autoencoder
from playground.training.vae.objective import Diverged, Rules, Trainer, objective, train

SMALL = Rules(hidden=(16,), latent=2, batch=32, rate=1e-2)


def stripes(count: int, rng: torch.Generator) -> torch.Tensor:
    """Pictures of 16 pixels, one of four rows inked."""
    which = torch.randint(4, (count,), generator=rng)
    return torch.eye(4)[which].repeat_interleave(4, 1) * 0.9


def ring(count: int, rng: torch.Generator) -> torch.Tensor:
    angle = 2 * torch.pi * torch.rand(count, generator=rng)
    return torch.stack([angle.cos(), angle.sin()], 1)


def trained(rules: Rules, steps: int, seed: int = 0, draw=stripes, pixels: int = 16) -> Trainer:
    trainer = Trainer(rules, draw, pixels, seed)
    for _ in islice(train(trainer), steps):
        pass
    return trainer


def weights(trainer: Trainer) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in trainer.network.parameters()])


def case() -> tuple[Autoencoder, torch.Tensor, torch.Tensor]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return Autoencoder(16, (16,), 2), torch.randint(2, (8, 16)).float(), torch.randn(8, 2)


@pytest.mark.parametrize("beta", [0.25, 1.0, 4.0])
def test_loss_is_reconstruction_and_beta_kl(beta):
    net, x, eps = case()
    terms = objective(net, x, eps, SMALL, beta)
    mu, log_var = net.encode(x)
    log_px = log_bernoulli(net.decode(mu + (0.5 * log_var).exp() * eps), x)
    expected = beta * kl(mu, log_var).sum(1).mean() - log_px.mean()
    torch.testing.assert_close(terms.loss, expected)
    torch.testing.assert_close(terms.elbo, log_px - kl(mu, log_var).sum(1))


def test_plain_autoencoder_has_no_noise_and_no_kl():
    net, x, eps = case()
    plain = replace(SMALL, deterministic=True)
    terms = objective(net, x, eps, plain, 1.0)
    assert torch.equal(terms.loss, objective(net, x, 100 * eps, plain, 1.0).loss)
    torch.testing.assert_close(terms.loss, -log_bernoulli(net.decode(net.encode(x)[0]), x).mean())
    assert terms.kl.shape == (8, 2) and not terms.kl.any()


def test_free_bits_are_not_paid_for():
    """A dimension below its allowance has no gradient from the KL; above it, the whole one."""
    net, x, eps = case()
    cost = objective(net, x, eps, SMALL, 1.0).kl.mean(0)
    rules = replace(SMALL, free_bits=cost.mean().item())  # between the two
    terms = objective(net, x, eps, rules, 1.0)
    torch.testing.assert_close(terms.loss, rules.free_bits + cost.max() - terms.log_px.mean())
    generous = replace(SMALL, free_bits=100.0)
    for p, q in zip(
        torch.autograd.grad(objective(net, x, eps, generous, 1.0).loss, list(net.parameters())),
        torch.autograd.grad(objective(net, x, eps, SMALL, 0.0).loss, list(net.parameters())),
        strict=True,
    ):
        torch.testing.assert_close(p, q)


@pytest.mark.slow
def test_free_bits_cure_a_collapse():
    heavy = replace(SMALL, beta=30.0)
    collapsed, cured = trained(heavy, 300), trained(replace(heavy, free_bits=0.5), 300)
    assert collapsed.terms.kl.mean(0).sum() < 0.05
    assert cured.terms.kl.mean(0).sum() > 0.7


def test_beta_rises_over_the_warm_up_and_starts_again_with_the_network():
    trainer = Trainer(replace(SMALL, beta=2.0, warmup=4), stripes, 16, 0)
    seen = [t.terms.beta for t in islice(train(trainer), 6)]
    assert seen == [0, 0.5, 1, 1.5, 2, 2]
    assert trainer.adopt(replace(trainer.rules, latent=3))
    assert trainer.beta == 0


@pytest.mark.slow
def test_loss_falls_on_pictures_and_in_the_plane():
    assert trained(SMALL, 400).terms.elbo.mean() > -6 > trained(SMALL, 1).terms.elbo.mean()
    points = Rules(likelihood="Gaussian", sigma=0.2, hidden=(32,), latent=2, rate=1e-2)
    before, after = (trained(points, steps, draw=ring, pixels=2).terms.elbo.mean() for steps in (1, 400))
    assert after > before + 5


@pytest.mark.slow
def test_larger_beta_costs_reconstruction_and_saves_kl():
    light, heavy = (trained(replace(SMALL, beta=beta), 400) for beta in (0.2, 2.0))
    assert light.terms.kl.sum(1).mean() > heavy.terms.kl.sum(1).mean() + 0.3
    assert light.terms.log_px.mean() > heavy.terms.log_px.mean() + 0.3


def test_same_seed_same_weights():
    one, same, other = trained(SMALL, 5), trained(SMALL, 5), trained(SMALL, 5, seed=1)
    assert torch.equal(weights(one), weights(same)) and not torch.equal(weights(one), weights(other))


def test_a_trainer_leaves_the_global_generator_alone():
    before = torch.random.get_rng_state()
    trained(SMALL, 2)
    assert torch.equal(before, torch.random.get_rng_state())


def test_rules_act_on_the_next_step_and_keep_the_network():
    trainer, twin = trained(SMALL, 5), trained(SMALL, 5)
    assert not trainer.adopt(replace(SMALL, beta=4.0, rate=1e-3))
    assert torch.equal(weights(trainer), weights(twin))
    trainer.iterate(), twin.iterate()
    assert trainer.terms.beta == 4 and trainer.step == 6
    assert not torch.equal(weights(trainer), weights(twin))


@pytest.mark.parametrize("shape", [{"hidden": (8, 8)}, {"latent": 3}])
def test_a_changed_shape_starts_afresh(shape):
    trainer = trained(SMALL, 3)
    assert trainer.adopt(replace(SMALL, **shape))
    trainer.iterate()
    assert trainer.step == 4 and trainer.network.latent == trainer.rules.latent


def test_batch_is_binarised_for_bernoulli_alone():
    assert set(trained(SMALL, 1).x.unique().tolist()) <= {0, 1}
    points = trained(replace(SMALL, likelihood="Gaussian"), 1, draw=ring, pixels=2)
    torch.testing.assert_close(points.x.norm(dim=1), torch.ones(32))


def test_divergence_leaves_the_weights_as_they_were():
    trainer = trained(SMALL, 3)
    before = weights(trainer)
    trainer.draw = lambda count, rng: torch.full((count, 16), float("nan"))
    trainer.rules = replace(SMALL, likelihood="Gaussian")
    with pytest.raises(Diverged) as caught:
        trainer.iterate()
    assert caught.value.step == 4 and trainer.step == 3
    assert torch.equal(before, weights(trainer))


def test_rules_of_a_config():
    rules = Rules.of({"hidden": [8, 4], "beta": 0.5, "steps": 100})
    assert rules == Rules(hidden=(8, 4), beta=0.5)


@pytest.mark.parametrize(
    "bad",
    [{"likelihood": "Poisson"}, {"beta": -1.0}, {"sigma": 0.0}, {"rate": -1e-3}, {"batch": 0}, {"free_bits": -0.1},
     {"warmup": -1}, {"latent": 0}, {"hidden": (8, 0)}, {"beta": float("nan")}],
)  # fmt: skip
def test_bad_rules_are_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        replace(SMALL, **bad)
