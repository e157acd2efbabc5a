"""The gated PixelCNN (arXiv 1606.05328): every pixel's distribution given those above it and to its left."""

from collections.abc import Sequence
from typing import cast

import torch
from torch import nn
from torch.nn import functional as F


def gate(x: torch.Tensor) -> torch.Tensor:
    """Two halves of the channels (dimension 1) -> tanh of one times sigmoid of the other."""
    filtered, opened = x.chunk(2, 1)
    return filtered.tanh() * opened.sigmoid()


class GatedLayer(nn.Module):
    """A vertical stack that sees the rows above, a horizontal one that sees the row so far (figure 2 there).

    In the first layer no stack sees the pixel it predicts; later ones build on features that have not seen it.
    """

    def __init__(self, channels: int, classes: int, *, first: bool) -> None:
        super().__init__()
        self.first = first
        inputs = 1 if first else channels
        rows, wide, past = (3, 7, 3) if first else (3, 5, 3)
        self.vertical = nn.Conv2d(inputs, 2 * channels, (rows, wide))
        self.horizontal = nn.Conv2d(inputs, 2 * channels, (1, past))
        self.across = nn.Conv2d(2 * channels, 2 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)
        self.label = nn.Embedding(classes, 4 * channels)

    def vertical_part(self, v: torch.Tensor) -> torch.Tensor:
        """v (B,C,H,W) -> (B,2C,H,W) before the gate; row i of the first layer sees rows i-3 to i-1, later i-2 to i."""
        rows, wide = self.vertical.kernel_size
        shifted = F.pad(v, (wide // 2, wide // 2, rows, 0))[:, :, :-1] if self.first else v
        padding = (0, 0, 0, 0) if self.first else (wide // 2, wide // 2, rows - 1, 0)
        return self.vertical(F.pad(shifted, padding))

    def horizontal_part(self, h: torch.Tensor) -> torch.Tensor:
        """h (B,C,H,W) -> (B,2C,H,W); column j of the first layer sees j-3 to j-1, later j-2 to j."""
        past = self.horizontal.kernel_size[1]
        shifted = F.pad(h, (past, 0))[..., :-1] if self.first else F.pad(h, (past - 1, 0))
        return self.horizontal(shifted)

    def forward(self, v: torch.Tensor, h: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """v, h (B,C,H,W), labels (B,) -> the same of the next layer, with residuals after the first."""
        to_v, to_h = self.label(labels)[..., None, None].chunk(2, 1)  # (B,2C,1,1)
        above = self.vertical_part(v)
        new_h = self.out(gate(self.horizontal_part(h) + self.across(above) + to_h))
        new_v = gate(above + to_v)
        return (new_v, new_h) if self.first else (v + new_v, h + new_h)


class PixelCNN(nn.Module):
    """Binary pictures, one class each.

    Args:
        channels, layers: features of each stack, and gated layers.
        classes: of the label.
    """

    def __init__(self, channels: int = 32, layers: int = 8, classes: int = 10) -> None:
        super().__init__()
        gated = nn.ModuleList(GatedLayer(channels, classes, first=i == 0) for i in range(layers))
        self.layers = cast("Sequence[GatedLayer]", gated)
        self.head = nn.Sequential(nn.SiLU(), nn.Conv2d(channels, 2 * channels, 1), nn.SiLU(),
                                  nn.Conv2d(2 * channels, 1, 1))  # fmt: skip

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """x (B,1,H,W) in {0,1}, labels (B,) -> logits of P(pixel = 1 | pixels before it, label), (B,1,H,W)."""
        v = h = 2 * x - 1
        for layer in self.layers:
            v, h = layer(v, h, labels)
        return self.head(h)
