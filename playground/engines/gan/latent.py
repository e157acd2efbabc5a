"""A walk over a plane of z of a trained digit GAN."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from playground.engines._runtime import checked, engine, generators, gpu, noise, to_bytes
from playground.engines.gan.opponents import (
    NAMES,
    NONE,
    Opponents,
    believed,
    floors,
    opponents,
    parameters,
    playing,
    timed,
)
from playground.families.gan.pictures import CLASSES
from playground.spec import Frame

SIDE, REACH, STEPS = 21, 1.5, 17


@dataclass(frozen=True)
class Plane:
    """A piece of the sphere of radius |z0|: z0 in the middle, two orthonormal directions u, v at right angles to it."""

    z0: torch.Tensor
    u: torch.Tensor
    v: torch.Tensor

    def at(self, places: torch.Tensor) -> torch.Tensor:
        """Places (P,2), x and y in [-1,1] -> z (P,Z).

        z0 + 1.5 |z0| (x u + y v), brought back to the length |z0|: most of a Gaussian lies on such a shell, and a z far
        off it is one that G has never met. An edge of the plane is 56 degrees from its middle.
        """
        length = self.z0.norm()
        z = self.z0 + REACH * length * (places @ torch.stack([self.u, self.v]))
        return z * (length / z.norm(dim=1, keepdim=True))


def plane(seed: int, size: int) -> Plane:
    """The seed's z of `size` numbers, and two directions that the same seed draws after it."""
    z0, u, v = torch.randn(3, size, generator=generators(seed, 1)[0])
    axes = torch.linalg.qr(torch.stack([z0, u, v], 1)).Q
    return Plane(z0, axes[:, 1], axes[:, 2])


def lattice_places() -> torch.Tensor:
    """(441,2): row by row from the top left (-1, 1) to the bottom right (1, -1)."""
    steps = torch.arange(-(SIDE // 2), SIDE // 2 + 1) / (SIDE // 2)
    return torch.stack(torch.meshgrid(-steps, steps, indexing="ij")[::-1], -1).flatten(0, 1)


def interpolate(a: torch.Tensor, b: torch.Tensor, steps: int) -> torch.Tensor:
    """Spherical interpolation (arXiv 1609.04468, section 2.1) of z a (Z,) to b (Z,) with the length between theirs."""
    t = torch.linspace(0, 1, steps)[:, None]
    length_a, length_b = a.norm(), b.norm()
    angle = torch.arccos((a @ b / (length_a * length_b)).clamp(-1, 1))
    if angle < 1e-4:
        return torch.lerp(a, b, t)
    turned = torch.sin((1 - t) * angle) * (a / length_a) + torch.sin(t * angle) * (b / length_b)
    return turned / torch.sin(angle) * torch.lerp(length_a, length_b, t)


@lru_cache(maxsize=16)
def lattice(both: Opponents, label: int, seed: int, truncation: float) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Pictures uint8 (441,28,28), D's belief float32 (441,); seconds for one picture alone, and for all of the plane.

    Kept for a while, because a step across the plane asks for the same one again.
    """
    z = truncation * plane(seed, both.G.noise).at(lattice_places())
    labels = torch.full((len(z),), label)
    seconds, images = timed(lambda: both.draw(z, labels))
    alone = statistics.median(timed(lambda: both.draw(z[:1], labels[:1]))[0] for _ in range(7))
    return to_bytes(images[:, 0]), believed(both, images, labels), alone, seconds


@gpu
@checked(engine("gan", "latent"))
def latent(
    *, data: str = "digits", label: str = "7", seed: int = 7, seed_b: int = 8, truncation: float = 1.0,
    x: float = 0.0, y: float = 0.0,
) -> Iterator[Frame]:  # fmt: skip
    """One Frame with everything that the stage drags over: a plane of z, the classes at (x, y), the walk."""
    asked = CLASSES.index(label)
    both = playing(data, asked)
    pictures, belief, alone, seconds = lattice(both, asked, seed, truncation)
    walk, (z_b,) = plane(seed, both.G.noise), noise(generators(seed_b, 1), (both.G.noise,))
    path = interpolate(walk.z0, z_b, STEPS)
    here = truncation * walk.at(torch.tensor([[x, y]]))
    named = _forged(opponents(NAMES[data]), here.expand(NONE, -1), torch.arange(NONE))
    unnamed = _forged(playing(data, NONE), here, torch.tensor([NONE]))
    on_path = _forged(both, truncation * path, torch.full((STEPS,), asked))
    arrays = {
        "pictures": pictures, "belief": belief, "path": on_path[0], "belief_path": on_path[1],
        "classes": np.concatenate([named[0], unnamed[0]]), "belief_classes": np.concatenate([named[1], unnamed[1]]),
    }  # fmt: skip
    cosine = torch.nn.functional.cosine_similarity(walk.z0, z_b, dim=0)
    stats = {
        "ms": 1000 * alone, "seconds": seconds, "noise": both.G.noise, "length": float(walk.z0.norm()),
        "typical": both.G.noise**0.5, "angle": float(torch.rad2deg(torch.arccos(cosine.clamp(-1, 1)))),
        "clothing": float(data == "clothing"), "label": asked, "truncation": truncation, "x": x, "y": y,
    }  # fmt: skip
    yield Frame(0, 1, arrays, stats | parameters(both) | floors(both, data, arrays["classes"]), kind="result")


def _forged(both: Opponents, z: torch.Tensor, labels: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Pictures uint8 (B,28,28) and D's belief in each, float32 (B,)."""
    images = both.draw(z, labels)
    return to_bytes(images[:, 0]), believed(both, images, labels)
