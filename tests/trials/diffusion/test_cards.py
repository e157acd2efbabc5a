"""Every claim's experiment, run small with a network that knows nothing, fills its own card."""

import pytest

from playground.engines.diffusion import quality
from playground.families.diffusion.claims import CLAIMS, TRIAL
from tests.cards import filled

SEEDS = int(next(param.low for param in TRIAL.params if param.name == "seeds"))


@pytest.fixture(autouse=True)
def quick(monkeypatch, grey) -> None:
    monkeypatch.setattr(quality, "denoiser", lambda: grey)


@pytest.mark.slow
@pytest.mark.usefixtures("mnist_test")
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_experiment_fills_its_card(claim):
    filled(claim, SEEDS, slack=0.0)
