"""Every claim's experiment, run small with a network that knows nothing, fills its own card."""

import pytest
import torch

from playground.engines.diffusion import guidance, quality
from playground.engines.diffusion.denoiser import Denoiser
from playground.families.diffusion.claims import CLAIMS, TRIAL
from tests.cards import filled

SEEDS = int(next(param.low for param in TRIAL.params if param.name == "seeds"))


class Grey(torch.nn.Module):
    """Predicts nothing, at no cost."""

    null_label = 10

    def forward(self, xt: torch.Tensor, t: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return 0.1 * xt + labels.view(-1, 1, 1, 1) / 20


@pytest.fixture(autouse=True)
def grey(monkeypatch, small_denoiser) -> None:
    model = Denoiser(Grey(), small_denoiser.training_scheduler, small_denoiser.a, small_denoiser.s)
    for module in (guidance, quality):
        monkeypatch.setattr(module, "denoiser", lambda: model)


@pytest.mark.slow
@pytest.mark.usefixtures("mnist_test")
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_experiment_fills_its_card(claim):
    filled(claim, SEEDS, slack=0.0)
