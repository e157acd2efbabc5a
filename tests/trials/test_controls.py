"""Every claim has controls, and one of them at least turns its verdict."""

import pytest

from playground.registry import FAMILIES, manifest
from tests.trials.autoregressive import test_sabotage as autoregressive
from tests.trials.diffusion import test_sabotage as diffusion
from tests.trials.gan import test_sabotage as gan
from tests.trials.sabotage import CLAIMS
from tests.trials.text_to_image import test_sabotage as text_to_image
from tests.trials.vae import test_sabotage as vae

FORESEEN = [control for module in (autoregressive, diffusion, gan, text_to_image, vae) for control in module.FORESEEN]
VERDICTS = {
    id: found["verdict"]
    for family in FAMILIES
    for id, found in manifest().get(family.record, {}).get("claims", {}).items()
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_control_turns_the_verdict(claim):
    """Away from what was recorded, and away from "confirmed": none is confirmed of every model."""
    foreseen = [verdicts for id, *_, verdicts in FORESEEN if id == claim]
    assert any(VERDICTS.get(claim, "confirmed") not in verdicts for verdicts in foreseen)
    assert any("confirmed" not in verdicts for verdicts in foreseen)


def test_every_control_is_of_a_claim():
    assert {id for id, *_ in FORESEEN} == CLAIMS.keys()
