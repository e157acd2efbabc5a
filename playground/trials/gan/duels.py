"""Duels in the plane on trial: generators of Frames, the last of which holds the numbers."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from playground.data import plane
from playground.engines._runtime import checked, relayed
from playground.engines.gan.seeds import DEFAULTS, Outcome, fight
from playground.families.gan.claims import TRIAL
from playground.measure.plane import MMD_SAMPLES, mmd2
from playground.spec import Frame
from playground.training.gan.duel import Duel, Rules
from playground.training.gan.losses import generator_loss
from playground.trials.numbers import last, mean, progress, share

BRIEF = {"steps": 800, "batch": 128, "gp": False}  # so that a card takes a minute
BALANCED = BRIEF | {"d_steps": 1, "d_rate": 0.001, "g_rate": 0.001}  # one update each, at one rate
PLAIN = ("minimax", "non-saturating", "least squares", "hinge")  # the losses that have no penalty of their own
POLICE = (1, 5)
WARM = 400


def _fights(jobs: Sequence[tuple[int, Mapping[str, Any]]]) -> Generator[Frame, None, list[Outcome]]:
    """Run (seed, changes) one after the other; returns how they end."""
    done = []
    for k, (seed, changes) in enumerate(jobs):
        part = k / len(jobs), (k + 1) / len(jobs)
        done.append((yield from relayed(fight(seed, **changes), low=part[0], high=part[1])))
    return done


def uncured(seed: int) -> dict[str, Any]:
    """A duel without a cure, its settings drawn: loss, 1 to 5 updates of D, D's rate 0.001 to 0.005, G's to 0.002."""
    rng = np.random.default_rng(seed)
    rates = {"d_rate": 0.001 * 5 ** rng.random(), "g_rate": 0.0005 * 4 ** rng.random()}
    return BRIEF | rates | {"loss": PLAIN[rng.integers(len(PLAIN))], "d_steps": int(rng.integers(1, 6))}


@checked(TRIAL)
def mode_collapse(*, seeds: int = 8, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8: the share of `uncured` duels that collapse, and of a quarter of them with the gradient penalty.

    Collapsed is: at most 4 modes, and at least 60 % of the samples near one. Stats: share and cured, with intervals
    over duels, each of which has its own seed and settings.
    """
    jobs = [(k, uncured(k)) for k in range(seed, seed + seeds)]
    done = yield from _fights(jobs + [(k, settings | {"gp": True}) for k, settings in jobs[: max(2, seeds // 4)]])
    fell = np.array([found.numbers["modes"] <= 4 and found.numbers["high_quality"] >= 0.6 for found in done])
    yield last(seeds, share("share", fell[:seeds]) | share("cured", fell[seeds:]))


def usual(seed: int) -> dict[str, Any]:
    """A plain duel, one update each, the two rates drawn from half to twice 0.001."""
    rng = np.random.default_rng(seed)
    return BALANCED | {"steps": 2000, "d_rate": 0.0005 * 4 ** rng.random(), "g_rate": 0.0005 * 4 ** rng.random()}


@checked(TRIAL)
def unstable(*, seeds: int = 8, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8: the share of `usual` duels that fail.

    One fails if it diverges, or ends with a mode that holds less than a quarter of its fair share, or with less than
    half of its samples near a mode. Stats: fails, with the interval over duels, each of which has its own seed and
    rates; diverged, missed, off: how many fail in which way; worst and best: shares of samples near a mode.
    """
    done = yield from _fights([(k, usual(k)) for k in range(seed, seed + seeds)])
    quality = np.array([found.numbers["high_quality"] for found in done])
    ways = {
        "diverged": np.array([found.numbers["diverged"] > 0 for found in done]),
        "missed": np.array([found.numbers["fair_modes"] < 8 for found in done]),
        "off": quality < 0.5,
    }
    stats = share("fails", np.any(list(ways.values()), axis=0)) | {name: hits.sum() for name, hits in ways.items()}
    yield last(seeds, stats | {"worst": quality.min(), "best": quality.max()})


@checked(TRIAL)
def police_forger(*, seeds: int = 4, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8: MMD^2 to the data after as many G updates, for 1 and 5 updates of D to each, with two losses.

    Stats, LOSS being plain (non-saturating, no cure) and critic (Wasserstein with its gradient penalty): LOSS_1 and
    LOSS_5, means of MMD^2; modes_LOSS_1 and so on; harm: plain_5 - plain_1; help: critic_1 - critic_5, paired by
    seed, with intervals over seeds, each of which draws its own real samples to compare with.
    """
    losses = {"plain": "non-saturating", "critic": "Wasserstein"}
    names = {f"{name}_{police}": (loss, police) for name, loss in losses.items() for police in POLICE}
    jobs = [
        (seed + k, BALANCED | {"steps": 400, "loss": loss, "d_steps": police})
        for k in range(seeds) for loss, police in names.values()
    ]  # fmt: skip
    done = yield from _fights(jobs)
    apart = np.array([_apart(found, job[0]) for found, job in zip(done, jobs, strict=True)]).reshape(seeds, -1)
    modes = np.array([found.numbers["modes"] for found in done]).reshape(seeds, -1)
    far = dict(zip(names, apart.T, strict=True))
    stats = {name: values.mean() for name, values in far.items()}
    stats |= {f"modes_{name}": values.mean() for name, values in zip(names, modes.T, strict=True)}
    stats |= mean("harm", far["plain_5"] - far["plain_1"]) | mean("help", far["critic_1"] - far["critic_5"])
    yield last(seeds, stats)


def _apart(found: Outcome, seed: int) -> float:
    """MMD^2 of a ring's forgeries to real samples of their own."""
    ring = plane.density("ring")
    real = ring.sample(MMD_SAMPLES, torch.Generator().manual_seed(seed))
    return mmd2(found.samples[:MMD_SAMPLES] / ring.reach, real / ring.reach)


@checked(TRIAL)
def saturating_starves(*, seeds: int = 5, seed: int = 0) -> Iterator[Frame]:
    """The length of G's gradient before and after D alone is trained for 400 updates, G being untrained, on the ring.

    Stats: minimax and other (non-saturating): what is left of the length, geometric means with intervals over seeds,
    each of which has its own networks, data and noise; NAME_start and NAME_end: mean lengths.
    """
    norms = np.zeros((2, 2, seeds))  # loss, before or after, seed
    density = plane.density("ring")
    for k in range(seeds):
        duel = Duel(Rules.of(DEFAULTS | BALANCED), density.sample, 2, seed + k)
        norms[:, 0, k] = _norms(duel)
        for _ in range(WARM):
            duel.alone("D")
        norms[:, 1, k] = _norms(duel)
        yield progress(k + 1, seeds)
    stats: dict[str, float] = {}
    for name, (before, after) in zip(("minimax", "other"), norms, strict=True):
        left = mean(name, np.log10(np.maximum(after, 1e-30) / before))
        stats |= {key: 10**value for key, value in left.items()}
        stats |= {f"{name}_start": before.mean(), f"{name}_end": after.mean()}
    yield last(seeds, stats)


def _norms(duel: Duel) -> tuple[float, float]:
    """G's gradient norm under the minimax and the non-saturating loss."""
    rng, found = torch.Generator().manual_seed(duel.seed), []
    z = duel.latent(512, rng)
    for loss in ("minimax", "non-saturating"):
        objective = generator_loss(loss, duel.discriminator(duel.generator(z)))
        slopes = torch.autograd.grad(objective, list(duel.generator.parameters()))
        found.append(sum((slope.square().sum() for slope in slopes), torch.zeros(())).sqrt().item())
    return found[0], found[1]
