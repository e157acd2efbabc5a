"""The shipped pixel models: loading, exact likelihoods, the class that explains a picture best, and samples."""

from functools import cache

import numpy as np
import torch
from torch import nn

from playground import store
from playground.models.autoregressive import networks as language
from playground.models.autoregressive.pixel_sampling import paint, reader
from playground.models.autoregressive.pixelcnn import PixelCNN
from playground.models.autoregressive.pixels import nats, pixel_logits, surprise

NAMES = {"PixelCNN": "autoregressive/pixelcnn", "transformer": "autoregressive/imagegpt"}
CLASSES = 10
BATCH = 100
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
