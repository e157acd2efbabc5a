"""Kinds of pictures that are no digits, and digits, with which the detector of outliers is measured."""

import numpy as np
from scipy.ndimage import gaussian_filter

from playground.data import digits

KINDS = {
    "test_digits": "real test digits",
    "noise": "pictures of uniform noise",
    "grey": "pictures of one grey",
    "blurred": "test digits blurred by sigma = 2",
    "clothing": "Fashion-MNIST test pictures",
    "overlays": "two test digits of different classes, one over the other; a kind that it never saw",
    "patches": "test digits whose sixteen patches of 7 x 7 are shuffled; a kind that it never saw",
    "glued": "the upper half of a test digit and the lower half of one of another class",
}
SIDE, PATCH = 28, 7


def kind(name: str, count: int, seed: int = 0) -> np.ndarray:
    """`count` pictures of a kind, float32 (N,28,28) in [0,1]; of overlays and glued halves nine in ten of them."""
    rng = np.random.default_rng(seed)
    test = digits.require("fashion_mnist" if name == "clothing" else "mnist", "test")
    images, labels = test.images.astype(np.float32) / 255, test.labels
    first, second = (rng.permutation(len(images))[:count] for _ in range(2))
    apart = labels[first] != labels[second]
    match name:
        case "noise":
            return rng.random((count, SIDE, SIDE), np.float32)
        case "grey":
            return np.broadcast_to(
                np.linspace(0, 1, count, dtype=np.float32)[:, None, None], (count, SIDE, SIDE)
            ).copy()
        case "blurred":
            return gaussian_filter(images[first], (0, 2, 2))
        case "overlays":
            return np.maximum(images[first], images[second])[apart]
        case "patches":
            return np.stack([_shuffled(image, rng) for image in images[first]])
        case "glued":
            return np.concatenate([images[first][:, : SIDE // 2], images[second][:, SIDE // 2 :]], 1)[apart]
    return images[first]


def _shuffled(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    across = SIDE // PATCH
    patches = image.reshape(across, PATCH, across, PATCH).swapaxes(1, 2).reshape(-1, PATCH, PATCH)
    mixed = rng.permutation(patches).reshape(across, across, PATCH, PATCH)
    return mixed.swapaxes(1, 2).reshape(SIDE, SIDE)
