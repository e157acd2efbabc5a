"""Distances between sets of feature vectors: Fréchet, precision and recall, density and coverage, diversity."""

import numpy as np
import torch


def moments(features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N,F) -> mean (F,) and covariance (F,F), float64."""
    features = np.asarray(features, np.float64)
    return features.mean(0), np.cov(features, rowvar=False)


def frechet(a: tuple[np.ndarray, np.ndarray], b: tuple[np.ndarray, np.ndarray]) -> float:
    """Squared 2-Wasserstein distance of two Gaussians given as (mean, covariance).

    The formula of Dowson and Landau (1982), as used by FID (arXiv 1706.08500). The trace of the matrix root is the sum
    of the roots of the eigenvalues of Sa^1/2 Sb Sa^1/2, which stay real and non-negative.
    """
    (mean_a, cov_a), (mean_b, cov_b) = a, b
    values, vectors = np.linalg.eigh(cov_a)
    root_a = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    cross = np.sqrt(np.linalg.eigvalsh(root_a @ cov_b @ root_a).clip(0)).sum()
    return float(((mean_a - mean_b) ** 2).sum() + np.trace(cov_a) + np.trace(cov_b) - 2 * cross)


def pairwise_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Euclidean distances of (N,F) to (M,F): float64 (N,M)."""
    left, right = (torch.from_numpy(np.asarray(x, np.float64)) for x in (a, b))
    return torch.cdist(left, right, compute_mode="donot_use_mm_for_euclid_dist").numpy()


def _radii(features: np.ndarray, k: int) -> np.ndarray:
    """Distance of each of (N,F) to its k-th nearest other: (N,)."""
    return np.partition(pairwise_distances(features, features), k, axis=1)[:, k]  # column 0 is the point itself


def precision_recall(real: np.ndarray, fake: np.ndarray, k: int = 5) -> tuple[float, float]:
    """Share of fakes inside the real manifold, and of reals inside the fake one (arXiv 1904.06991, eq. 1)."""
    between = pairwise_distances(real, fake)  # (R,F)
    precision = (between <= _radii(real, k)[:, None]).any(0).mean()
    return float(precision), float(recalled(real, fake, k).mean())


def recalled(real: np.ndarray, fake: np.ndarray, k: int = 5) -> np.ndarray:
    """Which of the reals (R,F) lie inside the manifold of the fakes (N,F), as `precision_recall` has it: (R,)."""
    return np.any(pairwise_distances(real, fake) <= _radii(fake, k)[None, :], axis=1)


def density_coverage(real: np.ndarray, fake: np.ndarray, k: int = 5) -> tuple[float, float]:
    """Of the balls that reach from each real to its k-th nearest: how full they are, and how many hold a fake at all.

    A perfect sampler scores about 1 and 1 - 2^-k (arXiv 2002.09797, eq. 4, 5 and lemma 2). Scattered fakes have wide
    balls of their own, by which they fool recall; here the balls are the reals'.
    """
    inside = filled(real, fake, k)
    return float(inside.sum(0).mean() / k), float(inside.any(1).mean())


def covered(real: np.ndarray, fake: np.ndarray, k: int = 5) -> np.ndarray:
    """Which of the reals (R,F) have a fake (N,F) nearer than their k-th nearest real, as coverage has it: (R,)."""
    return np.any(filled(real, fake, k), axis=1)


def filled(real: np.ndarray, fake: np.ndarray, k: int) -> np.ndarray:
    """(R,N): whether the ball of each real (R,F), as far as its k-th nearest, holds each fake (N,F)."""
    return pairwise_distances(real, fake) <= _radii(real, k)[:, None]


def pair_distances(features: np.ndarray) -> np.ndarray:
    """Mean distance of each of (N,F) to all others: (N,); its mean is the set's diversity."""
    return pairwise_distances(features, features).sum(1) / (len(features) - 1)
