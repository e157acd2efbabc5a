"""An autoencoder that trains live in the plane: what is drawn of it, and the numbers beside it."""

import math
from collections.abc import Generator

import numpy as np
import torch

from playground.data import plane
from playground.engines._runtime import checked, engine
from playground.engines.driven import driven
from playground.engines.vae.study import Study, compact
from playground.errors import BadInput
from playground.measure.bounds import log_weights
from playground.measure.plane import MMD_SAMPLES, coverage, floors, mmd2
from playground.spec import Frame, Order, Value

TABLE = engine("vae", "train")
POINTS, HELD, BOUND_SAMPLES = 300, 1000, 5
CURVE, CELLS, MANIFOLD_REACH = 121, 20, 2.5


class Plane(Study):
    """An autoencoder of points: Gaussian likelihood of a fixed deviation."""

    table, pixels, likelihood = TABLE, 2, "Gaussian"

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
            "mu": compact(mu[:POINTS], 60),
            "sigma": compact(sigma[:POINTS], 60),
            "eps": compact(self.eps[:POINTS], 60),
        }

    def _points(self, x: torch.Tensor) -> np.ndarray:
        """(N,2) in units of the window, for drawing."""
        return compact(x / self.density.reach, 9)

    def _manifold(self) -> np.ndarray:
        """Where the decoder puts an even lattice of z: (CELLS+1,CELLS+1,2), or a curve (CURVE,2)."""
        decode = self.trainer.network.decode
        if self.trainer.rules.latent == 1:
            return self._points(decode(torch.linspace(-MANIFOLD_REACH, MANIFOLD_REACH, CURVE)[:, None]))
        axis = torch.linspace(-MANIFOLD_REACH, MANIFOLD_REACH, CELLS + 1)
        z = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), 2).view(-1, 2)
        return self._points(decode(z)).reshape(CELLS + 1, CELLS + 1, 2)


@checked(TABLE)
def train(**values: Value) -> Generator[Frame | None, Order | None, None]:
    """Train an autoencoder in the plane, one optimiser step between two `yield`s; sent an Order, it obeys that.

    Terms of the bound are means over 1,000 held points, the ELBO at beta 1, `bound` by 5 codes a point; modes and MMD^2
    are of draws of p(x). `changed` is 2 if the network began afresh.
    """
    yield from driven(Plane(values), TABLE)
