"""The whole system, from prompts to pictures: text encoder, U-Net, autoencoder (Rombach et al. 2022)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from torch import nn

from playground.models.text_to_image import networks, tokenizer
from playground.models.text_to_image.wordmaps import Keeping, maps, watching

LATENT = (4, 16, 16)


@dataclass(frozen=True)
class System:
    """The networks in evaluation mode, on one device.

    Attributes:
        deviation: what latents are divided by when they leave the encoder, and multiplied by before they are decoded.
    """

    text: nn.Module
    unet: UNet2DConditionModel
    autoencoder: AutoencoderKL
    deviation: float

    @property
    def device(self) -> torch.device:
        """Where the networks are."""
        return next(self.unet.parameters()).device

    @torch.inference_mode()
    def read(self, prompts: Sequence[str]) -> torch.Tensor:
        """What cross-attention reads of each prompt, (B,32,W)."""
        return networks.text_states(self.text, tokenizer.ids(prompts).to(self.device))

    @torch.inference_mode()
    def encoded(self, pictures: torch.Tensor) -> torch.Tensor:
        """Pictures (B,3,64,64) in [-1,1] -> the middles of their latents (B,4,16,16)."""
        latents: torch.Tensor = self.autoencoder.encode(pictures).latent_dist.mean
        return latents / self.deviation

    @torch.inference_mode()
    def decoded(self, latents: torch.Tensor) -> torch.Tensor:
        """Latents (B,4,16,16) -> pictures (B,3,64,64) in [-1,1]."""
        pictures: torch.Tensor = self.autoencoder.decode(latents * self.deviation).sample
        return pictures.clamp(-1, 1)


@dataclass(frozen=True)
class Moment:
    """One step of sampling, for B pictures.

    Attributes:
        step: its number, from 0; t: the noise level that the U-Net was told; alpha_bar: its share of signal.
        given: the latents (B,4,16,16) that it saw; latents: those after the step.
        with_text, without: its two predictions of v; `without` is None where w = 1 asks for one only.
        v: the guided one; clean: the guess of the latents without noise that follows from it.
        words: where each token of the prompt is looked at, in each layer, (L,B,32,16,16), if that was asked for.
    """

    step: int
    t: int
    alpha_bar: float
    given: torch.Tensor
    with_text: torch.Tensor
    without: torch.Tensor | None
    v: torch.Tensor
    clean: torch.Tensor
    latents: torch.Tensor
    words: torch.Tensor | None = None


@cache
def shipped(device: torch.device, student: bool = False) -> System:
    """The trained system, or its few-step student. Raises BadWeights."""
    model, deviation = networks.autoencoder()
    unet = networks.student() if student else networks.unet()
    return System(networks.text_encoder().to(device), unet.to(device), model.to(device), deviation)


def unnoised(latents: torch.Tensor, v: torch.Tensor, alpha_bar: float) -> torch.Tensor:
    """The latents without noise that a prediction of v means (Salimans and Ho 2022, arXiv 2202.00512)."""
    return alpha_bar**0.5 * latents - (1 - alpha_bar) ** 0.5 * v


@dataclass(frozen=True)
class Start:
    """Where sampling begins if not at pure noise: latents (B,4,16,16) before this step of the scheduler."""

    latents: torch.Tensor
    step: int


Hold = Callable[[torch.Tensor, int], torch.Tensor]  # latents after a step, its number -> what goes on


@torch.inference_mode()
def walk(
    system: System, scheduler: Any, rngs: list[torch.Generator], text: torch.Tensor, free: torch.Tensor, w: float,
    words: bool = False, start: Start | None = None, hold: Hold = lambda latents, step: latents,
) -> Iterator[Moment]:  # fmt: skip
    """Every step of a diffusers scheduler whose timesteps are set, by classifier-free guidance.

    v = v_free + w (v_text - v_free) (Ho and Salimans 2022, arXiv 2207.12598). Each picture draws its first latents and
    what the sampler adds on the way from its own of the `rngs`. `text` and `free` are (B,32,W): of the prompts, and of
    the empty or negative prompt. With `words` it also keeps where each token is looked at. What `hold` makes of the
    latents after a step goes on in their place.
    """
    start = start or Start(torch.stack([torch.randn(LATENT, generator=rng) for rng in rngs]).to(system.device), 0)
    latents, alpha_bar, looked = start.latents, scheduler.alphas_cumprod, None
    asked, copies = (text, 1) if w == 1 else (torch.cat([text, free]), 2)
    for step, t in enumerate(scheduler.timesteps[start.step :], start.step):
        given = scheduler.scale_model_input(latents, t).repeat(copies, 1, 1, 1)
        watch: AbstractContextManager[list[Keeping]] = watching(system.unet) if words else nullcontext([])
        with watch as layers:
            with_text, *rest = system.unet(given, t, asked, return_dict=False)[0].chunk(copies)
        without = rest[0] if rest else None
        v = with_text if without is None else without + w * (with_text - without)
        if layers:
            looked = maps(layers)[:, : len(latents)]
        a = float(alpha_bar[int(t)])
        after = hold(scheduler.step(v, t, latents, generator=rngs, return_dict=False)[0], step)
        clean = unnoised(latents, v, a)
        yield Moment(step, int(t), a, latents, with_text, without, v, clean, after, looked)
        latents = after
