"""Low-rank changes of a network's weights (Hu et al. 2021, arXiv 2106.09685)."""

import torch
from torch import nn


class Lora(nn.Module):
    """W + up @ down for every linear and convolution weight of a network, as wide as `rank`; no change at first."""

    def __init__(self, network: nn.Module, rank: int) -> None:
        super().__init__()
        self.down, self.up = nn.ParameterDict(), nn.ParameterDict()
        for name, module in network.named_modules():
            if isinstance(module, nn.Linear | nn.Conv2d):
                rows, columns = module.weight.flatten(1).shape
                size = min(rank, rows, columns)
                self.down[_key(name)] = nn.Parameter(torch.randn(size, columns) / columns**0.5)
                self.up[_key(name)] = nn.Parameter(torch.zeros(rows, size))

    def forward(self, weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """The network's weights by name -> the same with the changes added."""
        changed = dict(weights)
        for key, up in self.up.items():
            name = f"{key.replace('/', '.')}.weight"
            changed[name] = weights[name] + (up @ self.down[key]).view_as(weights[name])
        return changed


def _key(name: str) -> str:
    return name.replace(".", "/")  # a parameter's name may hold no dot
