"""What the live autoencoders share: one training, the held data it is looked at with, and its numbers."""

import numpy as np
import torch

from playground.engines.driven import Kept
from playground.measure.bounds import kl
from playground.measure.plane import SAMPLES
from playground.measure.vae.digits import ACTIVE
from playground.spec import Engine, Frame, Value
from playground.training.vae.objective import Rules, Trainer

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
    trainer: Trainer

    def __init__(self, values: dict[str, Value]) -> None:
        self.values = values
        self.looks, self.marks = 0, 0
        self.numbers: dict[str, float] = {}
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

    def adopt(self, changes: dict[str, Value]) -> None:
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
        return Frame(self.step, self.values["steps"] + 1, arrays, stats, kind="step")

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


def _bounded(value: float) -> float:
    """A number that can be sent: one that ran away stops at 1e30."""
    return float(np.nan_to_num(value, nan=-LARGEST, posinf=LARGEST, neginf=-LARGEST).clip(-LARGEST, LARGEST))


def compact(x: torch.Tensor, most: float) -> np.ndarray:
    return x.nan_to_num().clamp(-most, most).numpy().astype(np.float16)
