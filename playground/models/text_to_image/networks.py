"""The three networks of a latent-diffusion system, in the classes that run the big ones, and the CLIP pair."""

from typing import Any, TypeVar

import torch
from diffusers import AutoencoderKL, DDIMScheduler, LCMScheduler, UNet2DConditionModel
from torch import nn
from transformers import CLIPConfig, CLIPModel

from playground import store
from playground.models.text_to_image.lora import Lora

AUTOENCODER, CLIP, UNET = "text_to_image/autoencoder", "text_to_image/clip", "text_to_image/unet"
STUDENT = "text_to_image/student"
CLIP_DETAILS, UNET_DETAILS = "text_to_image/clip_details", "text_to_image/unet_details"
# alpha_bar ends at exactly 0: the first step sees what sampling starts from (Lin et al. 2023, arXiv 2305.08891).
SCHEDULER: dict[str, Any] = {
    "num_train_timesteps": 1000,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "rescale_betas_zero_snr": True,
    "prediction_type": "v_prediction",
    "timestep_spacing": "trailing",
    "clip_sample": False,
    "set_alpha_to_one": False,
    "steps_offset": 1,  # trailing spacing has none; diffusers warns of 0
}
Network = TypeVar("Network", bound=nn.Module)


def scheduler() -> DDIMScheduler:
    """The noise schedule that the U-Net was trained with."""
    return DDIMScheduler(**SCHEDULER)


def few_step_scheduler() -> LCMScheduler:
    """The same noise schedule, walked as the student was trained."""
    return LCMScheduler(**SCHEDULER)


def clip_model(network: dict[str, Any]) -> CLIPModel:
    """An untrained pair of text and picture encoders."""
    return CLIPModel(CLIPConfig(**network))


def autoencoder() -> tuple[AutoencoderKL, float]:
    """The trained autoencoder, and the standard deviation of its latents. Raises BadWeights."""
    config, tensors = store.read(AUTOENCODER)
    _, measured = store.read(AUTOENCODER, "latents")
    return store.fill(AutoencoderKL(**config["network"]), tensors, AUTOENCODER), measured["deviation"].item()


def clip(details: bool = True) -> CLIPModel:
    """The trained pair; without `details`, as it was before it learnt those. Raises BadWeights."""
    config, tensors = store.read(CLIP)
    pair = store.fill(clip_model(config["network"]), tensors, CLIP)
    return _changed(pair, CLIP_DETAILS) if details else pair


def text_encoder(details: bool = True) -> nn.Module:
    """The text half of the trained pair, which the U-Net reads. Raises BadWeights."""
    encoder: nn.Module = clip(details).text_model
    return encoder


def unet_config() -> dict[str, Any]:
    """How the U-Net is built. Raises BadWeights."""
    config: dict[str, Any] = store.read(UNET)[0]["network"]
    return config


def unet(details: bool = True) -> UNet2DConditionModel:
    """The trained U-Net; without `details`, as it was before it learnt those. Raises BadWeights."""
    config, tensors = store.read(UNET)
    network = store.fill(UNet2DConditionModel(**config["network"]), tensors, UNET)
    return _changed(network, UNET_DETAILS) if details else network


def student() -> UNet2DConditionModel:
    """The U-Net with its few-step student's changes added. Raises BadWeights."""
    return _changed(unet(), STUDENT)


@torch.no_grad()
def _changed(network: Network, name: str) -> Network:
    """The network with trained low-rank changes added."""
    config, tensors = store.read(name)
    lora = store.fill(Lora(network, config["network"]["rank"]), tensors, name)
    network.load_state_dict(lora(network.state_dict()))
    return network


@torch.no_grad()
def text_states(encoder: nn.Module, tokens: torch.Tensor) -> torch.Tensor:
    """Token ids (B,T) -> what cross-attention reads, (B,T,W)."""
    return encoder(tokens.long()).last_hidden_state
