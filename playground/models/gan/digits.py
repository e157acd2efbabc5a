"""The digit GAN: a DCGAN-like generator and a projection discriminator (arXiv 1511.06434, 1802.05637)."""

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F

SIDE = 28
GROUP = 4  # how many pictures share one minibatch deviation


class DigitGenerator(nn.Module):
    """Noise and a class to a picture in one pass; class 10 is "none in particular".

    Args:
        noise: how many numbers z has; embedding: how many the class becomes; mapping: widths of the layers that bend
            both before anything is painted (arXiv 1812.04948, section 2), without which a linear map would have to
            choose between digits; channels: at 7x7, 14x14 and 28x28.
    """

    def __init__(self, noise: int, embedding: int, mapping: list[int], channels: list[int]) -> None:
        super().__init__()
        a, b, c = channels
        self.noise = noise
        self.embed = nn.Embedding(11, embedding)
        widths = [noise + embedding, *mapping]
        layers = [(nn.Linear(i, o), nn.LeakyReLU(0.2)) for i, o in pairwise(widths)]
        self.bend = nn.Sequential(*(part for layer in layers for part in layer))
        self.dense = nn.Sequential(
            nn.Linear(widths[-1], a * 49, bias=False), nn.Unflatten(1, (a, 7, 7)), nn.BatchNorm2d(a), nn.ReLU()
        )
        self.to_14 = nn.Sequential(nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU())
        self.to_28 = nn.Sequential(nn.ConvTranspose2d(b, c, 4, 2, 1, bias=False), nn.BatchNorm2d(c), nn.ReLU())
        self.paint = nn.Conv2d(c, 1, 3, padding=1)

    def forward(self, z: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """z (B,Z), labels (B,) in 0..10 -> (B,1,28,28) in [-1,1]."""
        h = self.dense(self.bend(torch.cat([z, self.embed(labels)], 1)))  # (B,a,7,7)
        return torch.tanh(self.paint(self.to_28(self.to_14(h))))


class DigitDiscriminator(nn.Module):
    """How real a picture of a class looks: one logit; the minibatch deviation (arXiv 1710.10196) sees collapse."""

    def __init__(self, channels: list[int], features: int) -> None:
        super().__init__()
        a, b, c = channels
        self.convolutions = nn.Sequential(
            nn.Conv2d(1, a, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(a, b, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(b, c, 3, 2, 1), nn.LeakyReLU(0.2), nn.Flatten(),
        )  # fmt: skip
        self.dense = nn.Linear(c * 16 + 1, features)
        self.to_logit = nn.Linear(features, 1)
        self.embed = nn.Embedding(11, features)

    def forward(self, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """images (B,1,28,28) in [-1,1], labels (B,) in 0..10 -> logits (B,), high for real."""
        h = self.convolutions(images)
        return self.verdict(h, deviation(h), labels)

    def verdict(self, h: torch.Tensor, spread: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """What the convolutions saw (B,H), how much each one's group varies (B,1), labels (B,) -> logits (B,)."""
        h = F.leaky_relu(self.dense(torch.cat([h, spread], 1)), 0.2)  # (B,F)
        return self.to_logit(h)[:, 0] + (h * self.embed(labels)).sum(1) / h.shape[1] ** 0.5


def deviation(h: torch.Tensor) -> torch.Tensor:
    """(B,F) -> (B,1): the mean standard deviation of the features over each group of pictures."""
    size = GROUP if len(h) % GROUP == 0 else len(h)
    groups = h.view(-1, size, h.shape[1])
    return (groups.var(1, unbiased=False) + 1e-8).sqrt().mean(1).repeat_interleave(size)[:, None]
