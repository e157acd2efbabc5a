"""Pictures of many prompts at once, by the trained system on the engines' device; the i-th draws from seed + i."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from playground.engines._runtime import device, generators, to_bytes
from playground.models.text_to_image import networks
from playground.models.text_to_image.system import System, shipped, walk

SPREAD = 3.0  # latents have a standard deviation of 1


def pictures(prompts: Sequence[str], seed: int, w: float, steps: int) -> torch.Tensor:
    """Pictures (B,3,64,64) in [-1,1] of prompts, by DDIM. Raises BadWeights."""
    return _drawn(shipped(device()), networks.scheduler(), prompts, seed, w, steps)


def quick_pictures(prompts: Sequence[str], seed: int, steps: int) -> torch.Tensor:
    """The same by the few-step student, whose guidance is learnt. Raises BadWeights."""
    return _drawn(shipped(device(), student=True), networks.few_step_scheduler(), prompts, seed, 1.0, steps)


def pixels(pictures: torch.Tensor) -> np.ndarray:
    """Pictures (B,3,64,64) in [-1,1] as the page shows them: uint8 (B,64,64,3)."""
    return to_bytes(pictures.permute(0, 2, 3, 1))


def channels(latent: torch.Tensor) -> np.ndarray:
    """The channels of a latent (4,16,16) as the page shows them, for values from -SPREAD to SPREAD: uint8."""
    return to_bytes(latent, -SPREAD, SPREAD)


def _drawn(system: System, scheduler: Any, prompts: Sequence[str], seed: int, w: float, steps: int) -> torch.Tensor:
    scheduler.set_timesteps(steps)
    text, free = system.read(prompts), system.read([""]).expand(len(prompts), -1, -1)
    *_, last = walk(system, scheduler, generators(seed, len(prompts)), text, free, w)
    return system.decoded(last.latents)
