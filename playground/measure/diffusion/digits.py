"""The rows of the digit diffusion model: guided accuracy, and coverage without guidance."""

from collections.abc import Iterator

import numpy as np

from playground.measure.digits import reference
from playground.measure.quality import Row, Sampler, likeness, row
from playground.models.classifier.digits import judge


def accuracy_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """Guided class accuracy, classes in turn."""
    count = samples or 1000
    labels = np.arange(count) % 10
    judgement = judge(sample(labels, guidance=2.0))
    floor = reference().accuracy()
    yield row("diffusion.class_accuracy", judgement.agreement(labels).mean(), "share", count, "w = 2, DDIM 50", floor)
    frechet, least = reference().frechet(judgement.features), reference().frechet_floor(labels)
    yield row("diffusion.guided_frechet", frechet, "distance", count, "same samples, classifier features", least)


def likeness_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """Precision, recall, density, coverage and Fréchet distance without guidance, labels as in the test set."""
    judgement, labels = yield from likeness(
        "diffusion", lambda labels: sample(labels, guidance=1.0), samples, "w = 1, DDIM 50"
    )
    agreement = judgement.agreement(labels).mean()
    yield row("diffusion.unguided_accuracy", agreement, "share", len(labels), "same samples", reference().accuracy())
