"""The trained system on the engines' device."""

from collections.abc import Sequence

import torch

from playground.engines._runtime import device
from playground.models.text_to_image import system


def pictures(prompts: Sequence[str], seeds: Sequence[int], w: float, steps: int) -> torch.Tensor:
    """Pictures (B,3,64,64) in [-1,1] of prompts, by DDIM. Raises BadWeights."""
    return system.pictures(system.shipped(device()), prompts, seeds, w, steps)


def quick_pictures(prompts: Sequence[str], seeds: Sequence[int], steps: int) -> torch.Tensor:
    """The same by the few-step student, whose guidance is learnt. Raises BadWeights."""
    return system.quick_pictures(system.shipped(device(), student=True), prompts, seeds, steps)
