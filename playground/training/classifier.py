"""The measuring classifier: cross-entropy on gently moved digits."""

from collections.abc import Iterator
from typing import Any

import torch
from torch.nn import functional as F

from playground.data import digits
from playground.measure.digits import reference_tensors
from playground.models.classifier.network import DigitClassifier
from playground.training.run import Job, TrainState, begun, step_generator, step_seed

DIGITS: dict[str, Any] = {
    "network": {"channels": [32, 64, 96], "features": 64},
    "training": {
        "steps": 4000,
        "batch": 128,
        "lr": 2e-3,
        "warmup": 100,
        "ema_decay": 0.99,
        "rotation": 10.0,
        "shift": 0.08,
        "scale": 0.1,
        "seed": 0,
    },
}
CONFIGS = {"classifier/digits": DIGITS}


def moved(images: torch.Tensor, rng: torch.Generator, rotation: float, shift: float, scale: float) -> torch.Tensor:
    """Rotate (degrees), shift (share of the width) and scale each of (B,1,28,28) by a little at random."""
    B = len(images)
    angle, size, dx, dy = (torch.rand(4, B, generator=rng) * 2 - 1) * torch.tensor(
        [[torch.pi * rotation / 180], [scale], [2 * shift], [2 * shift]]
    )
    size = 1 + size
    rows = [size * angle.cos(), -size * angle.sin(), dx, size * angle.sin(), size * angle.cos(), dy]
    theta = torch.stack(rows, 1).view(B, 2, 3).to(images.device)
    grid = F.affine_grid(theta, list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


def train(
    state: TrainState, images: torch.Tensor, labels: torch.Tensor, config: dict[str, Any]
) -> Iterator[TrainState]:
    """One optimiser step per `next()`; images (N,1,28,28) in [0,1], labels (N,) int64."""
    settings = config["training"]
    state.model.train()
    while state.step < settings["steps"]:
        rng = step_generator(settings["seed"], state.step)
        chosen = torch.randint(len(images), (settings["batch"],), generator=rng)
        x = moved(images[chosen], rng, settings["rotation"], settings["shift"], settings["scale"])
        torch.manual_seed(step_seed(settings["seed"], state.step))  # dropout draws from the global generator
        with torch.autocast(x.device.type, dtype=torch.bfloat16):
            logits = state.model(x)
        yield state.advance(F.cross_entropy(logits.float(), labels[chosen]))


def job(name: str, device: torch.device) -> Job:
    """`classifier/digits`: used only to measure."""
    settings = DIGITS["training"]
    torch.manual_seed(settings["seed"])
    model = DigitClassifier(**DIGITS["network"]).to(device)
    state = begun(model, settings)
    data = digits.require("mnist", "train")
    images = torch.from_numpy(data.images[:, None].copy()).to(device).float() / 255
    labels = torch.from_numpy(data.labels).to(device)
    return Job(
        name=name,
        config=DIGITS,
        state=state,
        steps=lambda: train(state, images, labels, DIGITS),
        dataset="MNIST train",
        licence=digits.LICENCES["mnist"],
        derive=_reference,
    )


def _reference(model: DigitClassifier) -> dict[str, dict[str, torch.Tensor]]:
    train, test = digits.require("mnist", "train"), digits.require("mnist", "test")
    return {"reference": reference_tensors(model, (train.images, train.labels), (test.images, test.labels))}
