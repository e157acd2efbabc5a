"""Whole duels in the plane, run to their end: many seeds of one setting."""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from playground.data import plane
from playground.engines._runtime import checked, engine, progress
from playground.families.gan.duel import GRID_CURED
from playground.measure.plane import MMD_SAMPLES, SAMPLES, coverage, floors, mmd2
from playground.spec import Frame, Value
from playground.training.gan.duel import Duel, Rules
from playground.training.run import Diverged

BLOCK_SECONDS = 0.1
SHOWN, MOMENTS = 300, 40
DEFAULTS = engine("gan", "duel").defaults()
SETTINGS: dict[str, dict[str, Value]] = {
    "ring plain": {"gp": False}, "ring cured": {}, "grid plain": {"density": "grid", "gp": False, "batch": 128},
    "grid cured": GRID_CURED,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How one duel ended.

    Attributes:
        numbers: coverage of 2,500 samples, mmd2 to the data, and diverged (0 or 1).
        samples: (2500,2) of the last generator.
        history: modes found and high-quality share at MOMENTS even moments, (MOMENTS,2).
    """

    numbers: dict[str, float]
    samples: torch.Tensor
    history: np.ndarray


def fight(seed: int, **changes: Value) -> Generator[float, None, Outcome]:
    """Train one duel with the tab's defaults but for `changes`; yields its progress 0..1 now and then."""
    values = DEFAULTS | changes
    density = plane.density(values["density"], values["strokes"])
    duel = Duel(Rules.of(values), density.sample, 2, seed)
    steps, due, diverged, history = values["steps"], 0.0, 0.0, []
    moments = set(np.linspace(1, steps, min(MOMENTS, steps)).astype(int).tolist())
    for step in range(1, steps + 1):
        try:
            duel.iterate()
        except Diverged:
            diverged = 1.0
            break
        if step in moments:
            numbers = coverage(density, _samples(duel, 500))
            history.append((numbers["modes"], numbers["high_quality"]))
        if time.perf_counter() > due:
            yield step / steps
            due = time.perf_counter() + BLOCK_SECONDS
    samples = _samples(duel, SAMPLES)
    rng = torch.Generator().manual_seed(0)
    apart = mmd2(samples[:MMD_SAMPLES] / density.reach, density.sample(MMD_SAMPLES, rng) / density.reach)
    return Outcome(coverage(density, samples) | {"mmd2": apart, "diverged": diverged}, samples, np.array(history))


@torch.no_grad()
def _samples(duel: Duel, count: int) -> torch.Tensor:
    return duel.sampler(duel.latent(count, torch.Generator().manual_seed(duel.seed)))


def outcome(seed: int, **changes: Value) -> Outcome:
    """As `fight`, in one go."""
    duel = fight(seed, **changes)
    while True:
        try:
            next(duel)
        except StopIteration as end:
            return end.value


def numbers(seed: int, setting: str) -> dict[str, float]:
    """How one duel under one of SETTINGS ended, for the quality table."""
    return outcome(seed, **SETTINGS[setting]).numbers


@checked(engine("gan", "seeds"))
def seeds(*, runs: int = 5, seed: int = 7, **values: Value) -> Iterator[Frame]:
    """The same duel from `runs` seeds: progress, then one Frame a seed."""
    density = plane.density(values["density"], values["strokes"])
    limits = {f"{name}_floor": value for name, value in floors(density).items()}
    for k in range(runs):
        duel = fight(seed + k, **values)
        while True:
            try:
                yield progress(k, runs, next(duel))
            except StopIteration as end:
                found: Outcome = end.value
                break
        arrays = {
            "fake": (found.samples[:SHOWN] / density.reach).clamp(-9, 9).numpy().astype(np.float16),
            "history": found.history.astype(np.float16).reshape(-1, 2),
        }
        stats = found.numbers | limits | {"seed": float(seed + k), "mode_count": float(density.modes)}
        yield Frame(k, runs, arrays, stats, kind="step")
