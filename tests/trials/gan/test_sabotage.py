"""What each claim about GANs must answer when its models are replaced, and the VAE's claim about one call."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from playground.data import plane
from playground.engines.gan.seeds import Outcome
from playground.measure.plane import SAMPLES, coverage
from playground.trials import makers
from playground.trials.gan import duels
from tests.trials.sabotage import (
    Control,
    Draw,
    Sabotage,
    answers,
    blurred,
    constant,
    copied,
    each,
    noise,
    put,
    real,
    together,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("mnist_test")]
RING = plane.density("ring")


# How a duel in the plane ends, instead of being fought.


def data(rng: torch.Generator) -> torch.Tensor:
    return RING.sample(SAMPLES, rng)


def one_mode(rng: torch.Generator) -> torch.Tensor:
    return RING.means[:1] + RING.sigma * torch.randn(SAMPLES, 2, generator=rng)


def anywhere(rng: torch.Generator) -> torch.Tensor:
    return RING.reach * (2 * torch.rand(SAMPLES, 2, generator=rng) - 1)


Points = Callable[[torch.Generator], torch.Tensor]


def ended(end: Callable[[dict[str, Any]], Points]) -> Sabotage:
    """Every duel ends with such points, which may depend on its settings."""

    def fight(seed: int, **changes: Any):
        x = end(changes)(torch.Generator().manual_seed(1000 + seed))
        yield 1.0
        return Outcome(coverage(RING, x) | {"diverged": 0.0}, x, np.zeros((0, 2)))

    return put(duels, "fight", fight)


def always(points: Points) -> Sabotage:
    return ended(lambda _: points)


# What D alone learns, or which loss G has.


def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """D learns nothing."""
    monkeypatch.setattr(duels, "BALANCED", duels.BALANCED | {"d_rate": 0.0})


def only(loss: str) -> Sabotage:
    """G has this loss, whichever is asked for."""
    known = duels.generator_loss
    return put(duels, "generator_loss", lambda _, logits: known(loss, logits))


# Digits that others draw.


class Clock:
    """Whatever is timed by it takes a millisecond, and as long as it pauses; no pause is waited for."""

    now = 0.0

    def perf_counter(self) -> float:
        self.now += 0.001
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def clocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long anything takes here is only what its pauses say, on a busy machine too."""
    monkeypatch.setattr(makers, "time", Clock())


def made(name: str, draw: Draw, pause: float = 0.0) -> Sabotage:
    """The digits of the GAN ("forged") or of the VAE ("decoded") come from elsewhere, after a pause in seconds."""

    def make(labels: np.ndarray, seed: int) -> np.ndarray:
        makers.time.sleep(pause)
        return draw(len(labels), seed)

    return put(makers, name, make)


def carved(draw: Draw, least: int = 1, pause: float = 0.0) -> Sabotage:
    """DDIM draws so from so many calls on, and noise with fewer; each call takes a pause in seconds."""

    def maker(steps: int):
        def make(labels: np.ndarray, seed: int) -> np.ndarray:
            makers.time.sleep(steps * pause)
            return (draw if steps >= least else noise)(len(labels), seed)

        return make

    return put(makers, "carved", maker)


def in_time_under(ms: float) -> Sabotage:
    return put(makers, "REAL_TIME", ms)


def hardened(count: int, seed: int) -> np.ndarray:
    """Black and white without a grey value: sharper than any real digit."""
    return np.round(real(count, seed))


def salt(count: int, seed: int) -> np.ndarray:
    """One pixel in ten is white."""
    return (noise(count, seed) < 0.1).astype(np.float32)


