"""The small convolutional classifier whose features measure all families on digits."""

import torch
from torch import nn


def conv_stages(width: int, channels: list[int]) -> nn.Sequential:
    """Pictures of `width` channels -> channels[-1], each stage two convolutions and half the side."""
    stages: list[nn.Module] = []
    for out in channels:
        stages += [
            nn.Conv2d(width, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU(),
            nn.Conv2d(out, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU(),
            nn.MaxPool2d(2),
        ]  # fmt: skip
        width = out
    return nn.Sequential(*stages)


class DigitClassifier(nn.Module):
    """Three convolution stages, a feature layer, logits; with 64 features and ten classes about 0.3 M parameters."""

    def __init__(self, channels: list[int], features: int, classes: int = 10) -> None:
        super().__init__()
        self.stages, width = conv_stages(1, channels), channels[-1]
        self.to_features = nn.Linear(width * 9, features)
        self.to_logits = nn.Linear(features, classes)
        self.dropout = nn.Dropout(0.3)

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """images (B,1,28,28) in [0,1] -> (B,F), before the last linear layer."""
        return self.to_features(self.dropout(self.stages(images).flatten(1)))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """images (B,1,28,28) in [0,1] -> logits (B,K)."""
        return self.to_logits(self.dropout(torch.relu(self.features(images))))
