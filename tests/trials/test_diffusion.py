"""Every claim's experiment, run small with a network that knows nothing, fills its own card."""

import math

import pytest
import torch

from playground.engines.diffusion import guidance, quality
from playground.engines.diffusion.denoiser import Denoiser
from playground.families.diffusion.claims import CLAIMS, TRIAL
from playground.registry import resolve

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
    *progress, last = resolve(claim.experiment)(seeds=SEEDS, seed=1)
    assert all(0 < frame.stats["progress"] <= 1 for frame in progress)
    assert "progress" not in last.stats and last.stats["n"] == SEEDS
    assert all(type(value) is float and math.isfinite(value) for value in last.stats.values())
    assert claim.verdict(last.stats) in ("confirmed", "refuted", "inconclusive")
    line = claim.report.format(**last.stats)
    assert "nan" not in line and "{" not in line
    for name in {key.removesuffix("_low") for key in last.stats if key.endswith("_low")} & last.stats.keys():
        assert last.stats[f"{name}_low"] <= last.stats[name] <= last.stats[f"{name}_high"], name
