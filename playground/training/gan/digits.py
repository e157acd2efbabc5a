"""The trained digit GANs: non-saturating loss, R1 now and then, and a moving average of both opponents."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, SupportsFloat

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from playground.data import digits
from playground.models.gan.digits import DigitDiscriminator, DigitGenerator
from playground.training.gan.losses import discriminator_loss, generator_loss, r1_penalty
from playground.training.run import Job, step_generator

DIGITS: dict[str, Any] = {
    "generator": {"noise": 64, "embedding": 64, "mapping": [], "channels": [128, 64, 32]},
    "discriminator": {"channels": [48, 96, 192], "features": 128},
    "none": 10,
    "training": {
        "steps": 20000,
        "batch": 64,
        "lr": 2.5e-4,
        "betas": [0.0, 0.99],
        "loss": "non-saturating",
        "r1": 0.5,
        "r1_every": 4,
        "label_dropout": 0.4,
        "ema_decay": 0.999,
        "seed": 0,
    },
}
# For pictures without a class: then z alone must choose between digits, which takes layers that bend it. Half of the
# labels are shown all the same; with none at all this pair collapsed to a few digits.
FREE = DIGITS | {
    "generator": DIGITS["generator"] | {"mapping": [128, 128, 128]},
    "training": DIGITS["training"] | {"steps": 16000, "lr": 3e-4, "label_dropout": 0.5},
}
CLOTHING = DIGITS | {"training": DIGITS["training"] | {"steps": 7000}}
CONFIGS = {"gan/digits": DIGITS, "gan/free": FREE, "gan/fashion": CLOTHING}
DATA: dict[str, digits.Name] = {"gan/digits": "mnist", "gan/free": "mnist", "gan/fashion": "fashion_mnist"}


class Pair(nn.Module):
    """Generator and discriminator as a config describes them; their tensors lie in one file."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        self.generator = DigitGenerator(**config["generator"])
        self.discriminator = DigitDiscriminator(**config["discriminator"])


@dataclass
class GanState:
    """Both opponents, their moving average, their optimisers, and where the run stands."""

    pair: Pair
    g_optimizer: torch.optim.Optimizer
    d_optimizer: torch.optim.Optimizer
    ema: AveragedModel
    step: int = 0
    loss: SupportsFloat = float("nan")

    @property
    def parts(self) -> dict[str, Any]:
        return {"pair": self.pair, "g_optimizer": self.g_optimizer, "d_optimizer": self.d_optimizer, "ema": self.ema}


def train(state: GanState, images: torch.Tensor, labels: torch.Tensor, config: dict[str, Any]) -> Iterator[GanState]:
    """One step of D and one of G per `next()`.

    Args:
        images: (N,1,28,28) in [-1,1], on the model's device; labels: (N,) int64.
        config: as DIGITS; `label_dropout` is the share of each batch whose class is hidden from both opponents.
    """
    settings, device = config["training"], images.device
    B, G, D = settings["batch"], state.pair.generator, state.pair.discriminator
    state.pair.train()
    while state.step < settings["steps"]:
        rng = step_generator(settings["seed"], state.step)
        chosen = torch.randint(len(images), (B,), generator=rng)
        z = torch.randn(B, G.noise, generator=rng).to(device)
        hidden = (torch.rand(B, generator=rng) < settings["label_dropout"]).to(device)
        real, y = images[chosen], labels[chosen].masked_fill(hidden, config["none"])
        rate = settings["lr"] * min(1.0, 4 * (1 - state.step / settings["steps"]))  # falls over the last quarter
        with torch.autocast(device.type, dtype=torch.bfloat16):
            fake = G(z, y)
            logits = D(torch.cat([real, fake.detach()]), torch.cat([y, y])).float()
        of_real, of_fake = discriminator_loss(settings["loss"], *logits.split(B))
        loss = of_real + of_fake
        if state.step % settings["r1_every"] == 0:
            penalty = r1_penalty(partial(D, labels=y), real)
            loss = loss + settings["r1"] * settings["r1_every"] * penalty
        _descend(state.d_optimizer, loss, rate)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            advice = D(fake, y).float()
        _descend(state.g_optimizer, generator_loss(settings["loss"], advice), rate)
        state.ema.update_parameters(state.pair)
        state.step, state.loss = state.step + 1, loss.detach()
        yield state


def _descend(optimizer: torch.optim.Optimizer, loss: torch.Tensor, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


def job(name: str, device: torch.device) -> Job:
    """One of CONFIGS, by its name."""
    config, data_name = CONFIGS[name], DATA[name]
    settings = config["training"]
    torch.manual_seed(settings["seed"])
    both = Pair(config).to(device)
    rates = {"lr": settings["lr"], "betas": tuple(settings["betas"])}
    state = GanState(
        both,
        torch.optim.Adam(both.generator.parameters(), **rates),
        torch.optim.Adam(both.discriminator.parameters(), **rates),
        AveragedModel(both, multi_avg_fn=get_ema_multi_avg_fn(settings["ema_decay"]), use_buffers=True),
    )
    data = digits.require(data_name, "train")
    images = torch.from_numpy(data.images[:, None] / 127.5 - 1).float().to(device)
    labels = torch.from_numpy(data.labels).to(device)
    return Job(
        name=name,
        config=config,
        state=state,
        steps=lambda: train(state, images, labels, config),
        dataset=f"{digits.TITLES[data_name]} train",
        licence=digits.LICENCES[data_name],
    )
