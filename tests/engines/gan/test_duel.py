"""The duel in the plane as it is looked at: in company, and in the moment before it is known to have diverged."""

import math

import pytest
import torch

from playground.engines.gan.duel import TABLE, Arena
from playground.families.gan.rules import CROWDS

LOSSES = next(param for param in TABLE.params if param.name == "loss").options


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("weight", [1e38, math.nan])
def test_every_number_is_one_when_the_networks_have_left_all_numbers(loss, weight):
    arena = Arena(TABLE.check({"loss": loss}))
    for network in (arena.duel.generator, arena.duel.discriminator):
        for parameter in network.parameters():
            parameter.data.fill_(weight)
    frame = arena.frame(measure=True)
    assert all(map(math.isfinite, frame.stats.values()))
    assert frame.stats["modes"] == 0


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_sample_is_judged_in_the_company_that_it_comes_with(crowd):
    arena = Arena(TABLE.check({"crowd": crowd, "loss": "non-saturating"}))
    for _ in range(5):
        arena.advance("step")
    frame = arena.frame(measure=True)
    real, forged, met = (
        torch.as_tensor(x) for x in (arena.real, arena.frame(measure=False).arrays["fake"], arena.duel.fake)
    )
    forged = forged.float() * arena.density.reach
    D = arena.duel.discriminator.eval()
    with torch.no_grad():
        among = {
            (name, company): D.among(x, others).sigmoid()
            for name, x in (("real", real), ("fake", forged))
            for company, others in (("real", real), ("fake", met))
        }
    for name in ("real", "fake"):
        assert frame.stats[f"belief_{name}"] == pytest.approx(float(among[name, name].mean()), abs=1e-3)
    alike = torch.allclose(among["real", "real"], among["real", "fake"], atol=1e-2)
    assert alike == (crowd == "alone"), "in other company the same sample is judged otherwise"
