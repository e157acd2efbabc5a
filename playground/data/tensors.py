"""Colour pictures as networks take them."""

import numpy as np
import torch


def channels_first(images: np.ndarray) -> torch.Tensor:
    """uint8 (N,H,W,3) -> (N,3,H,W)."""
    return torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))


def to_signed(images: torch.Tensor) -> torch.Tensor:
    """uint8 -> float32 in [-1,1]."""
    return images.float() / 127.5 - 1


def from_signed(images: torch.Tensor) -> torch.Tensor:
    """Values in [-1,1] -> uint8; what lies outside is cut off."""
    return ((images.float().clamp(-1, 1) + 1) * 127.5).round().byte()
