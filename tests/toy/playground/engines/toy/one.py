"""One Gaussian, fitted to points by gradient descent."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.data import plane
from playground.engines._runtime import checked
from playground.families.toy.one import ONE
from playground.models.toy.gaussian import Gaussian
from playground.spec import Frame

RATE = 0.1


def descend(net: Gaussian, nats: torch.Tensor) -> None:
    """One step down the slope of nats ()."""
    weights = list(net.parameters())
    slopes = torch.autograd.grad(nats, weights)
    with torch.no_grad():
        for weight, slope in zip(weights, slopes, strict=True):
            weight.sub_(RATE * slope)


def fitted(x: torch.Tensor, steps: int) -> Iterator[tuple[Gaussian, float]]:
    """The Gaussian before each of the steps and after the last, and its mean surprise at the points x (N,2)."""
    net = Gaussian()
    for step in range(steps + 1):
        nats = net(x).mean()
        yield net, nats.item()
        if step < steps:
            descend(net, nats)


@checked(ONE)
def one(*, points: int = 100, steps: int = 40, seed: int = 0) -> Iterator[Frame]:
    """A Frame for each step."""
    x = plane.density("blobs").sample(points, torch.Generator().manual_seed(seed))
    shown = x.numpy().astype(np.float32)
    for step, (net, nats) in enumerate(fitted(x, steps)):
        mean = net.mean.detach().numpy().astype(np.float32).copy()
        stats = {"sigma": net.log_sigma.exp().item(), "nats": nats}
        yield Frame(step, steps + 1, {"points": shown, "mean": mean}, stats, kind="step")
