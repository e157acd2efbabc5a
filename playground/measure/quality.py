"""The rows of the quality table: what is measured of each shipped model, with its noise floor."""

from collections.abc import Callable, Generator, Iterator
from typing import SupportsFloat, TypedDict

import numpy as np

from playground.data import digits
from playground.measure.digits import reference
from playground.measure.distances import density_coverage, precision_recall
from playground.measure.outliers import KINDS, kind
from playground.models.classifier.digits import Judgement, judge
from playground.models.classifier.outliers import accepted

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


def outlier_rows(_: str, samples: int | None) -> Iterator[Row]:
    """How much of each kind of picture the detector of what is no digit lets pass."""
    for name, told in KINDS.items():
        pictures = kind(name, samples or 2000)
        yield row(f"outliers.{name}", accepted(pictures).mean(), "share", len(pictures), f"accepted of {told}")


def likeness(
    family: str, draw: Callable[[np.ndarray], np.ndarray], samples: int | None, settings: str
) -> Generator[Row, None, tuple[Judgement, np.ndarray]]:
    """Precision, recall, density, coverage and Fréchet distance of 2,000 pictures with labels as in the test set.

    Recall is fooled by scattered samples, whose own neighbourhoods are wide; coverage and density by copies of real
    digits, density also by many samples of one common kind.

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
    how = f"k = {K}, classifier features, {settings}; floor: other test digits"
    for measure, names in ((precision_recall, ("precision", "recall")), (density_coverage, ("density", "coverage"))):
        floors = measure(features[real], features[other], K)
        values = measure(features[real], judgement.features.astype(np.float64), K)
        for name, value, floor in zip(names, values, floors, strict=True):
            yield row(f"{family}.{name}", value, "share" if name != "density" else "ratio", count, how, floor)
    frechet, least = reference().frechet(judgement.features), reference().frechet_floor(labels)
    yield row(f"{family}.frechet", frechet, "distance", count, "same samples, classifier features", least)
    return judgement, labels
