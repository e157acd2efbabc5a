"""Strange pictures and how well a score tells them: corruptions, AUROC, and PCA's reconstruction error.

Pictures are float (N,28,28) with grey values in [0,1].
"""

from functools import cache

import numpy as np
import torch
from scipy.stats import rankdata
from sklearn.decomposition import PCA
from sklearn.metrics import roc_auc_score
from torch.nn import functional as F

from playground.data import digits
from playground.measure.statistics import Z95, wilson

NOISE, BLUR, PATCH, TURN = 0.3, 1.5, 10, 1  # standard deviation, pixels, pixels, quarter turns
FAINT = 0.4  # of the ink
COMPONENTS = 32


def auroc(normal: np.ndarray, strange: np.ndarray) -> float:
    """The chance that a strange picture's score (M,) lies above a normal one's (N,); ties count half."""
    labels = np.r_[np.zeros(len(normal)), np.ones(len(strange))]
    return float(roc_auc_score(labels, np.r_[normal, strange]))


def auroc_interval(normal: np.ndarray, strange: np.ndarray) -> tuple[float, float, float]:
    """AUROC with its 95 % interval, from the placements of both groups (DeLong et al. 1988, eq. 4 and 5).

    Where every pair is in the same order those placements do not vary: then Wilson's interval of the smaller group.
    """
    area, n, m = auroc(normal, strange), len(normal), len(strange)
    ranks = rankdata(np.r_[normal, strange])
    below = (ranks[n:] - rankdata(strange)) / n  # (M,) share of the normal ones below each strange one
    above = 1 - (ranks[:n] - rankdata(normal)) / m  # (N,)
    error = (below.var(ddof=1) / m + above.var(ddof=1) / n) ** 0.5
    if error < 1e-9:
        least = min(n, m)
        return area, *wilson(round(area * least), least)
    return area, max(0.0, area - Z95 * error), min(1.0, area + Z95 * error)


def noisy(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Gaussian noise of standard deviation 0.3 on every pixel, kept in [0,1]."""
    return (images + rng.normal(0, NOISE, images.shape)).clip(0, 1).astype(np.float32)


def blurred(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A Gaussian blur of 1.5 pixels; nothing is drawn."""
    bell = torch.exp(-0.5 * (torch.arange(-6, 7) / BLUR) ** 2)
    bell = bell / bell.sum()
    x = torch.from_numpy(np.asarray(images, np.float32))[:, None]
    return F.conv2d(F.conv2d(x, bell.view(1, 1, 1, -1), padding=(0, 6)), bell.view(1, 1, -1, 1), padding=(6, 0))[
        :, 0
    ].numpy()


def patched(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A square of 10x10 pixels, anywhere, inverted."""
    made, side = np.array(images, np.float32), images.shape[-1]
    for picture, (top, left) in zip(made, rng.integers(0, side - PATCH + 1, (len(images), 2)), strict=True):
        square = picture[top : top + PATCH, left : left + PATCH]
        square[:] = 1 - square
    return made


def rotated(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A quarter turn, to either side."""
    left, right = (np.rot90(images, turn, (1, 2)) for turn in (TURN, -TURN))
    return np.where(rng.random((len(images), 1, 1)) < 0.5, left, right).astype(np.float32)


def faint(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Two fifths of the ink; nothing is drawn."""
    return images * np.float32(FAINT)


def short_lines(count: int, rng: np.random.Generator) -> np.ndarray:
    """(count,28,28): one straight stroke each, 6 to 18 pixels long and as thick as a thin pen's, at any angle."""
    y, x = np.mgrid[:28, :28]
    middle, angle, half = rng.uniform(9, 19, (2, count, 1, 1)), rng.uniform(0, np.pi, count), rng.uniform(3, 9, count)
    angle, half = angle[:, None, None], half[:, None, None]
    across, down = x - middle[0], y - middle[1]
    along = (across * np.cos(angle) + down * np.sin(angle)).clip(-half, half)
    distance = np.hypot(across - along * np.cos(angle), down - along * np.sin(angle))
    return (1.1 - distance).clip(0, 1).astype(np.float32)


def dots(count: int, rng: np.random.Generator) -> np.ndarray:
    """(count,28,28): one dot each, 1 to 2 pixels in radius, within 8 pixels of the middle."""
    y, x = np.mgrid[:28, :28]
    middle, radius = rng.uniform(6, 21, (2, count, 1, 1)), rng.uniform(1, 2, (count, 1, 1))
    return (radius + 0.5 - np.hypot(x - middle[0], y - middle[1])).clip(0, 1).astype(np.float32)


CORRUPTIONS = {"noisy": noisy, "blurred": blurred, "inverted patch": patched, "rotated": rotated}


@cache
def principal(count: int) -> PCA:
    """The first principal components of MNIST's training pictures, grey values in [0,1]. Raises DataMissing."""
    flat = digits.require("mnist", "train").images.reshape(-1, 784).astype(np.float32) / 255
    return PCA(count, svd_solver="covariance_eigh").fit(flat)


def pca_reconstruction(images: np.ndarray, components: int = COMPONENTS) -> np.ndarray:
    """(N,28,28) from the first principal components of MNIST's training set, (N,28,28). Raises DataMissing."""
    fitted = principal(components)
    flat = np.asarray(images, np.float32).reshape(len(images), -1)
    return fitted.inverse_transform(fitted.transform(flat)).reshape(images.shape)


def pca_error(images: np.ndarray, components: int = COMPONENTS) -> np.ndarray:
    """Squared error (N,) of that reconstruction, summed over the pixels."""
    return ((images - pca_reconstruction(images, components)) ** 2).sum((1, 2))
