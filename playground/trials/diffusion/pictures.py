"""Diffusion's claims put on trial: each experiment is a generator whose last Frame's stats are the numbers."""

from collections.abc import Generator, Iterator
from statistics import NormalDist

import numpy as np
import torch

from playground.data import digits
from playground.engines._runtime import checked, gpu, progress
from playground.engines.diffusion.denoiser import Denoising, finish
from playground.engines.diffusion.forward import BETA_SCHEDULES
from playground.engines.diffusion.quality import digit_run
from playground.families.diffusion.claims import TRIAL
from playground.measure.digits import crop, reference, white_share
from playground.measure.distances import pair_distances
from playground.measure.statistics import jackknife, pair_interval, share_difference
from playground.models.classifier.digits import Judgement, judge
from playground.spec import Frame
from playground.trials.numbers import interval, last, mean, share

NEIGHBOURS = 50
ALMOST = 0.1  # a Fréchet difference below a tenth of the noise floor counts as almost nothing


def _sample(run: Denoising, place: int, total: int) -> Generator[Frame, None, tuple[np.ndarray, Judgement]]:
    images = crop((yield from finish(run, place, total)))
    return images, judge(images)


def _frechet_change(before: np.ndarray, after: np.ndarray, level: float = 0.95) -> tuple[float, float, float]:
    """Rise of the Fréchet distance in floors, with its interval; features (N,F), paired by seed, classes in turn."""
    floor = reference().frechet_floor(np.arange(len(before)) % 10)
    return jackknife(len(before), lambda rows: reference().rise(before[rows], after[rows]) / floor, level=level)


@gpu
@checked(TRIAL)
def jump_to_t(*, seeds: int = 1000, seed: int = 0) -> Iterator[Frame]:
    """Means and deviations of walked draws at 20 times, in standard errors of the closed form.

    Stats: worst_z over `comparisons`, and limit_z, which chance alone passes once in 20 such experiments (Bonferroni).
    """
    import diffusers

    scheduler = diffusers.DDPMScheduler(beta_schedule=BETA_SCHEDULES["cosine"])
    rng = torch.Generator().manual_seed(seed)
    x0 = 0.7
    x, worst, times = torch.full((seeds,), x0), 0.0, range(50, 1001, 50)
    for t, (abar, beta) in enumerate(zip(scheduler.alphas_cumprod, scheduler.betas, strict=True), 1):
        x = (1 - beta).sqrt() * x + beta.sqrt() * torch.randn(seeds, generator=rng)
        if t in times:
            deviation = (1 - abar).sqrt()
            mean_z = (x.mean() - abar.sqrt() * x0).abs() / (deviation / seeds**0.5)
            std_z = (x.std() - deviation).abs() / (deviation / (2 * seeds) ** 0.5)
            worst = max(worst, mean_z.item(), std_z.item())
    comparisons = 2 * len(times)
    limit = NormalDist().inv_cdf(1 - 0.05 / (2 * comparisons))
    yield last(seeds, {"worst_z": worst, "limit_z": limit, "comparisons": comparisons})


@gpu
@checked(TRIAL)
def linear_destroys_faster(*, seeds: int = 100, seed: int = 0) -> Iterator[Frame]:
    """The t from which signal is weaker than noise, and the first t at which the clean-digit classifier errs.

    Stats: *_snr_t and *_lost_t of both schedules (steps of 1000), gap = cosine's lost t less linear's, with interval.
    """
    import diffusers

    data = digits.require("mnist", "test")
    drawn = np.random.default_rng(seed).permutation(len(data.labels))[:seeds]
    x0 = torch.from_numpy(digits.to_signed(data.images[drawn]))
    eps = torch.randn(x0.shape, generator=torch.Generator().manual_seed(seed))
    stats, lost = {}, {}
    for place, name in enumerate(("linear", "cosine")):
        abar = diffusers.DDPMScheduler(beta_schedule=BETA_SCHEDULES[name]).alphas_cumprod
        stats[f"{name}_snr_t"] = int((abar < 0.5).int().argmax()) + 1
        still, last_known = np.ones(seeds, bool), np.zeros(seeds)
        for t in range(20, 1001, 20):
            xt = abar[t - 1].sqrt() * x0 + (1 - abar[t - 1]).sqrt() * eps
            still &= judge(crop(xt)).agreement(data.labels[drawn])
            last_known[still] = t
            yield progress(place, 2, t / 1000)
        lost[name] = last_known
        stats[f"{name}_lost_t"] = last_known.mean()
    yield last(seeds, stats | mean("gap", lost["cosine"] - lost["linear"]))


