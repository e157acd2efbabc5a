"""Digits are normal: how strange an autoencoder finds other pictures, by its error or by its bound."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from playground.data import digits, pictures
from playground.engines._runtime import checked, engine, gpu, progress, to_bytes
from playground.measure.anomaly import (
    COMPONENTS,
    CORRUPTIONS,
    auroc_interval,
    dots,
    faint,
    pca_error,
    pca_reconstruction,
    principal,
    short_lines,
)  # fmt: skip
from playground.measure.bounds import kl
from playground.measure.vae.digits import minus_elbo
from playground.models.vae.trained import flat, network, reconstructed, squared_error
from playground.spec import Frame

NAMES = {"VAE": "vae/digits24-vae", "AE": "vae/digits24-ae", "beta 4": "vae/digits24-beta4"}
SCORES = ("error", "bound", "pca")
CHOSEN = {"reconstruction error": "error", "minus ELBO": "bound", "PCA-32's error": "pca"}
SANDAL = 5
DRAWN = {"short lines": short_lines, "dots": dots}
Corruption = Callable[[np.ndarray, np.random.Generator], np.ndarray]


@dataclass(frozen=True, eq=False)
class Scored:
    """Pictures (N,28,28) in [0,1], each score (N,) by its name, and KL (N,), the bound's second term, in nats."""

    images: np.ndarray
    scores: dict[str, np.ndarray]
    kl: np.ndarray


@gpu
@checked(engine("vae", "anomaly"))
def anomaly(
    *, strange: str = "clothing", score: str = "minus ELBO", model: str = "VAE", strokes: str = "", samples: int = 400,
    seed: int = 0,
) -> Iterator[Frame]:  # fmt: skip
    """Progress, then one Frame with every picture and its scores; the page moves the threshold by itself.

    Scores are error (squared, summed over the pixels), bound (-ELBO in nats, mean of 10 codes; not of the AE) and pca
    (squared error of 32 principal components). Raises DataMissing without MNIST, or without Fashion-MNIST where
    clothing is asked for.
    """
    chosen, plain = CHOSEN[score], model == "AE"
    drawn = drawing(strokes) if strokes else None
    principal(COMPONENTS)
    yield progress(0, 1, 1 / 3)
    groups = {"normal": normal(model, samples, seed)}
    yield progress(0, 1, 2 / 3)
    groups["strange"] = unusual(model, strange, samples, seed)
    if drawn is not None:
        groups["drawn"] = scored(NAMES[model], drawn)
    arrays = {}
    for group, found in groups.items():
        arrays[group] = to_bytes(found.images, 0, 1)
        arrays[f"{group}_again"] = to_bytes(again(model, chosen, found.images), 0, 1)
        arrays |= {f"{group}_{name}": column.astype(np.float32) for name, column in found.scores.items()}
        if not plain:
            arrays[f"{group}_kl"] = found.kl
    stats: dict[str, float] = {"n": samples, "score": SCORES.index(chosen), "plain": plain}
    stats["parameters"] = parameters(model, chosen)
    for name in groups["normal"].scores:
        area = auroc_interval(groups["normal"].scores[name], groups["strange"].scores[name])
        stats |= dict(zip((f"area_{name}", f"area_{name}_low", f"area_{name}_high"), area, strict=True))
    yield Frame(0, 1, arrays, {key: float(value) for key, value in stats.items()}, kind="result")


def drawing(strokes: str) -> np.ndarray:
    """The pad as one picture (1,28,28) in [0,1]. Raises BadInput when nothing is on it."""
    return pictures.drawing(strokes)[None] / np.float32(255)


def again(model: str, score: str, images: np.ndarray) -> np.ndarray:
    """Through the model whose error or bound is the score, and back."""
    return pca_reconstruction(images) if score == "pca" else reconstructed(network(NAMES[model]), images)


def parameters(model: str, score: str) -> int:
    """How many numbers make that score: the network's weights, or the components and the mean."""
    if score == "pca":
        fit = principal(COMPONENTS)
        return fit.components_.size + fit.mean_.size
    return sum(weight.numel() for weight in network(NAMES[model]).parameters())


@torch.inference_mode()
def scored(name: str, images: np.ndarray) -> Scored:
    """Every score of (N,28,28)."""
    net = network(name)
    scores = {"error": squared_error(net, images), "pca": pca_error(images)}
    if name != NAMES["AE"]:
        scores["bound"] = minus_elbo(net, images)
    return Scored(images, scores, kl(*net.encode(flat(images))).sum(1).numpy())


@lru_cache(maxsize=8)
def normal(model: str, count: int, seed: int) -> Scored:
    """`count` test digits, and their scores."""
    return scored(NAMES[model], test_digits(count, seed))


@lru_cache(maxsize=16)
def unusual(model: str, kind: str, count: int, seed: int) -> Scored:
    """`count` strange pictures, and their scores."""
    return scored(NAMES[model], made(kind, count, seed))


def made(kind: str, count: int, seed: int) -> np.ndarray:
    """Strange pictures of a kind in STRANGE: (count,28,28) in [0,1]; no digit is of `test_digits(count, seed)`."""
    rng = np.random.default_rng(seed + 1)
    if kind in ("clothing", "sandals"):
        test = digits.require("fashion_mnist", "test")
        mine = np.flatnonzero(test.labels == SANDAL) if kind == "sandals" else np.arange(len(test.images))
        return test.images[rng.choice(mine, count, replace=count > len(mine))] / np.float32(255)
    if kind in DRAWN:
        return DRAWN[kind](count, rng)
    corrupt: Corruption = faint if kind == "faint" else CORRUPTIONS[kind]
    return corrupt(test_digits(count, seed, skip=count), rng)


def test_digits(count: int, seed: int, skip: int = 0) -> np.ndarray:
    """`count` of the shuffled test digits, after the first `skip`: (count,28,28) in [0,1]; skip + count <= 10,000."""
    images = digits.require("mnist", "test").images
    chosen = np.random.default_rng(seed).permutation(len(images))[skip : skip + count]
    return images[chosen] / np.float32(255)
