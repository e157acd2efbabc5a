"""The GANs' rows of the quality table: are all classes there, are they the asked ones, how near to real pictures."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.data import digits
from playground.measure.digits import CLASSES, CONFIDENT, class_shares, confident, reference
from playground.measure.quality import Row, Sampler, coverage, row
from playground.models.classifier.digits import Judgement, judge

NONE = 10
NEIGHBOURS_AMONG = 10_000


def unconditional_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """Nobody asks for a class: it is drawn evenly, and then the picture."""
    count = samples or 10_000
    labels = np.random.default_rng(0).integers(0, CLASSES, count)
    yield from _class_rows("gan.digits", judge(sample(labels)), "class drawn evenly first")


def free_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """The pair without classes, whose z alone chooses the digit."""
    count = samples or 10_000
    yield from _class_rows("gan.free", judge(sample(np.full(count, NONE))), "no class at all")


def _class_rows(id: str, judgement: Judgement, how: str) -> Iterator[Row]:
    """The rarest and the commonest digit, and how many pictures are clearly a digit."""
    count = len(judgement.probabilities)
    real = reference().judgement(np.random.default_rng(0).permutation(len(reference().labels))[:count])
    shares, floor = class_shares(judgement), class_shares(real)
    told = f"{how}; by the classifier; floor: test digits"
    yield row(f"{id}_class_share_least", shares.min(), "share", count, told, float(floor.min()))
    yield row(f"{id}_class_share_most", shares.max(), "share", count, told, float(floor.max()))
    told = f"{how}; classifier above {CONFIDENT}; floor: test digits"
    yield row(f"{id}_confident", confident(judgement), "share", count, told, confident(real))


def accuracy_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """Class accuracy, classes in turn."""
    count = samples or 2000
    labels = np.arange(count) % CLASSES
    agreement = judge(sample(labels)).agreement(labels).mean()
    yield row("gan.digits_class_accuracy", agreement, "share", count, "one pass, no truncation", reference().accuracy())


def coverage_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """Precision, recall and Fréchet distance, as of diffusion."""
    yield from coverage("gan", sample, samples, "one pass, no truncation")


def clothing_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """No classifier of clothing is shipped: nearest pictures by pixels, and the class of the nearest real one."""
    count = samples or 2000
    train, test = (digits.require("fashion_mnist", split) for split in ("train", "test"))
    chosen = np.random.default_rng(0).choice(len(train.images), NEIGHBOURS_AMONG, replace=False)
    known, known_labels = train.images[chosen], train.labels[chosen]
    real, labels = test.images[:count], test.labels[:count]
    forged = sample(labels)
    (distance, nearest), (floor, floor_nearest) = nearest_of(forged, known), nearest_of(real, known)
    how = (
        f"pixel distance to the nearest of {NEIGHBOURS_AMONG:,} training pictures; floor: test pictures; blur lowers it"
    )
    yield row("gan.fashion_nearest_real", distance.mean(), "distance", count, how, float(floor.mean()))
    how = "asked class is that of the nearest training picture; floor: test pictures"
    floor_right = float((known_labels[floor_nearest] == labels).mean())
    right = (known_labels[nearest] == labels).mean()
    yield row("gan.fashion_nearest_class", right, "share", count, how, floor_right)
    distance, _ = nearest_of(real, sample(known_labels))
    how = f"from test pictures to the nearest of {NEIGHBOURS_AMONG:,} forged; floor: of as many training pictures"
    yield row("gan.fashion_nearest_forged", distance.mean(), "distance", count, how, float(floor.mean()))


def nearest_of(images: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of (N,28,28) the Euclidean pixel distance, grey values in [0,1], to its nearest of (M,28,28), and which.

    uint8 pictures are scaled; both answers are (N,).
    """
    a, b = (
        torch.from_numpy(x.astype(np.float32) / 255 if x.dtype == np.uint8 else x).flatten(1) for x in (images, among)
    )
    found = [torch.cdist(rows, b).min(1) for rows in a.split(250)]
    distance, which = (torch.cat(part).numpy() for part in zip(*found, strict=True))
    return distance, which
