"""The rows of the quality table: what is measured of each shipped model, with its noise floor."""

from collections.abc import Callable, Generator, Iterator
from typing import SupportsFloat, TypedDict

import numpy as np

from playground.data import digits
from playground.measure.digits import reference
from playground.measure.distances import precision_recall
from playground.models.classifier.digits import Judgement, judge

K = 5
Sampler = Callable[..., np.ndarray]


class Row(TypedDict):
    """One row; `floor` is what real digits score at the same n."""

    id: str
    value: float
    unit: str
    n: int
    floor: float | None
    how: str


def row(id: str, value: SupportsFloat, unit: str, n: int, how: str, floor: float | None = None) -> Row:
    """One row, its value as a plain number."""
    return {"id": id, "value": float(value), "unit": unit, "n": n, "floor": floor, "how": how}


def classifier_rows(_: str, samples: int | None) -> Iterator[Row]:
    """Accuracy on the MNIST test set."""
    test = digits.require("mnist", "test")
    count = min(samples or len(test.images), len(test.images))
    right = judge(test.images[:count]).agreement(test.labels[:count])
    yield row("classifier.accuracy", right.mean(), "share", count, "MNIST test")


def coverage(
    family: str, draw: Callable[[np.ndarray], np.ndarray], samples: int | None, settings: str
) -> Generator[Row, None, tuple[Judgement, np.ndarray]]:
    """Precision, recall and Fréchet distance of 2,000 pictures with labels as in the test set.

    The real ones, k and the floor are the same for every family. Returns the pictures' Judgement and labels.

    Args:
        family: what the rows' names begin with.
        draw: labels (N,) -> pictures (N,28,28).
        settings: how they were drawn, in words.
    """
    count = samples or 2000
    order = np.random.default_rng(0).permutation(len(reference().features))
    real, other = order[:count], order[count : 2 * count]
    labels = reference().labels[real].astype(np.int64)
    judgement = judge(draw(labels))
    features = reference().features.astype(np.float64)
    floors = precision_recall(features[real], features[other], K)
    values = precision_recall(features[real], judgement.features.astype(np.float64), K)
    how = f"k = {K}, classifier features, {settings}; floor: other test digits"
    yield row(f"{family}.precision", values[0], "share", count, how, floors[0])
    yield row(f"{family}.recall", values[1], "share", count, how, floors[1])
    frechet, least = reference().frechet(judgement.features), reference().frechet_floor(labels)
    yield row(f"{family}.frechet", frechet, "distance", count, "same samples, classifier features", least)
    return judgement, labels
