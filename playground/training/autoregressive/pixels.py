"""`autoregressive/pixelcnn` and `autoregressive/imagegpt`: MNIST, binarised anew at every step."""

import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import torch
from torch import nn

from playground.data import digits
from playground.models.autoregressive import networks as language
from playground.models.autoregressive.pixelcnn import PixelCNN
from playground.models.autoregressive.pixels import TOKENS, nats
from playground.training.autoregressive.language import Draw, new_state, schedule
from playground.training.run import Job, State, TrainState, step_generator
from playground.training.run import new_state as new_adamw_state

CONFIGS: dict[str, dict[str, Any]] = {
    "autoregressive/pixelcnn": {
        "kind": "PixelCNN", "network": {"channels": 32, "layers": 8, "classes": 10},
        "training": {"steps": 4000, "batch": 32, "warmup": 200, "rate": 3e-3, "ema_decay": 0.998, "seed": 0},
    },
    "autoregressive/imagegpt": {
        "kind": "GPT2LMHeadModel",
        "network": {"vocab_size": TOKENS + 10, "n_positions": 196, "n_embd": 128, "n_layer": 4, "n_head": 4,
                    "resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0},
        "training": {"steps": 1600, "batch": 32, "warmup": 200, "rate": 3e-3, "muon_rate": 0.02, "decay": 0.02,
                     "ema_decay": 0.998, "seed": 0},
    },
}  # fmt: skip


def mean_nats(model: nn.Module, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """The objective: nats per picture."""
    return nats(model, **batch).mean()


def build(kind: str, network: dict[str, Any]) -> nn.Module:
    """The convolutional or the attending model, with fresh weights."""
    return PixelCNN(**network) if kind == "PixelCNN" else language.build(kind, network)


def binarised(images: torch.Tensor, labels: torch.Tensor, batch: int) -> Draw:
    """Draws pictures, each pixel on with the probability its grey value names."""

    def draw(rng: torch.Generator) -> dict[str, torch.Tensor]:
        chosen = torch.randint(len(images), (batch,), generator=rng)
        return {"x": torch.bernoulli(images[chosen], generator=rng), "labels": labels[chosen]}

    return draw


def train(state: TrainState, draw: Draw, settings: dict[str, Any], device: torch.device) -> Iterator[TrainState]:
    """One step of AdamW per `next()`: Muon is for matrices, and this network is made of convolutions."""
    while state.step < settings["steps"]:
        batch = {key: value.to(device) for key, value in draw(step_generator(settings["seed"], state.step)).items()}
        with torch.autocast(device.type, dtype=torch.bfloat16):
            loss = mean_nats(state.model, batch)
        yield state.advance(loss)


def job(name: str, device: torch.device) -> Job:
    """One of CONFIGS, by its name."""
    config = copy.deepcopy(CONFIGS[name])
    settings = config["training"]
    data = digits.require("mnist", "train")
    images = torch.from_numpy(data.images.copy())[:, None] / 255  # (N,1,28,28) in [0,1]
    torch.manual_seed(settings["seed"])
    model = build(config["kind"], config["network"]).to(device)
    draw = binarised(images, torch.from_numpy(data.labels), settings["batch"])
    state: State
    steps: Callable[[], Iterator[State]]
    if config["kind"] == "PixelCNN":
        kept = {key: settings[key] for key in ("steps", "warmup", "ema_decay")}
        plain = new_adamw_state(model, lr=settings["rate"], **kept)
        state, steps = plain, partial(train, plain, draw, settings, device)
    else:
        with_muon = new_state(model, settings)
        state, steps = with_muon, partial(schedule, with_muon, draw, mean_nats, settings, device)
    return Job(
        name=name,
        config=config,
        state=state,
        steps=steps,
        dataset="MNIST train",
        licence=digits.LICENCES["mnist"],
    )
