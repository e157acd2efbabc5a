"""Densities in the plane whose log p, score and sampler are known in closed form; each has its own window.

Each is a mixture of Gaussians, curves being rows of many, or a checkerboard of blurred squares. So every one can be
blurred with a Gaussian kernel and stays exact, which is what an honest comparison with a kernel estimate needs.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import torch

from playground.errors import BadInput

NAMES = ("line", "two Gaussians", "ring", "grid", "moons", "spiral", "checkerboard", "blobs", "drawn")
DRAWN_SIGMA, DRAWN_POINTS, PAD = 0.04, 160, 256.0


@dataclass(frozen=True, eq=False)
class Mixture:
    """Gaussians of one deviation at `means` (K,2), equally likely; `part` (K,) is the mode each belongs to.

    `reach`: the window is [-reach,reach]^2.
    """

    means: torch.Tensor
    sigma: float
    part: torch.Tensor
    reach: float = 1.5

    @property
    def modes(self) -> int:
        return int(self.part.max()) + 1

    def log_prob(self, x: torch.Tensor) -> torch.Tensor:
        """(N,2) -> (N,), in nats per unit area."""
        squares = torch.cdist(x, self.means, compute_mode="donot_use_mm_for_euclid_dist").square()  # (N,K)
        norm = math.log(len(self.means) * 2 * math.pi * self.sigma**2)
        return torch.logsumexp(-squares / (2 * self.sigma**2), 1) - norm

    def score(self, x: torch.Tensor) -> torch.Tensor:
        """The gradient of log_prob: (N,2) -> (N,2)."""
        away = self.means - x[:, None]  # (N,K,2)
        weight = torch.softmax(-away.square().sum(2) / (2 * self.sigma**2), 1)
        return (weight[..., None] * away).sum(1) / self.sigma**2

    def sample(self, count: int, rng: torch.Generator) -> torch.Tensor:
        """(count,2) independent draws."""
        chosen = torch.randint(len(self.means), (count,), generator=rng)
        return self.means[chosen] + self.sigma * torch.randn(count, 2, generator=rng)

    def blurred(self, width: float) -> "Mixture":
        """The density of x + width * noise."""
        return replace(self, sigma=math.hypot(self.sigma, width))

    def assign(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Of each of (N,2): the mode of the nearest mean (N,), and whether it lies within 3 sigma of it (N,)."""
        nearest, which = torch.cdist(x, self.means, compute_mode="donot_use_mm_for_euclid_dist").min(1)
        return self.part[which], nearest < 3 * self.sigma


