"""The row of the trained Gaussian."""

from collections.abc import Iterator

import torch

from playground import store
from playground.data import plane
from playground.measure.quality import Row, row
from playground.models.toy.gaussian import Gaussian


def nats_rows(name: str, samples: int | None) -> Iterator[Row]:
    """Its surprise at fresh points; the floor is the density's own."""
    config, tensors = store.read(name)
    density, count = plane.density(config["data"]), samples or 1000
    x = density.sample(count, torch.Generator().manual_seed(1))
    nats = store.fill(Gaussian(), tensors, name)(x)
    yield row("toy.nats", nats.mean(), "nats", count, "fresh points", -density.log_prob(x).mean().item())
