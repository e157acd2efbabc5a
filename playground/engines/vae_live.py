"""Autoencoders that train live, in the plane and on 8x8 digits: what is drawn of them, and the numbers beside it."""

import math
from collections.abc import Generator

import numpy as np
import torch

from playground.data import digits, plane
from playground.engines._runtime import checked, engine, to_bytes
from playground.engines.driven import Kept, driven
from playground.errors import BadInput
from playground.measure import small
from playground.measure.bounds import kl, log_bernoulli, log_weights
from playground.measure.plane import MMD_SAMPLES, SAMPLES, coverage, floors, mmd2
from playground.measure.vae import ACTIVE
from playground.spec import Engine, Frame, Order, Value
from playground.training.vae import Rules, Trainer

LIVE, SMALL = engine("vae", "live"), engine("vae", "small")
POINTS, HELD, BOUND_SAMPLES = 300, 1000, 5
CURVE, CELLS, MANIFOLD_REACH = 121, 20, 2.5
SIDE, SHOWN, JUDGED = 8, 12, 500
MEASURE_EVERY = 8
LARGEST = 1e30


class Study(Kept):
    """One training and the held data it is looked at with.

    Attributes:
        held: (N,P) data that it is not trained on.
        eps: (N,Z) one set of noise, so that what it draws moves and does not jump; z: (N,Z) draws of the prior.
    """

    table: Engine
    pixels: int
    likelihood: str
    held: torch.Tensor

    def __init__(self, values: dict[str, Value]) -> None:
        self.values = values
        self.looks, self.numbers, self.marks = 0, {}, 0
        self.take_data()
        self.trainer = Trainer(self._rules(), self.draw, self.pixels, values["seed"])
        self._begin()

    def _rules(self) -> Rules:
        hidden = (self.values["width"],) * self.values["hidden"]
        return Rules.of(self.values | {"hidden": hidden, "likelihood": self.likelihood})

    def _begin(self) -> None:
        """What depends on the network's shape."""
        rng, size = torch.Generator().manual_seed(self.values["seed"] + 7), self.trainer.rules.latent
        self.eps = torch.randn(len(self.held), size, generator=rng)
        self.z = torch.randn(SAMPLES, size, generator=rng)
        self.keep()

    def take_data(self) -> None:
        raise NotImplementedError

    def draw(self, count: int, rng: torch.Generator) -> torch.Tensor:
        raise NotImplementedError

    @property
    def plain(self) -> bool:
        return self.trainer.rules.deterministic

    def adopt(self, changes: dict) -> None:
        """Take over changed values: they hold from the next step on."""
        self.values = self.table.check(self.values | changes)
        if {"density", "strokes"} & changes.keys():
            self.take_data()
        if self.trainer.adopt(self._rules()):
            self._begin()
            self.marks = 2
        elif changes.keys() - {"layers"}:
            self.marks = 1
        self.numbers = {}

    def slowly(self) -> Frame:
        """One step, to be looked at without haste."""
        self.advance("step")
        return self.frame(measure=True)

    @torch.no_grad()
    def frame(self, *, measure: bool, **stats: float) -> Frame:
        """The training as it stands; `measure` takes its numbers anew."""
        mu, log_var = self.trainer.network.encode(self.held)
        sigma = torch.zeros_like(mu) if self.plain else (0.5 * log_var).exp()
        decoded = self.trainer.network.decode(mu + sigma * self.eps)
        found = self._terms(mu, log_var, decoded)
        if measure or not self.numbers or self.looks % MEASURE_EVERY == 0:
            self.numbers = self.measured()
        self.looks += 1
        if self.marks:
            found["changed"], self.marks = float(self.marks), 0
        arrays = self.pictures(mu, sigma, decoded)
        stats = {name: _bounded(value) for name, value in (found | self.numbers | stats).items()}
        return Frame(self.step, self.values["steps"] + 1, arrays, stats)

    def _terms(self, mu: torch.Tensor, log_var: torch.Tensor, decoded: torch.Tensor) -> dict[str, float]:
        log_px = self.log_px(decoded).mean().item()
        found = {"reconstruction": log_px, "beta": 0.0 if self.plain else self.trainer.beta}
        found["active"] = float((mu.var(0) > ACTIVE).sum())
        found["latent"] = float(mu.shape[1])
        found["parameters"] = float(sum(p.numel() for p in self.trainer.network.parameters()))
        if not self.plain:
            cost = kl(mu, log_var).mean(0)
            found |= {f"kl_{j}": value for j, value in enumerate(cost.tolist())}
            found |= {"kl": cost.sum().item(), "elbo": log_px - cost.sum().item()}
            free = self.trainer.rules.free_bits
            found |= {"free_bits": free, "paid": self.trainer.beta * cost.clamp(min=free).sum().item()}
        return found

    def log_px(self, decoded: torch.Tensor) -> torch.Tensor:
        return self.trainer.rules.log_likelihood(decoded, self.held)

    def measured(self) -> dict[str, float]:
        """Numbers of samples of the prior, each with its floor."""
        raise NotImplementedError

    def pictures(self, mu: torch.Tensor, sigma: torch.Tensor, decoded: torch.Tensor) -> dict[str, np.ndarray]:
        """What is drawn."""
        raise NotImplementedError


