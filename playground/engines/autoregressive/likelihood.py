"""What a picture costs in bits, exactly; the class that explains it best; and pictures that are no digits."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import torch

from playground.data import digits
from playground.engines._runtime import checked, engine, gpu, progress, to_bytes
from playground.engines.vae.anomaly import made as strange_pictures
from playground.engines.vae.anomaly import test_digits
from playground.engines.vae.encode import given
from playground.errors import DataMissing
from playground.families.autoregressive.likelihood import STRANGE
from playground.measure.statistics import mean_interval, wilson
from playground.models.autoregressive.pixels import nats
from playground.models.autoregressive.trained_pixels import (
    CLASSES,
    NAMES,
    binarised,
    class_surprise,
    marginal,
    network,
    posterior,
)
from playground.spec import Frame

BITS = 1 / np.log(2)  # bits per nat
KINDS = ("test digits", *STRANGE)
PART, SHOWN = 25, 8  # pictures scored at a time, and pictures shown of a kind


@gpu
@checked(engine("autoregressive", "likelihood"))
def likelihood(
    *, model: str = "PixelCNN", source: str = "test digit", label: str = "7", index: int = 0, strokes: str = "",
    image: np.ndarray | None = None, binarise: str = "sampled",
    strange: tuple[str, ...] = ("blank", "faint", "dots", "clothing"), samples: int = 50, seed: int = 0,
) -> Iterator[Frame]:  # fmt: skip
    """First a Frame with one picture, then one for test digits and one for each kind of strange pictures.

    p(x) is the mean of p(x|y) over the ten classes. A kind whose data set is not there has `missing` 1 and no nats.
    Strange kinds are compared with the median test digit. Raises BadInput for an empty pad or a missing upload.
    """
    total = 2 + len(strange)
    yield one(model, source, label, index, strokes, image, binarise, seed, total)
    median = None
    for step, kind in enumerate(("test digits", *strange), 1):
        try:
            found = []
            for part in range(parts(kind, samples)):
                columns = []
                for digit in range(CLASSES):
                    yield progress(step, total, (part + digit / CLASSES) / parts(kind, samples))
                    columns.append(scored(model, binarise, kind, samples, seed, part, digit))
                found.append(np.stack(columns, 1))
        except DataMissing:
            yield Frame(step, total, {"group": np.array([KINDS.index(kind)], np.int32)}, {"missing": 1.0}, kind="step")
            continue
        frame = group(step, total, kind, np.concatenate(found), median, binarise, samples, seed)
        if kind == "test digits":
            median = float(np.median(frame.arrays["nats"]))
        yield frame


def one(
    model: str, source: str, label: str, index: int, strokes: str, image: np.ndarray | None, way: str, seed: int,
    total: int,
) -> Frame:  # fmt: skip
    """The Frame of the one picture."""
    picture, told = given(source, label, index, strokes, image)
    net, x = network(NAMES[model]), binarised(picture[None], way, seed)
    surprise = class_surprise(net, x)
    found = surprise.astype(np.float64).sum((1, 2))[None]
    arrays = {
        "picture": to_bytes(picture, 0, 1), "x": x[0, 0].to(torch.uint8).numpy(),
        "bits": (surprise * BITS).astype(np.float32), "nats": found[0].astype(np.float32),
        "posterior": posterior(found)[0].astype(np.float32),
    }  # fmt: skip
    is_test = source == "test digit"
    stats = told | {
        "nats": marginal(found)[0], "told": int(label) if is_test else -1, "sampled": way == "sampled",
        "standin": is_test and digits.load("mnist", "test").source == "embedded",
        "parameters": sum(weight.numel() for weight in net.parameters()),
    }  # fmt: skip
    return Frame(0, total, arrays, {key: float(value) for key, value in stats.items()}, kind="step")


def group(
    step: int, total: int, kind: str, found: np.ndarray, median: float | None, way: str, samples: int, seed: int
) -> Frame:
    """The Frame of one kind from its -log p(x|y) (N,10)."""
    nats, stats = marginal(found), {}
    stats["mean"] = nats.mean()
    if len(nats) > 1:
        stats["mean"], stats["low"], stats["high"] = mean_interval(nats)
    if kind == "test digits":
        labels = true_labels(samples, seed)
        right = found.argmin(1) == labels
        stats["told"] = found[np.arange(len(labels)), labels].mean()
        stats["accuracy"] = right.mean()
        stats["accuracy_low"], stats["accuracy_high"] = wilson(int(right.sum()), len(right))
    elif median is not None:
        likelier = int((nats < median).sum())
        stats["likelier"] = likelier / len(nats)
        stats["likelier_low"], stats["likelier_high"] = wilson(likelier, len(nats))
    shown = binarised(pictures(kind, samples, seed), way, seed)[:SHOWN, 0].to(torch.uint8).numpy()
    arrays = {"group": np.array([KINDS.index(kind)], np.int32), "nats": nats.astype(np.float32), "pictures": shown}
    return Frame(step, total, arrays, {key: float(value) for key, value in stats.items()}, kind="step")


def true_labels(count: int, seed: int) -> np.ndarray:
    """The classes (count,) of `test_digits(count, seed)`."""
    labels = digits.require("mnist", "test").labels
    return labels[np.random.default_rng(seed).permutation(len(labels))[:count]]


@lru_cache(maxsize=32)
def pictures(kind: str, count: int, seed: int) -> np.ndarray:
    """Pictures of one of KINDS, (N,28,28) in [0,1]; N is `count`, but there is one blank picture."""
    match kind:
        case "test digits":
            return test_digits(count, seed)
        case "blank":
            return np.zeros((1, 28, 28), np.float32)
        case "noise":
            return (np.random.default_rng(seed + 1).random((count, 28, 28)) < 0.5).astype(np.float32)
        case "inverted":
            return 1 - test_digits(count, seed, skip=count)
    return strange_pictures(kind, count, seed)


def parts(kind: str, count: int) -> int:
    """In how many steps a kind is scored."""
    return 1 if kind == "blank" else -(-count // PART)


@lru_cache(maxsize=5120)
@torch.inference_mode()
def scored(model: str, way: str, kind: str, count: int, seed: int, part: int, label: int) -> np.ndarray:
    """-log p(x | y = label) in nats, float64 (<= 25,), of the pictures of one step."""
    x = binarised(pictures(kind, count, seed), way, seed)[part * PART : (part + 1) * PART]
    return nats(network(NAMES[model]), x, torch.full((len(x),), label)).double().numpy()
