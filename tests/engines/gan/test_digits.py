"""The live duel on digits: what is shown is what the networks hold, and each foreseen step is the one that follows."""

from itertools import islice

import numpy as np
import pytest
import torch

from playground.engines.driven import driven
from playground.engines.gan.digits import TABLE, Forgery, digits
from playground.families.gan.digits import DIGIT_OUTPUTS
from playground.families.gan.rules import CROWDS, LOSSES
from playground.models.gan.plane import Generator
from playground.spec import Order

SMALL = {"g_width": 16, "d_width": 16, "batch": 16}


def test_the_page_offers_what_the_network_can():
    z = torch.full((1, 2), 9.0)
    for output in DIGIT_OUTPUTS:
        network = Generator(2, 0, 0, 64, output)
        torch.testing.assert_close(
            network(z), {"tanh": torch.tanh, "linear": torch.Tensor.clone}[output](network.layers(z))
        )
    with pytest.raises(KeyError):
        Generator(2, 0, 0, 64, "sigmoid")


def started(**values):
    engine = digits(**SMALL | values)
    return engine, next(engine)


def after(engine, count: int):
    """`count` iterations, the last one shown."""
    for _ in range(count - 1):
        engine.send(Order(look=False))
    return engine.send(Order("both"))


@pytest.mark.slow
def test_shapes():
    engine, first = started()
    for frame in (first, engine.send(Order("slow")), engine.send(Order("D"))):
        shapes = {name: (array.shape, array.dtype.name) for name, array in frame.arrays.items()}
        pictures = dict.fromkeys(("fake", "after", "advice", "change"), ((24, 8, 8), "uint8"))
        numbers = dict.fromkeys(("verdict", "verdict_after", "followed"), ((24,), "float16"))
        scales = dict.fromkeys(("advice_scale", "change_scale"), ((24,), "float32"))
        real = {"real": ((12, 8, 8), "uint8"), "verdict_real": ((12,), "float16")}
        assert shapes == pictures | numbers | scales | real
    assert sum(array.nbytes for array in first.arrays.values()) < 8000


@pytest.mark.parametrize("values", [{}, {"loss": "hinge"}, {"g_optimizer": "SGD", "unrolled": 2}], ids=str)
def test_the_foreseen_step_is_the_one_that_follows(values):
    engine, _ = started(**values)
    before = after(engine, 20)
    then = engine.send(Order("G"))
    np.testing.assert_array_equal(before.arrays["after"], then.arrays["fake"])
    np.testing.assert_array_equal(before.arrays["verdict_after"], then.arrays["verdict"])


def test_looking_leaves_the_duel_as_it_is():
    """Also where D's power iteration moves with each call in training."""
    seen, unseen = started(spectral=True)[0], started(spectral=True)[0]
    for _ in range(10):
        seen.send(Order("look"))
        seen.send(Order())
    for _ in range(9):
        unseen.send(Order(look=False))
    last = unseen.send(Order())
    other = seen.send(Order("look"))
    for name, array in other.arrays.items():
        np.testing.assert_array_equal(array, last.arrays[name], err_msg=name)


def test_the_advice_is_minus_the_gradient():
    arena = Forgery(TABLE.check(SMALL))
    for _ in range(30):
        arena.duel.iterate()
    frame = arena.frame(measure=False)
    fake = arena.duel.generator(arena.duel.latent(500, torch.Generator().manual_seed(7 + 7)))[:24].detach()
    k, pixel, small = 3, int(frame.arrays["advice"][3].argmax()), 1e-2
    nudged = fake.clone()
    nudged[k, pixel] += small
    loss = torch.nn.functional.softplus(-arena.duel.discriminator(torch.stack([fake[k], nudged[k]])))
    slope = ((loss[0] - loss[1]) / small).item()
    shown = (frame.arrays["advice"].reshape(24, 64)[k, pixel] - 128) / 127 * frame.arrays["advice_scale"][k]
    assert slope > 0 and shown == pytest.approx(slope, rel=0.05)


def test_following_the_advice_is_believed_more():
    arena = Forgery(TABLE.check(SMALL))
    for _ in range(100):
        arena.duel.iterate()
    fake = arena.duel.generator(arena.duel.latent(24, torch.Generator().manual_seed(0))).detach()
    moved = fake + 0.01 * torch.nn.functional.normalize(arena.duel.advice(fake))
    assert (arena.belief(moved) > arena.belief(fake)).all()


@pytest.mark.slow
def test_it_learns_to_forge_digits():
    engine = digits()
    next(engine)
    early, late = after(engine, 300), after(engine, 1400)
    assert late.stats["recognised"] > max(0.25, early.stats["recognised"]) and late.stats["classes"] >= 6
    assert late.stats["recognised_floor"] > 0.8 and late.stats["classes_floor"] == 10


def test_a_share_link_replays_the_changes():
    engine, _ = started()
    for step in range(6):
        by_hand = engine.send(Order("play", {"loss": "hinge"} if step == 3 else {}))
    replayed = list(islice(digits(**SMALL, changes="3:loss=hinge"), 7))[-1]
    assert by_hand.step == replayed.step == 6
    for name, array in replayed.arrays.items():
        np.testing.assert_array_equal(array, by_hand.arrays[name], err_msg=name)


def test_a_change_of_shape_is_marked():
    engine, _ = started()
    assert engine.send(Order("look", {"g_output": "linear"})).stats["changed"] == 2
    assert engine.send(Order("look", {"noise": "2-D Gaussian"})).stats["changed"] == 2
    assert engine.send(Order("look", {"d_hidden": 1})).stats["changed"] == 3
    assert engine.send(Order("look", {"g_rate": 0.001})).stats["changed"] == 1
    assert "changed" not in engine.send(Order("look")).stats


def test_it_survives_running_away():
    arena = Forgery(TABLE.check(SMALL))
    engine = driven(arena, TABLE)
    next(engine)
    good = after(engine, 5)
    with torch.no_grad():
        next(arena.duel.generator.parameters()).fill_(torch.inf)
    lost = engine.send(Order("step"))
    assert lost.kind == "diverged" and lost.stats["diverged"] == 6 and lost.step < 6
    assert all(np.isfinite(array).all() for array in lost.arrays.values())
    assert engine.send(Order()).step == lost.step + 1 and good.step == 5


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("crowd", CROWDS)
def test_every_verdict_is_a_belief(loss, crowd):
    frame = after(started(loss=loss, crowd=crowd)[0], 3)
    for name in ("verdict", "verdict_after", "verdict_real"):
        assert (frame.arrays[name] >= 0).all() and (frame.arrays[name] <= 1).all()
    assert (frame.arrays["followed"] >= -1.001).all() and (frame.arrays["followed"] <= 1.001).all()


def test_it_ends_with_a_frame():
    frames = list(digits(**SMALL, steps=4))
    assert [frame.step for frame in frames] == [0, 1, 2, 3, 4]
    engine, _ = started(steps=2)
    assert engine.send(Order(look=False)) is None
    assert engine.send(Order(look=False)).step == 2
    with pytest.raises(StopIteration):
        engine.send(Order())
