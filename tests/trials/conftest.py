"""A denoiser for all trials that costs nothing."""

import pytest
import torch

from playground.engines.diffusion.denoiser import Denoiser


class Grey(torch.nn.Module):
    """Predicts nothing, at no cost."""

    null_label = 10

    def forward(self, xt: torch.Tensor, t: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return 0.1 * xt + labels.view(-1, 1, 1, 1) / 20


@pytest.fixture
def grey(small_denoiser) -> Denoiser:
    """Knows nothing."""
    return Denoiser(Grey(), small_denoiser.training_scheduler, small_denoiser.a, small_denoiser.s)
