"""A round Gaussian in the plane, as a network of three numbers."""

import math

import torch
from torch import nn


class Gaussian(nn.Module):
    """-log N(x; mean, sigma^2 I)."""

    def __init__(self) -> None:
        super().__init__()
        self.mean = nn.Parameter(torch.full((2,), 0.5))
        self.log_sigma = nn.Parameter(torch.zeros(()))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N,2) -> nats (N,)."""
        z = (x - self.mean) / self.log_sigma.exp()
        return z.square().sum(1) / 2 + 2 * self.log_sigma + math.log(2 * math.pi)
