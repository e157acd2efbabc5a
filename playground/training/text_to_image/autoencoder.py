"""The autoencoder of latent diffusion: 64 x 64 x 3 to 16 x 16 x 4 and back (Rombach et al. 2022, arXiv 2112.10752)."""

from collections.abc import Iterator
from typing import Any, cast

import torch
from diffusers import AutoencoderKL
from torch.nn import functional as F

from playground.data.tensors import from_signed, to_signed
from playground.training.replay import Step
from playground.training.run import Job, TrainState, begun, bfloat16_where_fast, device_generator, step_generator
from playground.training.text_to_image import pictures

SETTINGS: dict[str, Any] = {
    "network": {
        "in_channels": 3,
        "out_channels": 3,
        "down_block_types": ["DownEncoderBlock2D"] * 3,
        "up_block_types": ["UpDecoderBlock2D"] * 3,
        "block_out_channels": [32, 64, 128],
        "layers_per_block": 1,
        "latent_channels": 4,
        "norm_num_groups": 16,
        "sample_size": 64,
    },
    "training": {"steps": 3500, "batch": 192, "lr": 8e-4, "warmup": 200, "ema_decay": 0.999, "kl": 2e-5, "seed": 0},
}
CONFIGS = {"text_to_image/autoencoder": SETTINGS}


def train(state: TrainState, data: pictures.Captioned, device: torch.device) -> Iterator[TrainState]:
    """One optimiser step per `next()`: squared and absolute error, and a little KL divergence to a standard normal."""
    settings, model = SETTINGS["training"], cast("AutoencoderKL", state.model)
    images, draw = data.images.to(device), pictures.mixed(data, settings["batch"])

    def loss(chosen: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        x = to_signed(images[chosen])  # (B,3,64,64)
        with bfloat16_where_fast(device):
            code = model.encode(x).latent_dist
            y = model.decode(code.mean + code.std * noise).sample.float()
        kl = code.kl().mean() / noise[0].numel()
        return F.mse_loss(y, x) + 0.2 * F.l1_loss(y, x) + settings["kl"] * kl

    step = Step(state, loss)
    state.model.train()
    while state.step < settings["steps"]:
        chosen = draw(step_generator(settings["seed"], state.step)).to(device)
        there = device_generator(settings["seed"], state.step, device)
        yield step(chosen, torch.randn((len(chosen), 4, 16, 16), generator=there, device=device))


@torch.no_grad()
def encoded(model: AutoencoderKL, images: torch.Tensor, batch: int = 256) -> torch.Tensor:
    """uint8 (N,3,64,64) -> the means of their codes, float32 (N,4,16,16), on the model's device."""
    device = next(model.parameters()).device
    parts = (to_signed(part.to(device)) for part in images.split(batch))
    parts = (part.contiguous(memory_format=torch.channels_last) for part in parts)
    return torch.cat([model.encode(part).latent_dist.mean for part in parts])


@torch.no_grad()
def decoded(model: AutoencoderKL, images: torch.Tensor, batch: int = 64) -> torch.Tensor:
    """uint8 (N,3,64,64) -> the same after encoding and decoding, uint8, on the model's device."""
    device, parts = next(model.parameters()).device, []
    for part in images.split(batch):
        with bfloat16_where_fast(device):
            y = model.decode(model.encode(to_signed(part.to(device))).latent_dist.mean).sample
        parts.append(from_signed(y))
    return torch.cat(parts)


def job(name: str, device: torch.device) -> Job:
    """`text_to_image/autoencoder`; beside it the standard deviation of the latents, by which they are scaled."""
    settings = SETTINGS["training"]
    torch.manual_seed(settings["seed"])
    model = AutoencoderKL(**SETTINGS["network"]).to(device)
    state, data = begun(model, settings), pictures.captioned()
    every = max(1, len(data.images) // 2000)
    return Job(
        name=name,
        config=SETTINGS,
        state=state,
        steps=lambda: train(state, data, device),
        dataset=pictures.DATASET,
        licence=pictures.LICENCE,
        derive=lambda model: {"latents": {"deviation": encoded(model.to(device), data.images[::every]).std()}},
    )
