"""The autoencoder of every switch, AE, VAE and beta-VAE: two perceptrons that mirror each other (arXiv 1312.6114)."""

from itertools import pairwise

import torch
from torch import nn


class Autoencoder(nn.Module):
    """Pixels to the mean and log-variance of a code, and a code to the parameters of a picture.

    Only linear layers and SiLU, h / (1 + exp(-h)), in plain sequence, so that a page can evaluate `decoder` by itself.

    Args:
        pixels: numbers in a picture: 784, 64 for the 8x8 digits, 2 for the plane.
        hidden: widths of the encoder's layers, nearest the picture first; the decoder has them in reverse.
        latent: numbers in a code.
    """

    def __init__(self, pixels: int = 784, hidden: tuple[int, ...] = (256, 256), latent: int = 24) -> None:
        super().__init__()
        self.pixels, self.latent = pixels, latent
        self.encoder = perceptron([pixels, *hidden, 2 * latent])
        self.decoder = perceptron([latent, *reversed(hidden), pixels])

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x (B,P), grey values in [0,1] or points -> mu (B,Z), log_var (B,Z) of q(z|x), log_var = log sigma^2."""
        mu, log_var = self.encoder(x).chunk(2, -1)
        return mu, log_var

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """z (...,Z) -> (...,P): logits of the Bernoulli means of p(x|z), or the Gaussian's means in the plane."""
        return self.decoder(z)


def perceptron(widths: list[int]) -> nn.Sequential:
    """Linear layers of these widths with SiLU between them."""
    layers = [part for i, o in pairwise(widths) for part in (nn.Linear(i, o), nn.SiLU())]
    return nn.Sequential(*layers[:-1])
