"""The trained autoencoders of digits and clothing: one network and one data set for the switch AE, VAE, beta-VAE."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from playground.data import digits
from playground.models.vae.autoencoder import Autoencoder
from playground.training.run import Job
from playground.training.vae.objective import Rules, Trainer, train

KEPT = 2000  # test pictures whose codes are stored with the weights
FULL = {"pixels": 784, "hidden": [256, 256], "latent": 24}
PLANE = {"pixels": 784, "hidden": [192, 128], "latent": 2}


def _config(
    data: digits.Name, network: dict[str, Any], steps: int, rate: float = 2e-3, **objective: float | bool
) -> dict[str, Any]:
    settings = {"steps": steps, "batch": 128, "rate": rate, "ramp": 500, "ema_decay": 0.999, "seed": 0}
    return {"data": data, "network": network, "objective": objective, "training": settings}


CONFIGS = {
    "vae/digits2-ae": _config("mnist", PLANE, 20_000, deterministic=True),
    "vae/digits2-vae": _config("mnist", PLANE, 20_000, beta=1.0),
    "vae/digits2-beta4": _config("mnist", PLANE, 20_000, beta=4.0),
    "vae/fashion2-vae": _config("fashion_mnist", PLANE, 20_000, beta=1.0),
    "vae/digits24-ae": _config("mnist", FULL, 40_000, deterministic=True),
    "vae/digits24-beta025": _config("mnist", FULL, 40_000, beta=0.25),
    "vae/digits24-vae": _config("mnist", FULL, 80_000, beta=1.0),
    "vae/digits24-beta4": _config("mnist", FULL, 40_000, beta=4.0),
    "vae/digits24-beta10": _config("mnist", FULL, 40_000, beta=10.0),
    "vae/fashion24-vae": _config("fashion_mnist", FULL, 30_000, rate=1e-3, beta=1.0),  # at 2e-3 it diverged
}


@dataclass
class VaeState:
    """The trainer and the moving average of its network."""

    trainer: Trainer
    ema: AveragedModel

    @property
    def parts(self) -> dict[str, Any]:
        return {"network": self.trainer.network, "optimizer": self.trainer.optimizer, "ema": self.ema}

    @property
    def step(self) -> int:
        return self.trainer.step

    @step.setter
    def step(self, step: int) -> None:
        self.trainer.step = step

    @property
    def loss(self) -> float:
        return self.trainer.terms.loss.item() if self.trainer.terms else math.nan


def run_down(state: VaeState, settings: dict[str, Any]) -> Iterator[VaeState]:
    """One optimiser step per `next()`; the rate rises over `ramp` steps and falls along a cosine to zero."""
    trainer, steps = state.trainer, train(state.trainer)
    while trainer.step < settings["steps"]:
        cosine = 0.5 + 0.5 * math.cos(math.pi * trainer.step / settings["steps"])
        rate = settings["rate"] * min(1.0, (trainer.step + 1) / settings["ramp"]) * cosine
        trainer.adopt(replace(trainer.rules, rate=rate))
        with torch.autocast(trainer.device.type, dtype=torch.bfloat16):
            next(steps)
        state.ema.update_parameters(trainer.network)
        yield state


def flat(name: digits.Name, split: digits.Split) -> torch.Tensor:
    """The pictures of one split as grey values in [0,1], (N,784). Raises DataMissing."""
    return torch.from_numpy(digits.require(name, split).images.copy()).flatten(1) / 255


@torch.no_grad()
def codes(network: Autoencoder, data: digits.Name, deterministic: bool) -> dict[str, torch.Tensor]:
    """What the page needs of the codes where the pictures are absent.

    `mu`, `log_var` float16 (2000,Z) and `labels` uint8 (2000,) of the first test pictures, encoded from their grey
    values; `mean` (Z,) and `covariance` (Z,Z) float32 of the codes z of all training pictures. Without noise in the
    codes there is no `log_var`.
    """
    mu, log_var = network.encode(flat(data, "test")[:KEPT])
    all_mu, all_log_var = network.encode(flat(data, "train"))
    covariance = torch.cov(all_mu.T)
    if not deterministic:
        covariance += all_log_var.exp().mean(0).diag()
    labels = torch.from_numpy(digits.require(data, "test").labels[:KEPT]).to(torch.uint8)
    kept = {"mu": mu.half(), "labels": labels, "mean": all_mu.mean(0), "covariance": covariance}
    return kept if deterministic else kept | {"log_var": log_var.half()}


def job(name: str, device: torch.device) -> Job:
    """One of CONFIGS, by its name."""
    config = copy.deepcopy(CONFIGS[name])
    data, settings, objective = config["data"], config["training"], config["objective"]
    images = flat(data, "train")

    def draw(count: int, rng: torch.Generator) -> torch.Tensor:
        return images[torch.randint(len(images), (count,), generator=rng)]

    trainer = Trainer(Rules.of({**config["network"], **objective, **settings}), draw, 784, settings["seed"], device)
    average = AveragedModel(trainer.network, multi_avg_fn=get_ema_multi_avg_fn(settings["ema_decay"]))
    state = VaeState(trainer, average)
    return Job(
        name=name,
        config=config,
        state=state,
        steps=lambda: run_down(state, settings),
        dataset=f"{digits.TITLES[data]} train",
        licence=digits.LICENCES[data],
        derive=lambda network: {"codes": codes(network, data, objective.get("deterministic", False))},
    )