@gpu
@checked(TRIAL)
def ddim_50(*, seeds: int = 20, seed: int = 0) -> Iterator[Frame]:
    """DDIM with 50 and with 1000 steps from the same noises, w = 1.

    Stats: loss = (Fréchet at 50 less at 1000) / floor, with its interval; margin; accuracy_50 and _1000.
    """
    judged, labels = {}, np.arange(seeds) % 10
    for place, steps in enumerate((50, 1000)):
        _, judged[steps] = yield from _sample(digit_run("DDIM", steps, seeds, seed, 1.0), place, 2)
    change = _frechet_change(judged[1000].features, judged[50].features)
    accuracy = {f"accuracy_{steps}": j.agreement(labels).mean() for steps, j in judged.items()}
    yield last(seeds, interval("loss", change) | {"margin": ALMOST} | accuracy)


@gpu
@checked(TRIAL)
def more_steps_better(*, seeds: int = 40, seed: int = 0) -> Iterator[Frame]:
    """DDIM at 5, 10, ... 160 steps from the same noises, w = 1; gains are falls of Fréchet / floor.

    Intervals hold together at 95 % (Bonferroni over the five doublings). Stats: worse_doublings whose gain's interval
    lies below zero; least_gain_low, the lowest end of all; last_gain (80 to 160) with interval; margin; best_steps;
    frechet_S for every S.
    """
    counts, features = [5, 10, 20, 40, 80, 160], {}
    for place, steps in enumerate(counts):
        _, judged = yield from _sample(digit_run("DDIM", steps, seeds, seed, 1.0), place, len(counts))
        features[steps] = judged.features
    rises = []
    for few in counts[:-1]:
        rises.append(_frechet_change(features[few], features[2 * few], level=1 - 0.05 / (len(counts) - 1)))
        yield progress(len(counts) - 1, len(counts), 1.0)
    frechet = {steps: reference().frechet(rows) for steps, rows in features.items()}
    change, low, high = rises[-1]
    yield last(
        seeds,
        {"worse_doublings": sum(low > 0 for _, low, _ in rises), "margin": ALMOST}
        | interval("last_gain", (-change, -high, -low))
        | {
            "least_gain_low": min(-high for *_, high in rises),
            "best_steps": min(frechet, key=lambda steps: frechet[steps]),
        }
        | {f"frechet_{steps}": value for steps, value in frechet.items()},
    )


