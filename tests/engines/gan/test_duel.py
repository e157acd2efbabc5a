"""The duel in the plane as it is looked at: in company, and in the moment before it is known to have diverged."""

import itertools
import math

import numpy as np
import pytest
import torch

from playground.engines.driven import RUN_AWAY, driven
from playground.engines.gan.duel import TABLE, Arena, duel
from playground.families.gan.rules import CROWDS
from playground.spec import Frame, Order

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


TORN = dict(next(preset.values for preset in TABLE.presets if preset.name == "Tear it apart"))


def played(generator, most: int = 500) -> list[Frame]:
    """What a visitor sees who presses play, up to the divergence; no look is asked for."""
    seen = filter(None, (generator.send(Order(look=False)) for _ in range(most)))
    frames = []
    for frame in seen:
        frames.append(frame)
        if frame.kind == "diverged":
            break
    return frames


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 1])
def test_a_run_away_is_shown_step_by_step_and_then_the_state_that_is_kept(seed):
    generator = duel(**TORN, seed=seed)
    first = next(generator)
    *away, kept = played(generator)
    assert [frame.step for frame in away] == list(range(away[0].step, away[-1].step + 1)) and len(away) >= 4
    assert {frame.stats["running_away"] for frame in away} == {away[-1].step + 1} == {kept.stats["diverged"]}
    assert kept.kind == "diverged" and kept.step == 0 and "running_away" not in kept.stats
    assert max(abs(frame.stats["d_loss"]) for frame in away) > 100 * max(1, abs(away[0].stats["d_loss"]))
    for frame in (*away, kept):
        assert all(map(math.isfinite, frame.stats.values()))
        assert all(np.isfinite(array).all() for array in frame.arrays.values() if array.dtype != np.uint8)
    for name in ("real", "fake", "belief"):
        np.testing.assert_array_equal(kept.arrays[name], first.arrays[name])


@pytest.mark.slow
def test_the_run_away_that_is_shown_is_the_one_that_happened():
    """Where controls moved after the last good copy, it is made again from there, and not from that copy."""
    calm = {"g_rate": 0.001, "d_rate": 0.001}
    at_once, generator = duel(**TORN | calm), duel(**TORN | calm)
    for one in (at_once, generator):
        next(one)
        for _ in range(9):
            one.send(Order(look=False))
    change = {name: TORN[name] for name in calm}
    found = [generator.send(Order("play", change))]
    found += played(generator)
    seen = [frame for frame in found if frame.kind == "step"]
    true = [at_once.send(Order("step", change if not k else {})) for k in range(len(seen))]
    assert seen[-1].step > 11
    for one, other in zip({frame.step: frame for frame in seen}.values(), true, strict=False):
        assert one.step == other.step
        np.testing.assert_array_equal(one.arrays["fake"], other.arrays["fake"])


@pytest.mark.slow
def test_a_control_that_moves_while_it_runs_away_can_save_it():
    generator = duel(**TORN)
    next(generator)
    shown = next(filter(None, (generator.send(Order(look=False)) for _ in itertools.count())))
    saved = generator.send(Order("play", {"g_rate": 0.0001, "d_rate": 0.0001}))
    assert saved.step == shown.step + 1
    later = [generator.send(Order("step")) for _ in range(30)]
    assert later[-1].step == saved.step + 30 and "running_away" not in later[-1].stats


@pytest.mark.slow
def test_of_a_long_duel_only_the_last_steps_are_made_once_more_to_be_seen():
    arena = Arena(TABLE.check({"g_width": 8, "d_width": 8, "batch": 8, "d_steps": 1}))
    generator, iterate = driven(arena, TABLE), arena.duel.iterate
    next(generator)

    def broken() -> None:
        iterate()
        if arena.duel.step == 90:
            arena.duel.losses["g"] = math.nan
            arena.duel.step -= 1
            arena.duel.finish()

    arena.duel.iterate = broken
    *away, kept = played(generator)
    assert [frame.step for frame in away] == list(range(90 - RUN_AWAY, 90)) and kept.step == 0
