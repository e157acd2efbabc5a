"""The opponents of the live duels: small multilayer perceptrons."""

import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

CROWDS = ("alone", "minibatch deviation", "packs of two")


def perceptron(inputs: int, hidden: int, width: int, outputs: int, slope: float) -> nn.Sequential:
    """`hidden` layers of `width` (none: one linear map), leaky with `slope`."""
    layers: list[nn.Module] = []
    for _ in range(hidden):
        layers += [nn.Linear(inputs, width), nn.LeakyReLU(slope)]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


class Generator(nn.Module):
    """z (B,Z) -> samples (B,F); `output` "tanh" keeps them in [-1,1] (arXiv 1511.06434, section 3)."""

    def __init__(self, noise: int, hidden: int, width: int, features: int, output: str = "linear") -> None:
        super().__init__()
        self.layers = perceptron(noise, hidden, width, features, slope=0.0)
        self.output = {"linear": nn.Identity, "tanh": nn.Tanh}[output]()

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.output(self.layers(z))


class Discriminator(nn.Module):
    """Samples (B,F) -> logits (B,), high for real.

    `crowd` is what D sees beside each sample: nothing; how much the batch varies (arXiv 1710.10196, section 3), one
    number; or a second sample of the same origin (PacGAN, arXiv 1712.04086). `spectral` holds every layer's largest
    singular value to 1 (arXiv 1802.05957).
    """

    def __init__(self, features: int, hidden: int, width: int, *, crowd: str = "alone", spectral: bool = False) -> None:
        super().__init__()
        self.crowd = crowd
        inputs = {"alone": features, "minibatch deviation": features + 1, "packs of two": 2 * features}[crowd]
        self.layers = perceptron(inputs, hidden, width, 1, slope=0.2)
        if spectral:
            for layer in self.layers:
                if isinstance(layer, nn.Linear):
                    spectral_norm(layer)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(self.seen(x, x))[:, 0]

    def seen(self, x: torch.Tensor, company: torch.Tensor) -> torch.Tensor:
        """What D sees of x (B,F) in the company (N,F) it came with."""
        if self.crowd == "minibatch deviation":
            spread = (company.var(0, unbiased=False) + 1e-8).sqrt().mean()
            return torch.cat([x, spread.expand(len(x), 1)], 1)
        if self.crowd == "packs of two":
            partners = company.roll(1, 0)
            return torch.cat([x, partners.repeat(-(-len(x) // len(partners)), 1)[: len(x)]], 1)
        return x

    def among(self, x: torch.Tensor, company: torch.Tensor) -> torch.Tensor:
        """Logits (B,) of x (B,F), each judged as if it had come with the samples `company` (N,F)."""
        return self.layers(self.seen(x, company))[:, 0]
