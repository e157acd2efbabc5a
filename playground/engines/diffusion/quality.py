"""Many digits at each number of steps: how quality depends on the sampler and its steps."""

from collections.abc import Iterator
from statistics import median

import numpy as np
import torch

from playground.engines._runtime import checked, engine, gpu
from playground.engines.diffusion.denoiser import Denoising, denoiser, finish
from playground.families.diffusion.choices import SAMPLERS
from playground.measure.digits import crop, reference
from playground.measure.statistics import wilson
from playground.models.classifier.digits import Judgement, judge
from playground.spec import Frame

CALLS_TIMED = 6


@gpu
@checked(engine("diffusion", "quality"))
def quality(
    *, samplers: tuple[str, ...] = ("DDPM", "DDIM", "DPM-Solver++"), samples: int = 50, seed: int = 42, most: int = 32,
    guidance: float = 1.0,
) -> Iterator[Frame]:  # fmt: skip
    """One Frame a point: every sampler at 1, 2, 4, ... steps, labels 0..9 in turn.

    Accuracy has Wilson's interval; the Fréchet distance is to the training set in classifier features.
    """
    counts = [2**k for k in range(most.bit_length())]
    floors = {
        "frechet_floor": reference().frechet_floor(np.arange(samples) % 10),
        "directions": reference().directions(samples),
        "accuracy_real": reference().accuracy(),
    }
    points = [(count, name) for count in counts for name in samplers]
    seconds = {}  # of a call, by sampler: the median of some that are no point, without the slow first one
    for name in samplers:
        run = digit_run(name, CALLS_TIMED, samples, seed, guidance)
        yield from finish(run, 0, len(points))
        seconds[name] = median(run.step_seconds[1:])
    for i, (count, name) in enumerate(points):
        run = digit_run(name, count, samples, seed, guidance)
        images = crop((yield from finish(run, i, len(points))))
        ms = 1000 * len(run) * seconds[name] / samples
        calls = len(run) * (1 + run.guided)
        stats = {"sampler": SAMPLERS.index(name), "steps": count, "calls": calls, "ms": ms, **floors}
        yield Frame(i, len(points), {}, stats | quality_stats(judge(images), run.labels.cpu().numpy()), kind="step")


def digit_run(sampler: str, steps: int, samples: int, seed: int, guidance: float, clip: bool = True) -> Denoising:
    """The digits 0..9 in turn, one seed each."""
    seeds = list(range(seed, seed + samples))
    labels = torch.arange(samples) % 10
    return Denoising(denoiser(), labels, sampler=sampler, steps=steps, guidance=guidance, clip=clip, seeds=seeds)


def quality_stats(judgement: Judgement, labels: np.ndarray) -> dict[str, float]:
    """n, accuracy with its Wilson interval, and the Fréchet distance to the training set."""
    samples, hits = len(labels), int(judgement.agreement(labels).sum())
    low, high = wilson(hits, samples)
    return {
        "n": samples, "accuracy": hits / samples, "accuracy_low": low, "accuracy_high": high,
        "frechet": reference().frechet(judgement.features),
    }  # fmt: skip


def sample_digits(labels: np.ndarray, *, guidance: float, steps: int = 50, seed: int = 0) -> np.ndarray:
    """DDIM pictures of the asked classes for the quality table: (N,) -> float32 (N,28,28) in [0,1], seed + i each."""
    images = []
    for start in range(0, len(labels), 50):
        rows = torch.from_numpy(labels[start : start + 50])
        seeds = list(range(seed + start, seed + start + len(rows)))
        run = Denoising(denoiser(), rows, sampler="DDIM", steps=steps, guidance=guidance, seeds=seeds)
        *_, last = run
        images.append(crop(last.x_prev))
    return np.concatenate(images)