@gpu
@checked(TRIAL)
def guidance_faithful(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """w = 1 and w = 4 from the same noises, DDIM 20, classes in turn.

    Stats: accuracy_1 and _4; accuracy_gain with interval over pictures; diversity_loss: fall of the mean feature
    distance within a class, with interval over pictures; diversity_1 and _4.
    """
    labels, right, spread = np.arange(seeds) % 10, {}, {}
    for place, w in enumerate((1, 4)):
        _, judged = yield from _sample(digit_run("DDIM", 20, seeds, seed, float(w)), place, 2)
        right[w] = judged.agreement(labels).astype(float)
        spread[w] = np.empty(seeds)
        for digit in range(10):
            spread[w][labels == digit] = pair_distances(judged.features[labels == digit])
    yield last(
        seeds,
        {"accuracy_1": right[1].mean(), "accuracy_4": right[4].mean()}
        | {"diversity_1": spread[1].mean(), "diversity_4": spread[4].mean()}
        | mean("accuracy_gain", right[4] - right[1])
        | interval("diversity_loss", pair_interval(spread[1] - spread[4])),
    )


@gpu
@checked(TRIAL)
def guidance_burns(*, seeds: int = 100, seed: int = 0) -> Iterator[Frame]:
    """w = 1 and w = 15 without the clip of x0, and w = 15 with it, from the same noises; DDIM 20, classes in turn.

    Stats: white_1, white_15, white_15_clip, white_real (share of the ink that is pure white); frechet_1, frechet_15,
    frechet_15_clip; white_gain and, over the floor, frechet_gain, 1 to 15 without the clip, with intervals.
    """
    white, features, runs = {}, {}, {"1": (1.0, False), "15": (15.0, False), "15_clip": (15.0, True)}
    for place, (name, (w, clip)) in enumerate(runs.items()):
        images, judged = yield from _sample(digit_run("DDIM", 20, seeds, seed, w, clip), place, len(runs))
        white[name] = white_share(images)
        features[name] = judged.features
    change = _frechet_change(features["1"], features["15"])
    yield last(
        seeds,
        {"white_real": reference().white.mean()}
        | {f"white_{name}": values.mean() for name, values in white.items()}
        | {f"frechet_{name}": reference().frechet(rows) for name, rows in features.items()}
        | interval("frechet_gain", change)
        | mean("white_gain", white["15"] - white["1"]),
    )


@gpu
@checked(TRIAL)
def memorises(*, seeds: int = 400, seed: int = 0) -> Iterator[Frame]:
    """How many samples are near copies of a training digit, and how many held-out digits of the same classes are.

    A near copy lies less than half as far from its nearest training digit as that digit's own neighbours lie from it,
    on average (the idea of arXiv 2301.13188, section 4.1: a small distance alone may only mean a plain stroke). Stats:
    copies and heldout_copies, counts; share, with its interval; excess: share of the samples less that of the held-out
    digits, with its interval; generated and heldout: mean distance to the nearest training digit.
    """
    train, test = digits.require("mnist", "train"), digits.require("mnist", "test")
    images, _ = yield from _sample(digit_run("DDIM", 15, seeds, seed, 1.0), 0, 2)
    wanted = reference().draw(np.arange(seeds) % 10, np.random.default_rng(seed))
    yield progress(1, 2, 0.5)
    drawn = _copies(images, train.images)
    real = _copies(test.images[wanted] / np.float32(255), train.images)
    (copies, generated), (others, heldout) = drawn, real
    stats = {"copies": copies.sum(), "heldout_copies": others.sum()}
    stats |= {"generated": generated.mean(), "heldout": heldout.mean()}
    yield last(seeds, stats | share("share", copies) | interval("excess", share_difference(copies, others)))


def _copies(images: np.ndarray, train: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which of (N,28,28) in [0,1] are near copies of one of uint8 (M,28,28), and their distance to it: (N,), (N,)."""
    distance, nearest = _nearest(images, train, 1)
    spread, _ = _nearest(train[nearest[:, 0]] / np.float32(255), train, 1 + NEIGHBOURS)
    return distance[:, 0] < 0.5 * spread[:, 1:].mean(1), distance[:, 0]


def _nearest(images: np.ndarray, train: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Euclidean distances of (N,28,28) in [0,1] to the k nearest of uint8 (M,28,28), and which they are: (N,k)."""
    queries = torch.from_numpy(images.reshape(len(images), -1))
    found: list[tuple[torch.Tensor, torch.Tensor]] = []
    for first, rows in enumerate(torch.from_numpy(train.reshape(len(train), -1).copy()).split(10_000)):
        near = torch.cdist(queries, rows.float() / 255).topk(min(k, len(rows)), largest=False)
        found.append((near.values, near.indices + 10_000 * first))
    distances, which = (torch.cat(parts, 1) for parts in zip(*found, strict=True))
    best = distances.topk(k, largest=False)
    return best.values.numpy(), which.gather(1, best.indices).numpy()