class Plane(Study):
    """An autoencoder of points: Gaussian likelihood of a fixed deviation."""

    table, pixels, likelihood = LIVE, 2, "Gaussian"

    def __init__(self, values: dict[str, Value]) -> None:
        self.density, self.undrawn = plane.density(values["density"], values["strokes"]), False
        super().__init__(values)

    def _begin(self) -> None:
        super()._begin()
        rng = torch.Generator().manual_seed(self.values["seed"] + 9)
        self.many = torch.randn(BOUND_SAMPLES, *self.eps.shape, generator=rng)

    def take_data(self) -> None:
        """The chosen data; while nothing is drawn, the training goes on with those it had."""
        try:
            self.density, self.undrawn = plane.density(self.values["density"], self.values["strokes"]), False
        except BadInput:
            self.undrawn = True
        self.held = self.density.sample(HELD, torch.Generator().manual_seed(self.values["seed"]))
        self.floors = {f"{name}_floor": value for name, value in floors(self.density).items()}
        self.floors |= {"best": self.density.log_prob(self.held).mean().item(), "mode_count": float(self.density.modes)}

    def draw(self, count: int, rng: torch.Generator) -> torch.Tensor:
        return self.density.sample(count, rng)

    def _samples(self) -> torch.Tensor:
        """Draws of p(x): z from the prior, and the likelihood's own noise (SAMPLES,2)."""
        rng = torch.Generator().manual_seed(self.values["seed"] + 8)
        means = self.trainer.network.decode(self.z)
        return means + self.trainer.rules.sigma * torch.randn(means.shape, generator=rng)

    def measured(self) -> dict[str, float]:
        samples, reach = self._samples(), self.density.reach
        numbers = coverage(self.density, samples) | self.floors
        numbers["mmd2"] = mmd2(samples[:MMD_SAMPLES] / reach, self.held[:MMD_SAMPLES] / reach)
        return numbers | ({"undrawn": 1.0} if self.undrawn else {})

    def _terms(self, mu: torch.Tensor, log_var: torch.Tensor, decoded: torch.Tensor) -> dict[str, float]:
        found = super()._terms(mu, log_var, decoded)
        return found if self.plain else found | {"bound": found["elbo"] + self._gain()}

    def _gain(self) -> float:
        """How far the bound by BOUND_SAMPLES codes a point lies above the ELBO, nats: never below 0 (Jensen)."""
        w = log_weights(self.trainer.network, self.held, self.many, self.trainer.rules.log_likelihood)  # (K,N)
        w = w.double()
        return (w.logsumexp(0) - math.log(len(w)) - w.mean(0)).mean().item()

    def pictures(self, mu: torch.Tensor, sigma: torch.Tensor, decoded: torch.Tensor) -> dict[str, np.ndarray]:
        return {
            "real": self._points(self.held[:POINTS]),
            "again": self._points(decoded[:POINTS]),
            "fake": self._points(self._samples()[:POINTS]),
            "manifold": self._manifold(),
            "mu": _plain(mu[:POINTS], 60),
            "sigma": _plain(sigma[:POINTS], 60),
            "eps": _plain(self.eps[:POINTS], 60),
        }

    def _points(self, x: torch.Tensor) -> np.ndarray:
        """(N,2) in units of the window, for drawing."""
        return _plain(x / self.density.reach, 9)

    def _manifold(self) -> np.ndarray:
        """Where the decoder puts an even lattice of z: (CELLS+1,CELLS+1,2), or a curve (CURVE,2)."""
        decode = self.trainer.network.decode
        if self.trainer.rules.latent == 1:
            return self._points(decode(torch.linspace(-MANIFOLD_REACH, MANIFOLD_REACH, CURVE)[:, None]))
        axis = torch.linspace(-MANIFOLD_REACH, MANIFOLD_REACH, CELLS + 1)
        z = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), 2).view(-1, 2)
        return self._points(decode(z)).reshape(CELLS + 1, CELLS + 1, 2)


