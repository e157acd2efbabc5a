"""The trained digit GANs: loading, drawing, and what the discriminator believes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch

from playground import store
from playground.data import digits
from playground.engines._runtime import device, generators, noise, settled
from playground.families.gan.pictures import CLASSES
from playground.measure.digits import reference
from playground.models.classifier.digits import judge
from playground.models.gan.digits import GROUP, DigitDiscriminator, DigitGenerator, deviation
from playground.training.gan.digits import Pair

NAMES = {"digits": "gan/digits", "clothing": "gan/fashion"}
FREE = "gan/free"
DATA: dict[str, digits.Name] = {"digits": "mnist", "clothing": "fashion_mnist"}
NONE = CLASSES.index("none")
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


def opposed(networks: Pair) -> Opponents:
    """Both networks made ready to play; D's company is forged from seeds 0, 1, 2 without a class."""
    networks.requires_grad_(False).eval().to(device())
    G, D = networks.generator, networks.discriminator
    z = noise(generators(0, GROUP - 1), (G.noise,)).to(device())
    with torch.inference_mode():
        company = D.convolutions(G(z, torch.full((GROUP - 1,), NONE, device=device())))
    return Opponents(G, D, company)


@cache
def opponents(name: str = "gan/digits") -> Opponents:
    """Load a shipped pair onto the device; raises BadWeights."""
    config, tensors = store.read(name)
    networks = Pair(config)
    networks.load_state_dict(tensors)
    return opposed(networks)


def playing(data: str, label: int) -> Opponents:
    """The pair for these pictures; digits without a class have one of their own."""
    return opponents(FREE if data == "digits" and label == NONE else NAMES[data])


def timed(draw: Callable[[], torch.Tensor]) -> tuple[float, torch.Tensor]:
    """Seconds that a pass takes until its pictures are there, and the pictures."""
    began = time.perf_counter()
    images = settled(draw())
    return time.perf_counter() - began, images


def believed(both: Opponents, images: torch.Tensor, labels: torch.Tensor) -> np.ndarray:
    """D's belief that each picture is real, float32 (B,) in 0..1."""
    return both.logits(images, labels).sigmoid().float().cpu().numpy()


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
