"""The duel in the plane, looked at in the moment before it is known to have diverged."""

import math

import pytest

from playground.engines.gan.duel import TABLE, Arena

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
