"""The U-Net of latent diffusion, guided by text through cross-attention: it predicts v of a noised latent."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from diffusers import DDIMScheduler, UNet2DConditionModel
from torch import nn

from playground.models.text_to_image import networks
from playground.training.replay import Step
from playground.training.run import Job, TrainState, begun, bfloat16_where_fast, device_generator, step_generator
from playground.training.text_to_image import pictures
from playground.training.text_to_image.autoencoder import encoded

SETTINGS: dict[str, Any] = {
    "network": {
        "sample_size": 16,
        "in_channels": 4,
        "out_channels": 4,
        "layers_per_block": 1,
        "block_out_channels": [64, 96, 128],
        "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
        "cross_attention_dim": 192,
        "attention_head_dim": 4,
    },
    "training": {
        "steps": 8518,  # as many as the shipped weights had
        "decay": 12000,  # steps until the learning rate would be zero
        "batch": 512,
        "lr": 1e-3,
        "warmup": 300,
        "ema_decay": 0.999,
        "text_dropout": 0.1,
        "min_snr": 5.0,
        "seed": 0,
    },
}
CONFIGS = {"text_to_image/unet": SETTINGS}
Network = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]  # latents, t, text states -> v


def loss_weights(scheduler: DDIMScheduler, gamma: float) -> torch.Tensor:
    """The weight of v's squared error at each t, (1000,): min(SNR + 1, gamma) / (SNR + 1).

    Min-SNR weighting (Hang et al. 2023, arXiv 2303.09556, equation 8, there with SNR for SNR + 1): with a last SNR of
    exactly zero its weight there would be zero too, and the first step of sampling would be left untrained.
    """
    snr_plus_one = 1 / (1 - scheduler.alphas_cumprod)
    return snr_plus_one.clamp(max=gamma) / snr_plus_one


class Predicting:
    """What a U-Net is trained on: v of noised latents of standard deviation 1, told by captions."""

    def __init__(self, encoder: nn.Module, min_snr: float, device: torch.device) -> None:
        self.scheduler, self.device, self.encoder = networks.scheduler(), device, encoder.to(device)
        self.weights = loss_weights(self.scheduler, min_snr).to(device)

    def errors(
        self, network: Network, x0: torch.Tensor, tokens: torch.Tensor, t: torch.Tensor, eps: torch.Tensor
    ) -> torch.Tensor:
        """Weighted squared errors (B,4,16,16) of what `network` predicts from latents, time and text."""
        xt, v = self.scheduler.add_noise(x0, eps, t), self.scheduler.get_velocity(x0, eps, t)
        with bfloat16_where_fast(self.device):
            states = networks.text_states(self.encoder, tokens)
            prediction = network(xt.contiguous(memory_format=torch.channels_last), t, states)
        return self.weights[t].view(-1, 1, 1, 1) * (prediction.float() - v).square()

    def times(self, count: int, rng: torch.Generator) -> torch.Tensor:
        """Noise levels t, int64 (count,), evenly spread, in any order."""
        T, order = len(self.weights), torch.randperm(count, generator=rng)
        return (((torch.rand((), generator=rng) + order) / count) * T).long().clamp(max=T - 1)


def train(
    state: TrainState, latents: torch.Tensor, data: pictures.Captioned, device: torch.device
) -> Iterator[TrainState]:
    """One optimiser step per `next()`; latents (N,4,16,16) of standard deviation 1, on the device."""
    settings, empty = SETTINGS["training"], pictures.as_tokens([""]).long()
    target = Predicting(networks.text_encoder(details=False), settings["min_snr"], device)
    draw, B = pictures.mixed(data, settings["batch"]), settings["batch"]

    def network(xt: torch.Tensor, t: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
        prediction: torch.Tensor = state.model(xt, t, states, return_dict=False)[0]
        return prediction

    def loss(chosen: torch.Tensor, tokens: torch.Tensor, t: torch.Tensor, eps: torch.Tensor) -> torch.Tensor:
        return target.errors(network, latents[chosen], tokens, t, eps).mean()

    step = Step(state, loss)
    state.model.train()
    while state.step < settings["steps"]:
        rng = step_generator(settings["seed"], state.step)
        chosen = draw(rng)
        tokens = data.caption(chosen, rng)
        hidden = torch.rand(B, generator=rng) < settings["text_dropout"]
        tokens[hidden] = empty
        t = target.times(B, rng)
        there = device_generator(settings["seed"], state.step, device)
        eps = torch.randn((B, 4, 16, 16), generator=there, device=device)
        yield step(chosen.to(device), tokens.to(device), t.to(device), eps)


def scaled_latents(data: pictures.Captioned, device: torch.device) -> torch.Tensor:
    """The latents of all pictures, divided by their measured standard deviation. Raises BadWeights."""
    model, deviation = networks.autoencoder()
    return encoded(model.to(device), data.images) / deviation


def job(name: str, device: torch.device) -> Job:
    """`text_to_image/unet`; the autoencoder and the CLIP pair are trained before. Raises BadWeights."""
    settings = SETTINGS["training"]
    torch.manual_seed(settings["seed"])
    model = UNet2DConditionModel(**SETTINGS["network"]).to(device, memory_format=torch.channels_last)
    state, data = begun(model, settings), pictures.captioned()
    return Job(
        name=name,
        config=SETTINGS,
        state=state,
        steps=lambda: train(state, scaled_latents(data, device), data, device),
        dataset=pictures.DATASET,
        licence=pictures.LICENCE,
    )