@dataclass(frozen=True, eq=False)
class Checkerboard:
    """Eight squares of side `side` out of sixteen, equally likely, their edges blurred by `sigma`."""

    side: float = 0.5
    sigma: float = 0.02
    reach: float = 1.5

    @property
    def corners(self) -> torch.Tensor:
        """The lower left corners (8,2)."""
        places = [(i, j) for i in range(4) for j in range(4) if (i + j) % 2]
        return (torch.tensor(places, dtype=torch.float32) - 2) * self.side

    @property
    def modes(self) -> int:
        return len(self.corners)

    def _edges(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        low = (x[:, None] - self.corners) / self.sigma  # (N,8,2)
        return low, low - self.side / self.sigma

    def log_prob(self, x: torch.Tensor) -> torch.Tensor:
        """(N,2) -> (N,), in nats per unit area."""
        return torch.logsumexp(self._log_squares(x).sum(2), 1) - math.log(self.modes)

    def _log_squares(self, x: torch.Tensor) -> torch.Tensor:
        """log of (Phi(low) - Phi(high)) / side per axis, from the tail where it does not vanish: (N,8,2)."""
        low, high = self._edges(x)
        flip = (low + high) < 0
        far, near = torch.where(flip, low, -high), torch.where(flip, high, -low)
        log_far, log_near = torch.special.log_ndtr(far), torch.special.log_ndtr(near)
        return log_far + torch.log1p(-torch.exp((log_near - log_far).clamp(max=-1e-7))) - math.log(self.side)

    def score(self, x: torch.Tensor) -> torch.Tensor:
        """The gradient of log_prob: (N,2) -> (N,2)."""
        low, high = self._edges(x)
        logs = self._log_squares(x)
        weight = torch.softmax(logs.sum(2), 1)[..., None]  # (N,8,1)
        half_log_2pi = 0.5 * math.log(2 * math.pi)
        slope = [torch.exp(-edge.square() / 2 - half_log_2pi - logs) for edge in (low, high)]
        return (weight * (slope[0] - slope[1])).sum(1) / (self.sigma * self.side)

    def sample(self, count: int, rng: torch.Generator) -> torch.Tensor:
        """(count,2) independent draws."""
        corner = self.corners[torch.randint(self.modes, (count,), generator=rng)]
        inside = self.side * torch.rand(count, 2, generator=rng)
        return corner + inside + self.sigma * torch.randn(count, 2, generator=rng)

    def blurred(self, width: float) -> "Checkerboard":
        """The density of x + width * noise."""
        return replace(self, sigma=math.hypot(self.sigma, width))

    def assign(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Of each of (N,2): the nearest square (N,), and whether it lies within 3 sigma of it (N,)."""
        away = (x[:, None] - self.corners - self.side / 2).abs() - self.side / 2
        distance, which = away.clamp(min=0).norm(dim=2).min(1)
        return which, distance < 3 * self.sigma


Density = Mixture | Checkerboard


def density(name: str, strokes: str = "") -> Density:
    """The density of that name; "drawn" is the kernel density of the strokes, as the sketch pad writes them.

    Raises:
        BadInput: nothing is drawn.
    """
    return drawn(strokes) if name == "drawn" else _shape(name)


@cache
def _shape(name: str) -> Density:
    return SHAPES[name]()


def _modes(means: list[tuple[float, float]], sigma: float, reach: float = 1.5) -> Mixture:
    return Mixture(torch.tensor(means, dtype=torch.float32), sigma, torch.arange(len(means)), reach)


def _curve(points: np.ndarray, sigma: float, parts: int) -> Mixture:
    """A row of Gaussians along a curve (K,2), cut into `parts` pieces that count as its modes."""
    means = torch.tensor(points, dtype=torch.float32)
    return Mixture(means, sigma, torch.arange(len(means)) * parts // len(means))


def ring() -> Mixture:
    """Eight modes on a circle; deviation over radius 0.05."""
    return _modes([(math.cos(k * math.pi / 4), math.sin(k * math.pi / 4)) for k in range(8)], 0.05)


def grid() -> Mixture:
    """Twenty-five modes, as in PacGAN (arXiv 1712.04086): two apart, each of deviation 0.05."""
    places = (-4.0, -2.0, 0.0, 2.0, 4.0)
    return _modes([(x, y) for x in places for y in places], 0.05, reach=5.2)


def two_gaussians() -> Mixture:
    return _modes([(-0.6, -0.6), (0.6, 0.6)], 0.15)


def blobs() -> Mixture:
    return _modes([(-0.7, -0.4), (0.7, -0.4), (0.0, 0.8)], 0.12)


def line() -> Mixture:
    t = np.linspace(-1, 1, 64)
    return _curve(np.stack([t, 0.5 * t], 1), 0.04, 8)


def moons() -> Mixture:
    angle = np.linspace(0, math.pi, 48)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], 1)
    both = np.concatenate([upper, -upper])
    return _curve(0.85 * both, 0.05, 8)


def spiral() -> Mixture:
    t = np.sqrt(np.linspace(0.02, 1, 160)) * 3 * math.pi  # equal steps of arc length, nearly
    return _curve(np.stack([t * np.cos(t), t * np.sin(t)], 1) * 1.2 / t[-1], 0.035, 12)


def drawn(strokes: str) -> Mixture:
    """Gaussians evenly spread over strokes "x,y x,y;..." in pixels of the pad, y down."""
    lines = [np.array([pair.split(",") for pair in stroke.split()], float) for stroke in strokes.split(";") if stroke]
    if not lines:
        raise BadInput("Nothing is drawn yet: draw on the pad, or choose another data set.")
    points = np.concatenate([_evenly(stroke) for stroke in lines])
    points = points[np.linspace(0, len(points) - 1, min(len(points), DRAWN_POINTS)).astype(int)]
    centred = (points.clip(0, PAD) / (PAD / 2) - 1) * (1.2, -1.2)
    return _curve(centred, DRAWN_SIGMA, min(8, len(points)))


def _evenly(stroke: np.ndarray, gap: float = 4.0) -> np.ndarray:
    """Points `gap` pixels apart along a stroke (P,2); a stroke of one point is that point."""
    walked = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(stroke, axis=0), axis=1))])
    at = np.linspace(0, walked[-1], max(1, int(walked[-1] / gap) + 1))
    return np.stack([np.interp(at, walked, stroke[:, axis]) for axis in (0, 1)], 1)


SHAPES: dict[str, Callable[[], Density]] = {
    "line": line, "two Gaussians": two_gaussians, "ring": ring, "grid": grid, "moons": moons, "spiral": spiral,
    "checkerboard": Checkerboard, "blobs": blobs,
}  # fmt: skip
