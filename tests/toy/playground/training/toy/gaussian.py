"""Maximum likelihood: one step of gradient descent per `next()`."""

from collections.abc import Iterator
from typing import Any

import torch

from playground.data import plane
from playground.models.toy.gaussian import Gaussian
from playground.training.run import Job, TrainState, new_state, step_generator

CONFIGS: dict[str, dict[str, Any]] = {
    "toy/one": {
        "data": "blobs",
        "training": {"steps": 20, "batch": 64, "lr": 0.1, "warmup": 1, "ema_decay": 0.5, "seed": 0},
    }
}


def train(state: TrainState, config: dict[str, Any]) -> Iterator[TrainState]:
    """Fresh points at every step."""
    settings, density = config["training"], plane.density(config["data"])
    while state.step < settings["steps"]:
        x = density.sample(settings["batch"], step_generator(settings["seed"], state.step))
        yield state.advance(state.model(x).mean())


def job(name: str, device: torch.device) -> Job:
    """One of CONFIGS, by its name."""
    config = CONFIGS[name]
    settings = config["training"]
    model = Gaussian().to(device)
    state = new_state(model, **{key: settings[key] for key in ("lr", "steps", "warmup", "ema_decay")})
    return Job(
        name=name,
        config=config,
        state=state,
        steps=lambda: train(state, config),
        dataset="a planar density",
        licence="none: made here",
    )
