"""What can be said of a picture without a judge: sharpness, likeness to another, distance from the training set.

Pictures are float (N,28,28), or any (N,H,W), with grey values in [0,1].
"""

from functools import cache

import numpy as np
import torch

from playground.data import digits


def sharpness(images: np.ndarray) -> np.ndarray:
    """(N,H,W) -> (N,): how steep a picture's edges are, in grey values per pixel; 0 for one without any.

    sum |g|^2 / sum |g| over forward differences g = (dx, dy), the mean slope, each pixel weighted by its slope.
    A straight black-to-white edge has 1; spread evenly over w pixels 1/w; at half the contrast 1/2. Unlike the variance
    of the Laplacian it does not grow with the amount of ink.
    """
    x = np.asarray(images, np.float64)
    dx, dy = np.diff(x, axis=2)[:, :-1], np.diff(x, axis=1)[:, :, :-1]
    slope = np.hypot(dx, dy)  # (N,H-1,W-1)
    total = slope.sum((1, 2))
    return np.divide((slope**2).sum((1, 2)), total, out=np.zeros_like(total), where=total > 0)


def psnr(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Peak signal-to-noise ratio (N,) in decibels, peak 1; infinite between equal pictures."""
    error = ((np.asarray(images, np.float64) - others) ** 2).mean((1, 2))
    with np.errstate(divide="ignore"):
        return -10 * np.log10(error)


def ssim(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Structural similarity (N,), 1 between equal pictures.

    Wang et al. 2004 (doi 10.1109/TIP.2003.819861), eq. 13, mean over every whole Gaussian window of 11x11, sigma 1.5.
    """
    a, b = (np.asarray(x, np.float64) for x in (images, others))
    down, across = (_windows(side) for side in a.shape[1:])
    mean_a, mean_b, aa, bb, ab = (down @ x @ across.T for x in (a, b, a * a, b * b, a * b))
    var_a, var_b, cov = aa - mean_a**2, bb - mean_b**2, ab - mean_a * mean_b
    c1, c2 = 0.01**2, 0.03**2
    likeness = (2 * mean_a * mean_b + c1) * (2 * cov + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))
    return likeness.mean((1, 2))


def _windows(side: int) -> np.ndarray:
    """The Gaussian windows along one axis, as rows (side-10,side)."""
    bell = np.exp(-0.5 * ((np.arange(11) - 5) / 1.5) ** 2)
    return np.stack([np.pad(bell / bell.sum(), (first, side - 11 - first)) for first in range(side - 10)])


@cache
def _known() -> tuple[torch.Tensor, torch.Tensor]:
    """The 60,000 training digits (60000,784), and half their squared lengths."""
    flat = torch.from_numpy(digits.require("mnist", "train").images.copy()).flatten(1) / 255
    return flat, 0.5 * (flat**2).sum(1)


def nearest_training(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Euclidean pixel distance (N,) of (N,28,28) to the nearest of the 60,000 MNIST training digits, and which (N,).

    Raises:
        DataMissing: MNIST is not there; the number means nothing on a stand-in.
    """
    known, half = _known()
    x = torch.from_numpy(np.asarray(images, np.float32)).flatten(1)
    chosen = torch.cat([(half - rows @ known.T).argmin(1) for rows in x.split(250)])
    return (x - known[chosen]).norm(dim=1).numpy(), chosen.numpy()
