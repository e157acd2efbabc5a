"""Digits in a few bytes, by codes, principal components and JPEG; and how sharp each family's pictures are."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from playground.data import digits
from playground.engines._runtime import checked, engine, gpu, progress, to_bytes
from playground.engines.diffusion.denoiser import finish
from playground.engines.diffusion.quality import digit_run
from playground.engines.gan import opponents
from playground.families.vae.compress import MAKERS, METHODS
from playground.measure.anomaly import principal
from playground.measure.bounds import kl
from playground.measure.compression import jpeg, quantised
from playground.measure.digits import crop
from playground.measure.pictures import psnr, sharpness, ssim
from playground.measure.statistics import mean_interval
from playground.models.vae.trained import codes, fitted, flat, network, painted, prior, reconstructed
from playground.spec import Frame

COUNTS = {"VAE": (1, 2, 3, 4, 6, 8, 12, 16, 24), "AE": (1, 2, 3, 4, 6, 8, 12, 16, 24),
          "PCA": (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64), "VAE, 2 numbers": (2,), "AE, 2 numbers": (2,)}  # fmt: skip
QUALITIES = (1, 5, 10, 20, 35, 50, 70, 85, 95)
NAMES = {"VAE": "vae/digits24-vae", "AE": "vae/digits24-ae", "VAE, 2 numbers": "vae/digits2-vae",
         "AE, 2 numbers": "vae/digits2-ae"}  # fmt: skip
COMPONENTS = 64
EXAMPLES, SHOWN = 8, 6
SAMPLED, CARVED, CARVING = 200, 20, 20  # pictures of the quick makers and of diffusion; its steps

Maker = Callable[[np.ndarray, int], np.ndarray]  # pictures (N,28,28), seed -> pictures


@dataclass(frozen=True, eq=False)
class Coder:
    """Numbers (N,Z) of pictures, what the decoder knows of them, and the decoder; `order`: the most telling first."""

    numbers: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    order: np.ndarray
    decode: Callable[[np.ndarray], np.ndarray]

    def through(self, count: int, bits: int) -> np.ndarray:
        """The first `count` numbers at `bits` bits each, the others at their mean, decoded: (N,28,28)."""
        z = np.broadcast_to(self.mean, self.numbers.shape).astype(np.float32)
        kept = self.order[:count]
        z[:, kept] = quantised(self.numbers, self.mean, self.deviation, bits)[:, kept]
        return self.decode(z)


@torch.inference_mode()
def coder(method: str, images: np.ndarray) -> Coder:
    """The numbers of (N,28,28) under a method of NAMES, or principal components."""
    if method == "PCA":
        fit = principal(COMPONENTS)
        return Coder(
            fit.transform(images.reshape(len(images), -1)), np.zeros(COMPONENTS), fit.explained_variance_**0.5,
            np.arange(COMPONENTS), lambda z: fit.inverse_transform(z).reshape(-1, 28, 28).clip(0, 1),
        )  # fmt: skip
    net, stored = network(NAMES[method]), codes(NAMES[method])
    spread = stored["covariance"].diag()
    telling = kl(stored["mu"], stored["log_var"]).mean(0) if "log_var" in stored else spread
    return Coder(
        net.encode(flat(images))[0].numpy(), stored["mean"].numpy(), spread.sqrt().numpy(),
        (-telling).argsort().numpy(), lambda z: painted(net, torch.from_numpy(z)),
    )  # fmt: skip


@gpu
@checked(engine("vae", "compress"))
def compress(*, bits: int = 8, samples: int = 200, others: bool = True, seed: int = 0) -> Iterator[Frame]:
    """A Frame a method of METHODS, then a Frame a maker of MAKERS; progress of each on the way.

    A method's arrays have one row a size. Raises DataMissing without MNIST.
    """
    images = drawn_digits(samples, seed)
    makers = [maker for maker in MAKERS if others or maker not in ELSEWHERE]
    total = len(METHODS) + len(makers)
    for k, method in enumerate(METHODS):
        arrays = yield from curve(method, images, bits, k, total)
        if not k:
            arrays["originals"] = to_bytes(images[:EXAMPLES], 0, 1)
        yield Frame(k, total, arrays, {"method": float(k), "n": float(samples), "bits": float(bits)}, kind="step")
    for k, maker in enumerate(makers, len(METHODS)):
        made = yield from pictures_of(maker, images, seed, k, total)
        mean, low, high = mean_interval(sharpness(made))
        stats = {"maker": MAKERS.index(maker), "n": len(made), "sharp": mean, "sharp_low": low, "sharp_high": high}
        arrays = {"pictures": to_bytes(made[:SHOWN], 0, 1)}
        yield Frame(k, total, arrays, {key: float(value) for key, value in stats.items()}, kind="step")


def drawn_digits(count: int, seed: int) -> np.ndarray:
    """Test digits (count,28,28) in [0,1], each at most once while there are enough. Raises DataMissing."""
    images = digits.require("mnist", "test").images
    chosen = np.random.default_rng(seed).choice(len(images), count, replace=count > len(images))
    return images[chosen] / np.float32(255)


def curve(
    method: str, images: np.ndarray, bits: int, step: int, total: int
) -> Generator[Frame, None, dict[str, np.ndarray]]:
    """One method at every size; a progress Frame after each, so that others get a turn."""
    settings = QUALITIES if method == "JPEG" else COUNTS[method]
    kept = None if method == "JPEG" else coder(method, images)
    sizes, examples, found = [], [], []
    for done, setting in enumerate(settings, 1):
        yield progress(step, total, (done - 1) / len(settings))
        made, size = jpeg(images, setting) if kept is None else (kept.through(setting, bits), setting * bits / 8)
        sizes.append(size)
        examples.append(to_bytes(made[:EXAMPLES], 0, 1))
        found.append([mean_interval(measure(made, images)) for measure in (psnr, ssim)])
    arrays = {"bytes": np.array(sizes, np.float32), "setting": np.array(settings, np.int32)}
    for name, column in zip(("psnr", "ssim"), np.array(found, np.float32).swapaxes(0, 1), strict=True):  # (P,3)
        arrays |= {name: column[:, 0], f"{name}_low": column[:, 1], f"{name}_high": column[:, 2]}
    return arrays | {"examples": np.stack(examples)}


def pictures_of(maker: str, images: np.ndarray, seed: int, step: int, total: int) -> Generator[Frame, None, np.ndarray]:
    """What a maker makes (N,28,28), or its reconstructions of `images`; progress Frames while diffusion carves."""
    if maker == "diffusion samples":
        return crop((yield from finish(digit_run("DDIM", CARVING, CARVED, seed, 1.0), step, total)))
    return MADE[maker](images, seed)


def _drawn(name: str, draw: Callable[[str, int, int], torch.Tensor] = prior) -> Maker:
    return lambda images, seed: painted(network(name), draw(name, SAMPLED, seed))


def _again(name: str) -> Maker:
    return lambda images, seed: reconstructed(network(name), images)


def _forged(images: np.ndarray, seed: int) -> np.ndarray:
    return opponents.sample_digits(np.arange(SAMPLED) % 10, seed=seed)


ELSEWHERE = ("GAN samples", "diffusion samples")
MADE: dict[str, Maker] = {
    "test digits": lambda images, seed: images,
    "VAE samples": _drawn("vae/digits24-vae"),
    "VAE reconstructions": _again("vae/digits24-vae"),
    "beta 4 samples": _drawn("vae/digits24-beta4"),
    "2-D VAE samples": _drawn("vae/digits2-vae"),
    "AE samples, fitted Gaussian": _drawn("vae/digits24-ae", fitted),
    "AE reconstructions": _again("vae/digits24-ae"),
    "GAN samples": _forged,
}