FORESEEN: list[Control] = [
    ("mode-collapse", "every duel ends as the data are", always(data), ("refuted",)),
    ("mode-collapse", "every duel ends anywhere", always(anywhere), ("refuted",)),
    ("mode-collapse", "every duel ends in one mode", always(one_mode), ("confirmed",)),
    ("unstable", "every duel ends as the data are", always(data), ("refuted",)),
    ("unstable", "every duel ends anywhere", always(anywhere), ("confirmed",)),
    ("unstable", "every duel ends in one mode", always(one_mode), ("confirmed",)),
    ("police-forger", "every duel ends as the data are", always(data), ("inconclusive",)),
    ("police-forger", "every duel ends anywhere", always(anywhere), ("inconclusive",)),
    (
        "police-forger", "any busy D leads astray",
        ended(lambda changes: anywhere if changes["d_steps"] > 1 else data), ("refuted",),
    ),
    (
        "police-forger", "a busy critic helps, and a busy plain D harms",
        ended(lambda changes: data if (changes["loss"] == "Wasserstein") == (changes["d_steps"] > 1) else one_mode),
        ("confirmed",),
    ),
    ("saturating-starves", "D learns nothing", idle, ("refuted",)),
    ("saturating-starves", "both losses are minimax", only("minimax"), ("refuted",)),
    ("saturating-starves", "both losses are non-saturating", only("non-saturating"), ("refuted",)),
    ("one-pass", "one DDIM call draws real digits", carved(real), ("refuted",)),
    (
        "one-pass", "ten draw copies, in ten times the time",
        together(clocked, carved(copied, 10, 0.002)), ("confirmed",),
    ),
    ("one-pass", "DDIM draws noise", carved(noise), ("inconclusive",)),
    ("one-pass", "the GAN draws noise", together(made("forged", noise), carved(noise)), ("refuted",)),
    ("one-pass", "the GAN repeats one digit", together(made("forged", constant), carved(real, 10)), ("refuted",)),
    ("only-gan-real-time", "the VAE draws copies", together(made("decoded", copied), carved(noise)), ("refuted",)),
    ("only-gan-real-time", "the others draw noise", together(made("decoded", noise), carved(noise)), ("confirmed",)),
    ("only-gan-real-time", "the GAN draws noise", together(made("forged", noise), carved(noise)), ("refuted",)),
    (
        "only-gan-real-time", "the GAN is slow",
        together(clocked, made("forged", real, 0.021), carved(noise), in_time_under(20)), ("refuted",),
    ),
    (
        "only-gan-real-time", "the VAE draws copies, slowly",
        together(clocked, made("decoded", copied, 0.021), carved(noise), in_time_under(20)),
        ("confirmed", "inconclusive"),
    ),
    ("sharper-than-vae", "the GAN draws as real digits are", made("forged", real), ("confirmed",)),
    ("sharper-than-vae", "the GAN draws salt", made("forged", salt), ("refuted",)),
    ("sharper-than-vae", "the GAN draws noise", made("forged", noise), ("refuted",)),
    ("sharper-than-vae", "the GAN's digits are blurred", made("forged", blurred), ("refuted",)),
    ("sharper-than-vae", "the GAN's digits have no grey", made("forged", hardened), ("refuted",)),
    ("sharper-than-vae", "the VAE draws as real digits are", made("decoded", real), ("refuted", "inconclusive")),
    ("vae-one-pass", "one DDIM call draws real digits", carved(real), ("refuted",)),
    (
        "vae-one-pass", "ten draw real digits, in ten times the time",
        together(clocked, carved(real, 10, 0.002)), ("confirmed",),
    ),
    ("vae-one-pass", "DDIM draws noise", carved(noise), ("inconclusive",)),
    ("vae-one-pass", "the VAE draws noise", together(made("decoded", noise), carved(real, 10)), ("refuted",)),
]  # fmt: skip
# Where nothing is fought as many as in the full run, and few where it is.
SEEDS = {"mode-collapse": 60, "unstable": 100, "saturating-starves": 3}


@pytest.fixture(autouse=True)
def small(monkeypatch) -> None:
    """Fewer sets and fewer real digits to be covered: what is replaced differs by much."""
    monkeypatch.setattr(makers, "SETS", {"gan": 1, "vae": 1, "real": 2})
    monkeypatch.setattr(makers, "BALLS", 500)


@each(FORESEEN)
def test_the_verdict_follows_what_is_there(monkeypatch, claim, sabotage, foreseen):
    answers(monkeypatch, claim, sabotage, foreseen, SEEDS)
