"""The pixel models measured: exact likelihoods, the class that explains a picture best, and pictures of their own."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import torch
from torch import nn

from playground import store
from playground.data import digits
from playground.measure.digits import judge, reference
from playground.measure.gan import confident
from playground.measure.quality import row
from playground.measure.statistics import mean_interval, wilson
from playground.models import language
from playground.models.pixel_sampling import paint, reader
from playground.models.pixelcnn import PixelCNN
from playground.models.pixels import nats, pixel_logits, surprise

NAMES = {"PixelCNN": "autoregressive/pixelcnn", "transformer": "autoregressive/imagegpt"}
IDS = {"autoregressive/pixelcnn": "_pixelcnn", "autoregressive/imagegpt": ""}  # the better one goes by the plain name
CLASSES, BATCH, SAMPLES = 10, 100, 1000
HALF = 0.5


@cache
def network(name: str) -> nn.Module:
    """A shipped pixel model, on the CPU in evaluation mode. Raises BadWeights."""
    with torch.inference_mode(False):
        config, tensors = store.read(name)
        convolves = config["kind"] == "PixelCNN"
        made = PixelCNN(**config["network"]) if convolves else language.build(config["kind"], config["network"])
        return store.fill(made, tensors, name)


def binarised(images: np.ndarray, way: str = "sampled", seed: int = 0) -> torch.Tensor:
    """Pictures uint8 or float in [0,1], (N,28,28) -> (N,1,28,28) in {0,1}.

    Args:
        way: "sampled", each pixel on with the probability that its grey value names, or "threshold", on above one half.
        seed: of the draw.
    """
    x = torch.from_numpy(np.array(images))[:, None]
    x = x / 255 if x.dtype == torch.uint8 else x.float()
    if way == "threshold":
        return (x > HALF).float()
    return torch.bernoulli(x, generator=torch.Generator().manual_seed(seed))


@torch.inference_mode()
def class_nats(model: nn.Module, x: torch.Tensor) -> np.ndarray:
    """-log p(x | y) in nats of x (N,1,28,28) in {0,1} for every class y, float64 (N,10)."""
    found = []
    for rows in x.split(BATCH):
        columns = [nats(model, rows, torch.full((len(rows),), label)) for label in range(CLASSES)]
        found.append(torch.stack(columns, 1).double())
    return torch.cat(found).numpy()


@torch.inference_mode()
def class_surprise(model: nn.Module, x: torch.Tensor) -> np.ndarray:
    """-log P of each pixel of one picture x (1,1,28,28) given those before it, for every class, in nats, (10,28,28)."""
    rows = x.expand(CLASSES, -1, -1, -1)
    return surprise(pixel_logits(model, rows, torch.arange(CLASSES)), rows)[:, 0].numpy()


def marginal(found: np.ndarray) -> np.ndarray:
    """-log p(x) in nats, (N,), from -log p(x | y) (N,10): every class is as likely as the others beforehand."""
    return np.log(found.shape[1]) - np.logaddexp.reduce(-found, axis=1)


def posterior(found: np.ndarray) -> np.ndarray:
    """P(y | x) by Bayes' rule, (N,10), from -log p(x | y) (N,10) and equal priors."""
    return np.exp(-found - np.logaddexp.reduce(-found, axis=1)[:, None])


def samples(model: nn.Module, labels: torch.Tensor, seed: int, batch: int = BATCH) -> np.ndarray:
    """Pictures of these classes, (N,28,28) in {0,1}; picture i is drawn from seed + i."""
    made, free = [], torch.full((784,), -1)
    for start in range(0, len(labels), batch):
        rows = labels[start : start + batch]
        rngs = [torch.Generator().manual_seed(seed + start + i) for i in range(len(rows))]
        u = torch.stack([torch.rand(784, generator=rng) for rng in rngs])
        made.append(torch.cat([drawn.x for drawn in paint(reader(model, rows), u, free)], 1))
    return torch.cat(made).unflatten(1, (28, 28)).numpy()


def likelihood_rows(name: str, count: int | None) -> Iterator[dict]:
    """Exact nats of MNIST's test digits, and how often the class that explains a digit best is its own."""
    test = digits.require("mnist", "test")
    x, labels = binarised(test.images[:count]), test.labels[:count]
    found = class_nats(network(name), x)
    mean, low, high = mean_interval(marginal(found))
    told = found[np.arange(len(labels)), labels].mean()
    how = (
        f"-log p(x), p(x) = sum over y of p(x|y) / 10, exact; MNIST test, each pixel drawn once from its grey value, "
        f"95 % [{low:.2f}, {high:.2f}]; told the class {told:.2f}; PixelCNN 81.3 (arXiv 1601.06759, fixed binarisation)"
    )
    yield row(f"ar.pixel_nats{IDS[name]}", mean, "nats", len(x), how)
    right = found.argmin(1) == labels
    low, high = wilson(int(right.sum()), len(right))
    how = f"the class y with the highest p(x|y), same pictures, 95 % [{low:.4f}, {high:.4f}]; floor: the classifier"
    yield row(f"ar.pixel_bayes{IDS[name]}", right.mean(), "share", len(x), how, reference().accuracy())


def sample_rows(name: str, count: int | None) -> Iterator[dict]:
    """What the judge says of the model's own pictures, beside binarised test digits."""
    labels = torch.arange(count or SAMPLES) % CLASSES
    judged = judge(samples(network(name), labels, seed=0).astype(np.float32))
    right = judged.agreement(labels.numpy())
    low, high = wilson(int(right.sum()), len(right))
    real = judge(binarised(digits.require("mnist", "test").images[: len(labels)])[:, 0].numpy())
    sure = confident(judged), confident(real)
    how = (
        f"share of samples that the classifier calls by the class they were asked for, temperature 1, 95 % "
        f"[{low:.3f}, {high:.3f}]; sure of {sure[0]:.3f}, of binarised test digits {sure[1]:.3f}; floor: those"
    )
    floor = float(real.agreement(digits.require("mnist", "test").labels[: len(labels)]).mean())
    yield row(f"ar.pixel_samples{IDS[name]}", right.mean(), "share", len(right), how, floor)
