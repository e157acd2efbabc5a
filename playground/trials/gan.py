"""The experiments behind the GAN's claims: generators of Frames, the last of which holds the numbers."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch

from playground.data import digits, plane
from playground.engines._runtime import checked, gpu, progress
from playground.engines.diffusion.denoiser import Denoising, denoiser
from playground.engines.gan import opponents
from playground.engines.gan.seeds import DEFAULTS, Outcome, fight
from playground.families.gan.claims import GOOD, TRIAL
from playground.measure.digits import crop
from playground.measure.pictures import sharpness
from playground.measure.statistics import difference_interval, mean_interval, wilson
from playground.models.classifier.digits import judge
from playground.models.vae.trained import network, painted, prior
from playground.spec import Frame
from playground.training.gan.duel import Duel, Rules
from playground.training.gan.losses import generator_loss
from playground.trials.numbers import interval, last, mean

BRIEF = {"steps": 800, "batch": 128}  # so that a card takes a minute
BALANCED = BRIEF | {"d_steps": 1, "d_rate": 0.001, "g_rate": 0.001, "gp": False}  # one update each, at one rate
POLICE = (1, 3, 10)
WARM = (0, 25, 100, 400)
STEPS = (50, 10, 5, 3, 1)


def _fights(jobs: Sequence[tuple[int, dict[str, Any]]], done: list[Outcome]) -> Iterator[Frame]:
    """Run (seed, changes) one after the other; outcomes are added to `done`."""
    for k, (seed, changes) in enumerate(jobs):
        duel = fight(seed, **changes)
        while True:
            try:
                yield progress(k, len(jobs) + 1, (k + next(duel)) / len(jobs))
            except StopIteration as end:
                done.append(end.value)
                break


def _collapsed(found: Outcome) -> bool:
    return found.numbers["modes"] <= 4 and found.numbers["high_quality"] >= 0.6


@checked(TRIAL)
def mode_collapse(*, seeds: int = 5, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8: how many seeds collapse, of the plain duel, a balanced one, and the cured one.

    Collapsed is: at most 4 modes, and at least 60 % of the samples near one.
    """
    settings = (BRIEF | {"gp": False}, BALANCED, BRIEF | {"gp": True})
    done: list[Outcome] = []
    yield from _fights([(seed + k, one) for one in settings for k in range(seeds)], done)
    plain, balanced, cured = (sum(map(_collapsed, done[i * seeds : (i + 1) * seeds])) for i in range(3))
    low, high = wilson(plain, seeds)
    yield last(seeds, {"plain": plain, "balanced": balanced, "cured": cured, "low": low, "high": high})


