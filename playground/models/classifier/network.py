"""The small convolutional classifier whose features measure all families on digits."""

import torch
from torch import nn


class DigitClassifier(nn.Module):
    """Three convolution stages, a 64-number feature layer, ten logits; about 0.3 M parameters."""

    def __init__(self, channels: list[int], features: int) -> None:
        super().__init__()
        stages, width = [], 1
        for out in channels:
            stages += [
                nn.Conv2d(width, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU(),
                nn.Conv2d(out, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU(),
                nn.MaxPool2d(2),
            ]  # fmt: skip
            width = out
        self.stages = nn.Sequential(*stages)
        self.to_features = nn.Linear(width * 9, features)
        self.to_logits = nn.Linear(features, 10)
        self.dropout = nn.Dropout(0.3)

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """images (B,1,28,28) in [0,1] -> (B,F), before the last linear layer."""
        return self.to_features(self.dropout(self.stages(images).flatten(1)))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """images (B,1,28,28) in [0,1] -> logits (B,10)."""
        return self.to_logits(self.dropout(torch.relu(self.features(images))))
