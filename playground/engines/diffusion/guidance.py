"""A grid of digits: guidance weight against seed."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.engines._runtime import checked, engine, gpu
from playground.engines.diffusion.denoiser import Denoising, denoiser, finish
from playground.measure.digits import crop, reference, white_share
from playground.measure.distances import pair_distances
from playground.measure.statistics import mean_interval, pair_interval, wilson
from playground.models.classifier.digits import Judgement, judge
from playground.spec import Frame

WEIGHTS = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
SHOWN = 6


@gpu
@checked(engine("diffusion", "guidance"))
def guidance(
    *, label: str = "7", samples: int = 16, seed: int = 42, steps: int = 20, clip: bool = True
) -> Iterator[Frame]:
    """One Frame a column, w in WEIGHTS: the same seeds under each.

    Accuracy has Wilson's interval; diversity is the mean feature distance between pairs.
    """
    digit = int(label)
    real = reference().labels == digit
    floors = {
        "accuracy_real": reference().accuracy(digit),
        "diversity_real": float(pair_distances(reference().features[real]).mean()),
        "white_real": float(reference().white[real].mean()),
    }
    for column, w in enumerate(WEIGHTS):
        labels, seeds = torch.full((samples,), digit), list(range(seed, seed + samples))
        run = Denoising(denoiser(), labels, sampler="DDIM", steps=steps, guidance=w, clip=clip, seeds=seeds)
        images = crop((yield from finish(run, column, len(WEIGHTS))))
        calls = len(run) * (1 + run.guided)
        stats = (
            {"w": w, "n": samples, "calls": calls, "ms": 1000 * run.typical_seconds / samples}
            | guidance_stats(images, judge(images), digit)
            | floors
        )
        yield Frame(
            column, len(WEIGHTS), {"pictures": (images[:SHOWN] * 255).round().astype(np.uint8)}, stats, kind="step"
        )


def guidance_stats(images: np.ndarray, judgement: Judgement, digit: int) -> dict[str, float]:
    """Accuracy, diversity and white share of N pictures of one asked digit, with 95 % intervals."""
    hits = int(judgement.agreement(np.full(len(images), digit)).sum())
    accuracy = (hits / len(images), *wilson(hits, len(images)))
    values = {"accuracy": accuracy, "diversity": pair_interval(pair_distances(judgement.features)),
              "white": mean_interval(white_share(images))}  # fmt: skip
    return {f"{name}{end}": value[i] for name, value in values.items() for i, end in enumerate(("", "_low", "_high"))}
