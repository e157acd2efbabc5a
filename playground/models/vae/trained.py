"""The shipped autoencoders: loading, encoding, decoding, and walks between codes."""

from collections.abc import Callable
from functools import cache

import numpy as np
import torch

from playground import store
from playground.models.vae.autoencoder import Autoencoder

BATCH = 1000
Way = Callable[[torch.Tensor, torch.Tensor, float], torch.Tensor]  # codes a and b (N,Z), a share -> codes between


@cache
def network(name: str) -> Autoencoder:
    """A shipped autoencoder, `vae/...`, on the CPU in evaluation mode. Raises BadWeights."""
    with torch.inference_mode(False):  # whoever asks first, the next one may want a gradient by z
        config, tensors = store.read(name)
        return store.fill(Autoencoder(**config["network"]), tensors, name)


@cache
def codes(name: str) -> dict[str, torch.Tensor]:
    """The stored codes of a shipped autoencoder, as `training.vae.digits.codes` describes them."""
    with torch.inference_mode(False):
        return store.read(name, "codes")[1]


def flat(images: np.ndarray) -> torch.Tensor:
    """Pictures, uint8 or float in [0,1], (N,28,28) -> grey values in [0,1], (N,784) float32."""
    x = torch.from_numpy(np.array(images)).flatten(1)
    return x / 255 if x.dtype == torch.uint8 else x.float()


@torch.inference_mode()
def painted(net: Autoencoder, z: torch.Tensor) -> np.ndarray:
    """Bernoulli means of codes z (N,Z) as pictures (N,28,28) in [0,1]."""
    return torch.cat([net.decode(rows).sigmoid() for rows in z.split(BATCH)]).unflatten(1, (28, 28)).numpy()


@torch.inference_mode()
def reconstructed(net: Autoencoder, images: np.ndarray) -> np.ndarray:
    """Pictures (N,28,28) through the mean code and back: Bernoulli means (N,28,28)."""
    return painted(net, net.encode(flat(images))[0])


def squared_error(net: Autoencoder, images: np.ndarray) -> np.ndarray:
    """Reconstruction error (N,) of float pictures in [0,1]: squared, summed over the pixels, from the mean code."""
    return ((images - reconstructed(net, images)) ** 2).sum((1, 2))


def slerp(a: torch.Tensor, b: torch.Tensor, share: float) -> torch.Tensor:
    """Along the great circle from a (N,Z) to b (N,Z), the length changing evenly; a line where they span none."""
    lengths = a.norm(dim=-1, keepdim=True), b.norm(dim=-1, keepdim=True)
    product = lengths[0] * lengths[1]
    angle = ((a * b).sum(-1, keepdim=True) / product.clamp(min=1e-12)).clamp(-1, 1).arccos()
    direction = ((1 - share) * angle).sin() * a * lengths[1] + (share * angle).sin() * b * lengths[0]
    arc = direction / (product * angle.sin()) * torch.lerp(*lengths, share)
    return torch.where((angle.sin() > 1e-4) & (product > 1e-12), arc, torch.lerp(a, b, share))


def prior(name: str, count: int, seed: int = 0) -> torch.Tensor:
    """Codes z ~ N(0,I), (count,Z)."""
    return torch.randn(count, network(name).latent, generator=torch.Generator().manual_seed(seed))


def fitted(name: str, count: int, seed: int = 0) -> torch.Tensor:
    """Codes (count,Z) from the Gaussian fitted to the training pictures' codes."""
    stored = codes(name)
    root = torch.linalg.cholesky(stored["covariance"].double() + 1e-9 * torch.eye(len(stored["mean"])))
    return stored["mean"] + (prior(name, count, seed).double() @ root.T).float()


@torch.inference_mode()
def midpoints(net: Autoencoder, a: np.ndarray, b: np.ndarray, way: Way = torch.lerp) -> np.ndarray:
    """Decoded from halfway between the mean codes of pictures a and b, (N,28,28)."""
    return painted(net, way(net.encode(flat(a))[0], net.encode(flat(b))[0], 0.5))
