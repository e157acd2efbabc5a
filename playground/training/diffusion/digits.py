"""Diffusion: predict v of a noised digit (Ho et al. 2020, arXiv 2006.11239; v from arXiv 2202.00512, appendix D)."""

from collections.abc import Iterator
from typing import Any

import torch
from diffusers import DDPMScheduler
from torch.nn import functional as F

from playground.data import digits
from playground.models.diffusion.unet import DigitUNet
from playground.training.run import Job, TrainState, begun, step_generator

DIGITS: dict[str, Any] = {
    "unet": {
        "sample_size": 16,
        "in_channels": 4,
        "out_channels": 4,
        "layers_per_block": 1,
        "block_out_channels": [64, 96, 128],
        "down_block_types": ["DownBlock2D", "AttnDownBlock2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
        "attention_head_dim": 32,
        "num_class_embeds": 11,
    },
    "null_label": 10,
    "scheduler": {
        "num_train_timesteps": 1000,
        "beta_schedule": "squaredcos_cap_v2",
        "prediction_type": "v_prediction",
        "timestep_spacing": "trailing",
        "clip_sample": True,
        "clip_sample_range": 1.0,
    },
    "training": {
        "steps": 12000,
        "batch": 64,
        "lr": 1e-3,
        "warmup": 300,
        "ema_decay": 0.999,
        "label_dropout": 0.1,
        "seed": 0,
    },
}
CONFIGS = {"diffusion/digits": DIGITS}


def train(
    state: TrainState, images: torch.Tensor, labels: torch.Tensor, config: dict[str, Any]
) -> Iterator[TrainState]:
    """One optimiser step per `next()`.

    Args:
        images: (N,1,32,32) in [-1,1], on the model's device; labels: (N,) int64.
        config: as DIGITS; `label_dropout` is the share of labels hidden for guidance (arXiv 2207.12598).
    """
    settings, scheduler = config["training"], DDPMScheduler(**config["scheduler"])
    compiled, device = torch.compile(state.model), images.device
    T, B = scheduler.config.num_train_timesteps, settings["batch"]
    state.model.train()
    while state.step < settings["steps"]:
        rng = step_generator(settings["seed"], state.step)
        chosen = torch.randint(len(images), (B,), generator=rng)
        offset = torch.rand((), generator=rng)
        t = (((offset + torch.arange(B)) / B) * T).long().clamp(max=T - 1)  # one t per B-th of 0..T-1: less variance
        eps = torch.randn((B, *images.shape[1:]), generator=rng).to(device)
        hidden = torch.rand(B, generator=rng) < settings["label_dropout"]
        x0, y = images[chosen], labels[chosen].masked_fill(hidden.to(device), config["null_label"])
        t = t.to(device)
        xt, v = scheduler.add_noise(x0, eps, t), scheduler.get_velocity(x0, eps, t)  # (B,1,32,32)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            prediction = compiled(xt.contiguous(memory_format=torch.channels_last), t, y)
        yield state.advance(F.mse_loss(prediction.float(), v))


def job(name: str, device: torch.device) -> Job:
    """`diffusion/digits`: class-conditional MNIST at 32x32."""
    settings = DIGITS["training"]
    torch.manual_seed(settings["seed"])
    model = DigitUNet(DIGITS["unet"], DIGITS["null_label"]).to(device).laid_out()
    state = begun(model, settings)
    data = digits.require("mnist", "train")
    images = torch.from_numpy(digits.to_signed(data.images)).to(device)
    labels = torch.from_numpy(data.labels).to(device)
    return Job(
        name=name,
        config=DIGITS,
        state=state,
        steps=lambda: train(state, images, labels, DIGITS),
        dataset="MNIST train",
        licence=digits.LICENCES["mnist"],
    )