class Pictures(Study):
    """An autoencoder of 8x8 digits: Bernoulli likelihood, each pixel drawn anew at every step."""

    table, pixels, likelihood = SMALL, SIDE * SIDE, "Bernoulli"

    def take_data(self) -> None:
        (seen, _), (held, labels) = digits.small("train"), digits.small("test")
        self.seen, self.held, self.labels = (torch.from_numpy(seen) + 1) / 2, (torch.from_numpy(held) + 1) / 2, labels
        self.floors = {f"{name}_floor": value for name, value in small.floors().items()}
        known = self.held.clamp(1e-6, 1 - 1e-6)
        self.floors["reconstruction_best"] = log_bernoulli(known.logit(), self.held).mean().item()

    def draw(self, count: int, rng: torch.Generator) -> torch.Tensor:
        return self.seen[torch.randint(len(self.seen), (count,), generator=rng)]

    def _prior(self, count: int) -> torch.Tensor:
        """Bernoulli means of draws of the prior (count,64) in [0,1]."""
        return self.trainer.network.decode(self.z[:count]).sigmoid().nan_to_num()

    def measured(self) -> dict[str, float]:
        return small.recognised((2 * self._prior(JUDGED) - 1).numpy()) | self.floors

    def pictures(self, mu: torch.Tensor, sigma: torch.Tensor, decoded: torch.Tensor) -> dict[str, np.ndarray]:
        prior = self._prior(2 * SHOWN)
        judged = small.probabilities((2 * prior - 1).numpy())
        most = sigma.log().mul(-2).add(sigma**2 + mu**2).mean(0) if not self.plain else mu.var(0)
        shown = most.argsort(descending=True)[:2]
        return {
            "real": _picture(self.held[:SHOWN]),
            "again": _picture(decoded[:SHOWN].sigmoid()),
            "fake": _picture(prior),
            "verdict": judged.max(1).astype(np.float16),
            "verdict_class": judged.argmax(1).astype(np.uint8),
            "mu": _plain(mu[:, shown], 60),
            "sigma": _plain(sigma[:, shown], 60),
            "eps": _plain(self.eps[:, shown], 60),
            "shown": shown.numpy().astype(np.uint8),
            "labels": self.labels.astype(np.uint8),
        }


def _bounded(value: float) -> float:
    """A number that can be sent: one that ran away stops at 1e30."""
    return float(np.nan_to_num(value, nan=-LARGEST, posinf=LARGEST, neginf=-LARGEST).clip(-LARGEST, LARGEST))


def _plain(x: torch.Tensor, most: float) -> np.ndarray:
    return x.nan_to_num().clamp(-most, most).numpy().astype(np.float16)


def _picture(x: torch.Tensor) -> np.ndarray:
    """(N,64) in [0,1] -> uint8 (N,8,8)."""
    return to_bytes(x.nan_to_num(), 0.0, 1.0).reshape(-1, SIDE, SIDE)


@checked(LIVE)
def live(**values) -> Generator[Frame | None, Order | None, None]:
    """Train an autoencoder in the plane, one optimiser step between two `yield`s; sent an Order, it obeys that.

    Arrays, float16: real (300,2), held points, the window being [-1,1]^2; again (300,2), decoded from one z each; fake
    (300,2), draws of p(x); manifold (21,21,2), the decoder over z in [-2.5,2.5]^2, or (121,2); mu, sigma, eps (300,Z),
    z = mu + sigma eps, sigma being 0 in the plain autoencoder. Stats, nats, of 1,000 held points: reconstruction, E log
    p(x|z); kl and kl_j of each dimension; elbo, at beta 1; best, their mean log p under the exact density; bound,
    log p(x) from below by 5 codes a point. beta, as annealed; free_bits; paid, beta sum_j max(free_bits, kl_j); active,
    dimensions whose mu varies by more than 0.01; latent; parameters; modes, high_quality, fair_modes, mmd2 of draws of
    p(x), and floors; mode_count; changed (1; 2 if the network began afresh); diverged, undrawn as in the GAN's duel.
    """
    yield from driven(Plane(values), LIVE)


@checked(SMALL)
def small_digits(**values) -> Generator[Frame | None, Order | None, None]:
    """Train an autoencoder on 8x8 digits, as in `live`.

    Arrays: real uint8 (12,8,8), held digits; again (12,8,8), decoded from one z each; fake (24,8,8), Bernoulli means
    of draws of the prior, with verdict float16 (24,), the judge's confidence, and verdict_class uint8 (24,); mu, sigma,
    eps float16 (300,2 or 1) of the dimensions that cost most, whose numbers are shown; labels uint8 (300,). Stats,
    nats, of 300 held digits, mean over all binarisations of their grey values: as in `live`; reconstruction_best, what
    a decoder that knew every grey value would reach; recognised, classes of 500 draws of the prior, and their floors.
    """
    yield from driven(Pictures(values), SMALL)
