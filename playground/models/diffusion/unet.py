"""The class-conditional U-Net that denoises digits."""

from typing import Any, Self

import torch
from diffusers import UNet2DModel
from torch import nn
from torch.nn import functional as F


class DigitUNet(nn.Module):
    """diffusers' UNet2DModel on the picture folded 2x2 into channels (pixel-unshuffle).

    Args:
        unet: keyword arguments of UNet2DModel; its channels are 4 times the picture's.
        null_label: the label that stands for "no class" (classifier-free guidance, arXiv 2207.12598).
    """

    def __init__(self, unet: dict[str, Any], null_label: int) -> None:
        super().__init__()
        self.unet = UNet2DModel(**unet)
        self.null_label = null_label

    def laid_out(self) -> Self:
        """Its filters with the channels last in memory, which is quicker."""
        return self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stub lacks it

    def forward(self, xt: torch.Tensor, t: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """xt (B,1,32,32), t (B,) or scalar in 0..T-1, labels (B,) -> the prediction, (B,1,32,32)."""
        folded = F.pixel_unshuffle(xt, 2)  # (B,4,16,16)
        prediction = self.unet(folded, t, class_labels=labels).sample
        return F.pixel_shuffle(prediction, 2)  # (B,1,32,32)