@checked(TRIAL)
def unstable(*, seeds: int = 8, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8, the balanced plain duel: the share of seeds that fail.

    A seed fails if it diverges, or ends with a mode that holds less than a quarter of its fair share, or with less than
    half of its samples near a mode.
    """
    done: list[Outcome] = []
    yield from _fights([(seed + k, BALANCED | {"steps": 2000}) for k in range(seeds)], done)
    fails = sum(
        found.numbers["diverged"] > 0 or found.numbers["fair_modes"] < 8 or found.numbers["high_quality"] < 0.5
        for found in done
    )
    low, high = wilson(fails, seeds)
    quality = [found.numbers["high_quality"] for found in done]
    stats = {"fails": fails, "share": fails / seeds, "low": low, "high": high}
    yield last(seeds, stats | {"worst": min(quality), "best": max(quality)})


@checked(TRIAL)
def police_forger(*, seeds: int = 4, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8, plain: MMD^2 to the data after as many G updates, for 1, 3 and 10 updates of D to each of G's."""
    done: list[Outcome] = []
    jobs = [(seed + k, BALANCED | {"d_steps": police, "steps": 600}) for police in POLICE for k in range(seeds)]
    yield from _fights(jobs, done)
    apart = np.array([found.numbers["mmd2"] for found in done]).reshape(len(POLICE), seeds)
    modes = np.array([found.numbers["modes"] for found in done]).reshape(len(POLICE), seeds)
    worse, worse_low, _ = mean_interval(apart[-1] - apart[1])
    stats = mean("gain", apart[0] - apart[-1]) | {"worse": worse, "worse_low": worse_low}
    stats |= {f"mmd_{police}": row.mean() for police, row in zip(POLICE, apart, strict=True)}
    stats |= {f"modes_{police}": row.mean() for police, row in zip(POLICE, modes, strict=True)}
    yield last(seeds, stats)


@checked(TRIAL)
def saturating_starves(*, seeds: int = 5, seed: int = 0) -> Iterator[Frame]:
    """G's gradient norm, under both losses, as D alone is trained against an untrained G for 0 to 400 updates."""
    norms = np.zeros((2, seeds, len(WARM)))
    density = plane.density("ring")
    for k in range(seeds):
        duel = Duel(Rules.of(DEFAULTS | BALANCED), density.sample, 2, seed + k)
        for place, until in enumerate(WARM):
            while duel.step < until:
                duel.alone("D")
            norms[:, k, place] = _norms(duel)
        yield progress(k, seeds + 1, (k + 1) / seeds)
    ratio = norms[..., -1] / norms[..., 0]  # (2,seeds)
    minimax, low, high = mean_interval(np.log10(ratio[0]))
    logs = {"minimax": minimax, "low": low, "high": high} | mean("other", np.log10(ratio[1]))
    stats = {name: 10**value for name, value in logs.items()}
    for end, place in (("start", 0), ("end", -1)):
        stats |= {f"{end}_minimax": norms[0, :, place].mean(), f"{end}_other": norms[1, :, place].mean()}
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


def milliseconds(make: Callable[[int], np.ndarray], repeats: int) -> tuple[np.ndarray, np.ndarray]:
    """(repeats,) ms of making one picture, the first left out, and the pictures (repeats,28,28)."""
    taken, pictures = [], []
    for k in range(repeats + 1):
        began = time.perf_counter()
        pictures.append(make(k))
        taken.append(1000 * (time.perf_counter() - began))
    return np.array(taken[1:]), np.concatenate(pictures[1:])


def diffused(steps: int, seed: int) -> Callable[[int], np.ndarray]:
    """What carves the k-th digit, (1,28,28), in so many DDIM steps."""

    def make(k: int) -> np.ndarray:
        run = Denoising(
            denoiser(), torch.tensor([k % 10]), sampler="DDIM", steps=steps, guidance=1.0, eta=0.0, clip=True,
            seeds=[seed + k],
        )  # fmt: skip
        *_, step = run
        return crop(step.x_prev)

    return make


def _forged(seed: int) -> Callable[[int], np.ndarray]:
    return lambda k: opponents.sample_digits(np.array([k % 10]), seed=seed + k)


def _speeds(seeds: int, seed: int, stats: dict[str, float]) -> Iterator[Frame]:
    """ms per picture and class accuracy of the GAN and of DDIM at several step counts, into `stats`."""
    makers = {"gan": _forged(seed)} | {f"ddim_{steps}": diffused(steps, seed) for steps in STEPS}
    for k, (name, make) in enumerate(makers.items()):
        taken, pictures = milliseconds(make, seeds)
        right = int(judge(pictures).agreement(np.arange(1, seeds + 1) % 10).sum())
        stats[f"{name}_ms"] = float(np.median(taken))
        stats[f"{name}_ms_high"] = float(np.quantile(taken, 0.95))
        stats[f"{name}_right"] = right / seeds
        yield progress(k, len(makers) + 1, (k + 1) / len(makers))
    good = [steps for steps in STEPS if stats[f"ddim_{steps}_right"] >= GOOD]
    stats["fewest"] = float(min(good, default=0))  # 0: none is good enough
    picked = min(good, default=STEPS[0])
    stats |= {f"fewest_{key}": stats[f"ddim_{picked}_{key}"] for key in ("ms", "ms_high", "right")}


@gpu
@checked(TRIAL)
def one_pass(*, seeds: int = 10, seed: int = 0) -> Iterator[Frame]:
    """ms per digit, one at a time on this machine: the trained GAN's one call against the fewest DDIM needs."""
    stats: dict[str, float] = {}
    yield from _speeds(seeds, seed, stats)
    yield last(seeds, {"ratio": stats["fewest_ms"] / stats["gan_ms"]} | stats)


@gpu
@checked(TRIAL)
def only_gan_real_time(*, seeds: int = 20, seed: int = 0) -> Iterator[Frame]:
    """The fewest DDIM calls whose digits are still right, against 0.1 s."""
    stats: dict[str, float] = {}
    yield from _speeds(seeds, seed, stats)
    yield last(seeds, stats)


@gpu
@checked(TRIAL)
def sharper_than_vae(*, seeds: int = 100, seed: int = 0) -> Iterator[Frame]:
    """Edge steepness, grey values per pixel, of the GAN's digits (classes in turn) and of the VAE's draws.

    Stats: gan, vae, data (test digits): means; gain: GAN less VAE, with its Welch interval.
    """
    vae = "vae/digits24-vae"
    forged = sharpness(opponents.sample_digits(np.arange(seeds) % 10, seed=seed))
    yield progress(0, 2, 0.5)
    drawn = sharpness(painted(network(vae), prior(vae, seeds, seed)))
    real = sharpness(digits.require("mnist", "test").images[:seeds] / np.float32(255))
    means = {"gan": forged.mean(), "vae": drawn.mean(), "data": real.mean()}
    yield last(seeds, interval("gain", difference_interval(forged, drawn)) | means)
