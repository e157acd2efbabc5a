"""The GANs' rows of the quality table: are all classes there, are they the asked ones, how near to real pictures."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.data import digits
from playground.measure.digits import CLASSES, CONFIDENT, class_shares, confident, confident_real, reference
from playground.measure.quality import Row, Sampler, likeness, row
from playground.models.classifier.digits import judge

NONE = 10
NEIGHBOURS_AMONG = 10_000


def unconditional_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """Nobody asks for a class: it is drawn evenly, and then the picture."""
    labels = np.random.default_rng(0).integers(0, CLASSES, samples or 10_000)
    pictures, real = sample(labels), reference().draw(labels, np.random.default_rng(0))
    yield from _class_rows(
        "gan.digits", pictures, real, "class drawn evenly first; floor: test digits of the same classes"
    )


def free_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """The pair without classes, whose z alone chooses the digit."""
    pictures = sample(np.full(samples or 10_000, NONE))
    real = np.random.default_rng(0).permutation(len(reference().labels))[: len(pictures)]
    yield from _class_rows("gan.free", pictures, real, "no class at all; floor: test digits as they come")


def _class_rows(id: str, pictures: np.ndarray, real: np.ndarray, how: str) -> Iterator[Row]:
    """The rarest and the commonest digit, and how many pictures are clearly a digit; `real`: rows of test digits."""
    count, judgement = len(pictures), judge(pictures)
    shares, floor = class_shares(judgement), class_shares(reference().judgement(real))
    told = f"by the classifier; {how}"
    yield row(f"{id}_class_share_least", shares.min(), "share", count, told, float(floor.min()))
    yield row(f"{id}_class_share_most", shares.max(), "share", count, told, float(floor.max()))
    told = f"no outlier, and the classifier above {CONFIDENT}; {how}"
    yield row(f"{id}_confident", confident(pictures, judgement), "share", count, told, confident_real(real))


def accuracy_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """Class accuracy, classes in turn."""
    count = samples or 2000
    labels = np.arange(count) % CLASSES
    agreement = judge(sample(labels)).agreement(labels).mean()
    yield row("gan.digits_class_accuracy", agreement, "share", count, "one pass, no truncation", reference().accuracy())


def likeness_rows(sample: Sampler, samples: int | None) -> Iterator[Row]:
    """Precision, recall, density, coverage and Fréchet distance, as of diffusion."""
    yield from likeness("gan", sample, samples, "one pass, no truncation")


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
