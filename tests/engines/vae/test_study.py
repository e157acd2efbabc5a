"""What holds for every autoencoder that trains live, of points and of digits."""

import math

import numpy as np
import pytest
import torch

from playground.engines.driven import driven
from playground.engines.vae.digits import TABLE as DIGITS
from playground.engines.vae.digits import Pictures, digits
from playground.engines.vae.train import TABLE as TRAIN
from playground.engines.vae.train import Plane, train
from playground.families.vae.rules import COLLAPSE, SMALL_COLLAPSE
from playground.spec import Order
from tests.engines.vae.studying import TINY, after, started

STUDIES = {"plane": (Plane, TRAIN, train), "digits": (Pictures, DIGITS, digits)}
every_study = pytest.mark.parametrize("name", STUDIES)


@pytest.mark.slow
@every_study
def test_looking_leaves_the_training_as_it_is(name):
    (_, _, engine) = STUDIES[name]
    seen, unseen = started(engine)[0], started(engine)[0]
    for _ in range(10):
        seen.send(Order("look"))
        last = seen.send(Order())
    for _ in range(9):
        unseen.send(Order(look=False))
    other = unseen.send(Order())
    for key, array in last.arrays.items():
        np.testing.assert_array_equal(array, other.arrays[key], err_msg=key)


@every_study
def test_a_share_link_replays_the_changes(name):
    (_, _, engine) = STUDIES[name]
    generator, _ = started(engine)
    for step in range(6):
        by_hand = generator.send(Order("play", {"beta": 4.0} if step == 3 else {}))
    replayed = after(started(engine, changes="3:beta=4")[0], 6)
    assert by_hand.step == replayed.step == 6
    for key, array in replayed.arrays.items():
        np.testing.assert_array_equal(array, by_hand.arrays[key], err_msg=key)


@every_study
def test_a_change_of_shape_is_marked(name):
    generator, _ = started(STUDIES[name][2])
    assert generator.send(Order("look", {"latent": 1})).stats["changed"] == 2
    assert generator.send(Order("look", {"width": 9})).stats["changed"] == 2
    assert generator.send(Order("look", {"rate": 0.001})).stats["changed"] == 1
    assert "changed" not in generator.send(Order("look")).stats


@every_study
def test_it_survives_running_away(name):
    study, table, _ = STUDIES[name]
    one = study(table.check(TINY))
    generator = driven(one, table)
    next(generator)
    good = after(generator, 5)
    with torch.no_grad():
        next(one.trainer.network.parameters()).fill_(torch.inf)
    lost = generator.send(Order("step"))
    assert lost.kind == "diverged" and lost.stats["diverged"] == 6 and lost.step < 6
    assert all(np.isfinite(array).all() for array in lost.arrays.values())
    assert all(map(math.isfinite, lost.stats.values()))
    assert generator.send(Order()).step == lost.step + 1 and good.step == 5


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "table", "preset"), [(train, TRAIN, COLLAPSE), (digits, DIGITS, SMALL_COLLAPSE)])
def test_the_collapse_happens_and_every_cure_undoes_it(engine, table, preset):
    def ended(cure: dict) -> dict[str, float]:
        generator = engine(**preset | cure)
        next(generator)
        return after(generator, preset["steps"]).stats

    collapsed = ended({})
    assert collapsed["kl"] < 0.15
    for cure in table.variations:
        cured = ended(dict(cure.values))
        assert cured["kl"] > 0.4, cure.name
        assert cured["reconstruction"] > collapsed["reconstruction"] + 0.1, cure.name
