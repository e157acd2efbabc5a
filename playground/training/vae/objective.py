"""Autoencoders, plain and variational: the objective, and a trainer whose rules may change between steps."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import torch

from playground.measure.bounds import LogLikelihood, binarise, elbo, log_bernoulli, log_gaussian
from playground.models.vae.autoencoder import Autoencoder
from playground.training.run import Diverged, step_generator, step_seed

Draw = Callable[[int, torch.Generator], torch.Tensor]  # count, rng -> data (count,P): grey values in [0,1], or points
LIKELIHOODS = ("Bernoulli", "Gaussian")
CPU = torch.device("cpu")


@dataclass(frozen=True)
class Rules:
    """What each step obeys; the names are the controls'.

    Attributes:
        deterministic: the plain autoencoder: z = mu, no KL; all the rest as in the VAE.
        beta: weight of the KL (beta-VAE, openreview Sy2fzU9gl); 1 is the VAE.
        warmup: steps over which beta rises from 0 (arXiv 1511.06349, section 3.1); 0 is no annealing.
        free_bits: nats a dimension may cost for nothing (arXiv 1606.04934, eq. 15).
        likelihood: "Bernoulli" for pictures, binarised anew each step; "Gaussian" for points.
        sigma: the Gaussian likelihood's standard deviation.
        rate, batch: Adam's learning rate, and examples in a step.
        hidden, latent: the network's, as in `Autoencoder`.

    Raises:
        ValueError: a rule that no step could obey.
    """

    deterministic: bool = False
    beta: float = 1.0
    warmup: int = 0
    free_bits: float = 0.0
    likelihood: str = "Bernoulli"
    sigma: float = 0.1
    rate: float = 1e-3
    batch: int = 128
    hidden: tuple[int, ...] = (256, 256)
    latent: int = 24

    def __post_init__(self) -> None:
        if self.likelihood not in LIKELIHOODS:
            raise ValueError(f"likelihood is one of {LIKELIHOODS}, got {self.likelihood!r}")
        least = {"beta": 0, "warmup": 0, "free_bits": 0, "sigma": 1e-6, "rate": 0, "batch": 1, "latent": 1}
        for name, low in least.items():
            if not low <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} is at least {low}, got {getattr(self, name)}")
        if min(self.hidden, default=1) < 1:
            raise ValueError(f"hidden layers have at least one unit, got {self.hidden}")

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Rules":
        """The rules among a config's or an engine's values."""
        found = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        return cls(**found | ({"hidden": tuple(found["hidden"])} if "hidden" in found else {}))

    @property
    def log_likelihood(self) -> LogLikelihood:
        return log_bernoulli if self.likelihood == "Bernoulli" else partial(log_gaussian, sigma=self.sigma)


@dataclass(frozen=True)
class Terms:
    """What a step's loss was made of: `loss` (), `log_px` (B,) nats, `kl` (B,Z) nats, beta as it then stood."""

    loss: torch.Tensor
    log_px: torch.Tensor
    kl: torch.Tensor
    beta: float

    @property
    def elbo(self) -> torch.Tensor:
        """(B,) nats, at beta 1 and without free bits, whatever was optimised."""
        return self.log_px - self.kl.sum(1)


def objective(network: Autoencoder, x: torch.Tensor, eps: torch.Tensor, rules: Rules, beta: float) -> Terms:
    """Minus E[log p(x|z)] + beta sum_j max(free bits, KL_j); x (B,P), eps (B,Z), beta as annealed."""
    if rules.deterministic:
        mu, _ = network.encode(x)
        log_px = rules.log_likelihood(network.decode(mu), x)
        return Terms(-log_px.mean(), log_px, torch.zeros_like(mu), 0.0)
    log_px, cost = elbo(network, x, eps[None], rules.log_likelihood)
    paid = cost.mean(0).clamp(min=rules.free_bits)  # (Z,) the minibatch's mean, held above the free bits
    return Terms(beta * paid.sum() - log_px.mean(), log_px, cost, beta)


class Trainer:
    """A network, its optimiser, and what the last step found.

    Attributes:
        step: finished optimiser steps.
        network: the Autoencoder.
        x: the last batch, binarised under the Bernoulli likelihood (B,P).
        terms: the last step's Terms, detached; None before the first.
    """

    def __init__(self, rules: Rules, draw: Draw, pixels: int, seed: int, device: torch.device = CPU) -> None:
        self.rules, self.draw, self.pixels, self.seed, self.device, self.step = rules, draw, pixels, seed, device, 0
        self.terms: Terms | None = None
        self._new_network()

    def _new_network(self) -> None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(step_seed(self.seed, self.step))
            self.network = Autoencoder(self.pixels, self.rules.hidden, self.rules.latent).to(self.device)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=self.rules.rate, fused=True)
        self.born = self.step

    def adopt(self, rules: Rules) -> bool:
        """Obey other rules from the next step on; returns whether the network had to start afresh."""
        old, self.rules = self.rules, rules
        if afresh := (old.hidden, old.latent) != (rules.hidden, rules.latent):
            self._new_network()
        for group in self.optimizer.param_groups:
            group["lr"] = rules.rate
        return afresh

    @property
    def beta(self) -> float:
        """The KL's weight at the next step: annealed over the network's first `warmup` steps."""
        warmup = self.rules.warmup
        return self.rules.beta * (min(1.0, (self.step - self.born) / warmup) if warmup else 1.0)

    def batch(self, rng: torch.Generator) -> torch.Tensor:
        """Fresh data (B,P) as the likelihood wants them."""
        data = self.draw(self.rules.batch, rng)
        return binarise(data, rng) if self.rules.likelihood == "Bernoulli" else data

    def iterate(self) -> None:
        """One optimiser step on a fresh batch; raises Diverged, the weights standing as before it."""
        rng = step_generator(self.seed, self.step)
        self.x = self.batch(rng).to(self.device)
        eps = torch.randn(len(self.x), self.rules.latent, generator=rng).to(self.device)
        terms = objective(self.network, self.x, eps, self.rules, self.beta)
        self.optimizer.zero_grad(set_to_none=True)
        terms.loss.backward()
        slopes = [p.grad for p in self.network.parameters() if p.grad is not None]
        slope = sum(torch._foreach_norm(slopes), torch.zeros(())).item()
        if not math.isfinite(terms.loss.item() + slope):
            raise Diverged(self.step + 1)
        self.optimizer.step()
        self.terms = Terms(terms.loss.detach(), terms.log_px.detach(), terms.kl.detach(), terms.beta)
        self.step += 1


def train(trainer: Trainer) -> Iterator[Trainer]:
    """One optimiser step per `next()`; raises Diverged."""
    while True:
        trainer.iterate()
        yield trainer
