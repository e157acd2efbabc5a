"""The trained digit GANs: a walk over a plane of z, and a quiz beside the discriminator."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import torch

from playground import store
from playground.data import digits
from playground.engines._runtime import checked, device, engine, generators, gpu, noise, to_bytes
from playground.families.gan import CLASSES
from playground.measure.digits import judge, reference
from playground.models.gan_digits import GROUP, DigitDiscriminator, DigitGenerator, deviation
from playground.spec import Frame
from playground.training.gan_digits import pair

NAMES = {"digits": "gan/digits", "clothing": "gan/fashion"}
FREE = "gan/free"
DATA: dict[str, digits.Name] = {"digits": "mnist", "clothing": "fashion_mnist"}
NONE = CLASSES.index("none")
SIDE, REACH, STEPS = 21, 1.5, 17
REAL_JUDGED = 200
BATCH = 64


@dataclass(frozen=True, eq=False)
class Opponents:
    """Generator and discriminator, and what the three fixed pictures beside which D judges look like to it (3,H)."""

    G: DigitGenerator
    D: DigitDiscriminator
    company: torch.Tensor

    @torch.inference_mode()
    def draw(self, z: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """z (B,Z), labels (B,) in 0..10 -> (B,1,28,28) in [-1,1], 64 at a time: more no longer fit a CPU's cache."""
        batches = zip(z.to(device()).split(BATCH), labels.to(device()).split(BATCH), strict=True)
        return torch.cat([self.G(*batch) for batch in batches])

    @torch.inference_mode()
    def logits(self, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """D's logits (B,) of images (B,1,28,28) in [-1,1], each judged by itself.

        D was trained on groups of four and sees how much a group varies. Here every picture has the same three
        forgeries for company, so that a verdict depends on no other picture of the batch.
        """
        h = self.D.convolutions(images.to(device()))  # (B,H)
        groups = torch.cat([h[:, None], self.company.expand(len(h), -1, -1)], 1)  # (B,4,H)
        return self.D.verdict(h, deviation(groups.flatten(0, 1))[::GROUP], labels.to(device()))


def opposed(networks: torch.nn.ModuleDict) -> Opponents:
    """Both networks made ready to play; D's company is forged from seeds 0, 1, 2 without a class."""
    networks.requires_grad_(False).eval().to(device())
    G, D = networks["generator"], networks["discriminator"]
    z = noise(generators(0, GROUP - 1), (G.noise,)).to(device())
    with torch.inference_mode():
        company = D.convolutions(G(z, torch.full((GROUP - 1,), NONE, device=device())))
    return Opponents(G, D, company)


@cache
def opponents(name: str = "gan/digits") -> Opponents:
    """Load a shipped pair onto the device; raises BadWeights."""
    config, tensors = store.read(name)
    networks = pair(config)
    networks.load_state_dict(tensors)
    return opposed(networks)


def playing(data: str, label: int) -> Opponents:
    """The pair for these pictures; digits without a class have one of their own."""
    return opponents(FREE if data == "digits" and label == NONE else NAMES[data])


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


def timed(draw: Callable[[], torch.Tensor]) -> tuple[float, torch.Tensor]:
    """Seconds that a pass takes until its pictures are there, and the pictures."""
    began = time.perf_counter()
    images = draw()
    if images.is_cuda:
        torch.cuda.synchronize()
    return time.perf_counter() - began, images


def believed(both: Opponents, images: torch.Tensor, labels: torch.Tensor) -> np.ndarray:
    """D's belief that each picture is real, float32 (B,) in 0..1."""
    return both.logits(images, labels).sigmoid().float().cpu().numpy()


@gpu
@checked(engine("gan", "latent"))
def latent(
    *, data: str = "digits", label: str = "7", seed: int = 7, seed_b: int = 8, truncation: float = 1.0,
    x: float = 0.0, y: float = 0.0,
) -> Iterator[Frame]:  # fmt: skip
    """One Frame with everything that the stage drags over.

    Arrays: pictures uint8 (441,28,28) over the plane of z, row by row from the top left, and belief float32 (441,),
    D's belief in each; classes uint8 (11,28,28), the ten classes and none at the z of (x, y), with belief_classes;
    path uint8 (17,28,28) from the seed's z to seed_b's, with belief_path.

    Stats: ms (one picture alone), seconds (all 441, in passes of 64); parameters_g, parameters_d; noise (numbers in z);
    length (of z, before truncation) and typical (what it is on average); angle (between the two seeds' z, degrees);
    clothing (1 or 0), label (10 for none), truncation, x and y, as asked; belief_real (D's mean belief in real test
    pictures, where the data set is there); for digits recognised (of the ten classes, by the classifier) and
    recognised_real (share of real test digits).
    """
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
    yield Frame(0, 1, arrays, stats | parameters(both) | floors(both, data, arrays["classes"]))


def _forged(both: Opponents, z: torch.Tensor, labels: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Pictures uint8 (B,28,28) and D's belief in each, float32 (B,)."""
    images = both.draw(z, labels)
    return to_bytes(images[:, 0]), believed(both, images, labels)


def parameters(both: Opponents) -> dict[str, int]:
    """How many weights each opponent has."""
    counts = {"parameters_g": both.G, "parameters_d": both.D}
    return {name: sum(weight.numel() for weight in network.parameters()) for name, network in counts.items()}


def floors(both: Opponents, data: str, classes: np.ndarray) -> dict[str, float]:
    """What real pictures score with D, and how many of the ten classes (11,28,28) the classifier recognises."""
    stats = {}
    if digits.load(DATA[data], "test").source != "embedded":
        stats["belief_real"] = real_belief(both, DATA[data])
    if data == "digits":
        stats["recognised"] = int(judge(classes[:NONE]).agreement(np.arange(NONE)).sum())
        stats["recognised_real"] = reference().accuracy()
    return stats


@cache
def real_belief(both: Opponents, name: digits.Name) -> float:
    """D's mean belief in the first 200 test pictures with their classes."""
    test = digits.require(name, "test")
    images, labels = test.images[:REAL_JUDGED], test.labels[:REAL_JUDGED]
    return float(believed(both, to_signed(images), torch.from_numpy(labels)).mean())


def to_signed(images: np.ndarray) -> torch.Tensor:
    """uint8 (N,28,28) -> float32 (N,1,28,28) in [-1,1]."""
    return torch.from_numpy(images[:, None] / np.float32(127.5) - 1)


@gpu
@checked(engine("gan", "quiz"))
def quiz(*, data: str = "digits", seed: int = 7, truncation: float = 1.0) -> Iterator[Frame]:
    """One Frame with twenty pictures in the seed's order: ten of the test set, ten forged with the same classes.

    Arrays: pictures uint8 (20,28,28); truth uint8 (20,), 1 for real; classes uint8 (20,), which D is told; belief
    float32 (20,), D's that it is real. Stats: ms (D's verdict on one picture, all twenty at once); parameters_d;
    clothing (1 or 0). Raises DataMissing without the data set.
    """
    both, test = opponents(NAMES[data]), digits.require(DATA[data], "test")
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(test.images), 10, replace=False)
    labels = torch.from_numpy(test.labels[chosen])
    forged = both.draw(truncation * noise(generators(seed, 10), (both.G.noise,)), labels)
    pictures = np.concatenate([test.images[chosen], to_bytes(forged[:, 0])])
    order = rng.permutation(20)
    pictures, labels, truth = pictures[order], labels.repeat(2)[order], np.repeat([1, 0], 10)[order]
    tries = [timed(lambda: both.logits(to_signed(pictures), labels)) for _ in range(3)]
    arrays = {
        "pictures": pictures, "truth": truth.astype(np.uint8), "classes": labels.numpy().astype(np.uint8),
        "belief": tries[0][1].sigmoid().float().cpu().numpy(),
    }  # fmt: skip
    stats = {
        "ms": 50 * min(seconds for seconds, _ in tries),
        "parameters_d": parameters(both)["parameters_d"],
        "clothing": data == "clothing",
    }
    yield Frame(0, 1, arrays, {name: float(value) for name, value in stats.items()})


def sample_digits(labels: np.ndarray, *, seed: int = 0, name: str = "gan/digits") -> np.ndarray:
    """Pictures of the asked classes for the quality table: (N,) -> float32 (N,28,28), seed + i each."""
    both = opponents(name)
    z = noise(generators(seed, len(labels)), (both.G.noise,))
    return ((both.draw(z, torch.from_numpy(labels))[:, 0] + 1) / 2).cpu().numpy()


def sample_clothing(labels: np.ndarray, *, seed: int = 0) -> np.ndarray:
    """As `sample_digits`, of clothing."""
    return sample_digits(labels, seed=seed, name="gan/fashion")


def sample_free(labels: np.ndarray, *, seed: int = 0) -> np.ndarray:
    """As `sample_digits`, by the pair whose z alone chooses the digit."""
    return sample_digits(labels, seed=seed, name=FREE)
