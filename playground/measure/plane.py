"""Metrics in the plane, each with what a perfect sampler scores at the same size."""

from functools import lru_cache

import numpy as np
import torch

from playground.data.plane import Density

SAMPLES = 2500  # VEEGAN's and PacGAN's protocol (arXiv 1705.07761, 1712.04086)
MMD_SAMPLES = 300
WIDTHS = (0.03, 0.13, 0.5)  # of the window's half


def coverage(density: Density, x: torch.Tensor) -> dict[str, float]:
    """What (N,2) samples say of a density with modes.

    modes: how many are nearest to at least one high-quality sample; high_quality: share within 3 sigma of the nearest
    mean; fair_modes: how many hold at least a quarter of their fair share of all samples.
    """
    which, good = density.assign(x)
    counts = torch.bincount(which[good], minlength=density.modes)
    fair = len(x) / density.modes
    return {
        "modes": float((counts > 0).sum()),
        "high_quality": good.float().mean().item(),
        "fair_modes": float((counts >= fair / 4).sum()),
    }


def _kernel(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    squares = torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist").square()
    return sum((torch.exp(-squares / (2 * width**2)) for width in WIDTHS), torch.zeros(())) / len(WIDTHS)


def mmd2(a: torch.Tensor, b: torch.Tensor) -> float:
    """Unbiased squared maximum mean discrepancy of (N,2) and (M,2), three Gaussian kernels (Gretton 2012, eq. 3).

    Zero on average for equal distributions, so it may fall a little below. In units of the window: x / density.reach.
    """
    n, m = len(a), len(b)
    within = (_kernel(a, a).sum() - n) / (n * (n - 1)) + (_kernel(b, b).sum() - m) / (m * (m - 1))
    return (within - 2 * _kernel(a, b).mean()).item()


@lru_cache(64)
def floors(density: Density, rounds: int = 20) -> dict[str, float]:
    """What fresh real samples score: mean of coverage over `rounds` draws, and the 95 % quantile of mmd2."""
    rng = torch.Generator().manual_seed(0)
    seen = [coverage(density, density.sample(SAMPLES, rng)) for _ in range(rounds)]
    draws = [density.sample(MMD_SAMPLES, rng) / density.reach for _ in range(2 * rounds)]
    pairs = [mmd2(a, b) for a, b in zip(draws[::2], draws[1::2], strict=True)]
    means = {name: float(np.mean([one[name] for one in seen])) for name in seen[0]}
    return means | {"mmd2": float(np.quantile(pairs, 0.95))}


def smoothed(x: torch.Tensor, axis: torch.Tensor, width: float) -> torch.Tensor:
    """Gaussian kernel estimate of (N,2) on the square lattice axis x axis: (S,S), rows are y, per unit area.

    The kernel factorises over x and y, so this is one matrix product.
    """
    columns, rows = (torch.exp(-(axis - x[:, d, None]).square() / (2 * width**2)) for d in (0, 1))  # (N,S)
    return rows.T @ columns / (len(x) * 2 * torch.pi * width**2)
