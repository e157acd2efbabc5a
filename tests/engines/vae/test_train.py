"""Autoencoders that train live: what is shown is what the network holds, and the presets do what they say."""

import math

import numpy as np
import pytest
import torch

from playground.data import digits, plane
from playground.engines.driven import driven
from playground.engines.vae.digits import TABLE as DIGITS
from playground.engines.vae.digits import Pictures
from playground.engines.vae.digits import digits as train_digits
from playground.engines.vae.train import TABLE as TRAIN
from playground.engines.vae.train import Plane, train
from playground.errors import BadInput
from playground.families.vae.rules import COLLAPSE, SMALL_COLLAPSE
from playground.measure.bounds import importance_bound, log_gaussian
from playground.spec import Order
from playground.tabs.vae import CURES

TINY = {"width": 8, "hidden": 1, "batch": 16}
STUDIES = {"plane": (Plane, TRAIN, train), "digits": (Pictures, DIGITS, train_digits)}
every_study = pytest.mark.parametrize("name", STUDIES)


def started(engine=train, **values):
    generator = engine(**TINY | values)
    return generator, next(generator)


def after(generator, count: int):
    """`count` steps, the last one shown."""
    for _ in range(count - 1):
        generator.send(Order(look=False))
    return generator.send(Order("step"))


@pytest.mark.parametrize("latent", [1, 2])
def test_shapes_in_the_plane(latent):
    generator, first = started(latent=latent)
    net = (121, 2) if latent == 1 else (21, 21, 2)
    points = dict.fromkeys(("real", "again", "fake"), (300, 2)) | dict.fromkeys(("mu", "sigma", "eps"), (300, latent))
    for frame in (first, generator.send(Order("step")), generator.send(Order("slow"))):
        assert {name: array.shape for name, array in frame.arrays.items()} == points | {"manifold": net}
        assert all(array.dtype == np.float16 for array in frame.arrays.values())


@pytest.mark.parametrize("latent", [1, 2, 5])
def test_shapes_of_digits(latent):
    frame = started(train_digits, latent=latent)[1]
    shown = min(latent, 2)
    assert {name: array.shape for name, array in frame.arrays.items()} == {
        "real": (12, 8, 8), "again": (12, 8, 8), "fake": (24, 8, 8), "verdict": (24,), "verdict_class": (24,),
        "mu": (300, shown), "sigma": (300, shown), "eps": (300, shown), "shown": (shown,), "labels": (300,),
    }  # fmt: skip


def test_the_page_offers_what_the_plane_has():
    options = next(param.options for param in TRAIN.params if param.name == "density")
    assert set(options) == set(plane.NAMES)


def test_the_numbers_are_those_of_the_points():
    """log p(x|z) and KL of 1,000 held points again, by the formulas."""
    study = Plane(TRAIN.check(TINY))
    for _ in range(20):
        study.advance("step")
    frame, net = study.frame(measure=True), study.trainer.network
    with torch.no_grad():
        mu, log_var = net.encode(study.held)
        x = net.decode(mu + (log_var / 2).exp() * study.eps)
        cost = (0.5 * (mu**2 + log_var.exp() - 1 - log_var)).sum(1).mean()
        told = log_gaussian(x, study.held, 0.1).mean()
    assert frame.stats["reconstruction"] == pytest.approx(told.item(), rel=1e-5)
    assert frame.stats["kl"] == pytest.approx(cost.item(), rel=1e-4)
    assert frame.stats["elbo"] == pytest.approx((told - cost).item(), rel=1e-4)
    np.testing.assert_allclose(frame.arrays["again"], x[:300] / study.density.reach, atol=2e-3)


@pytest.mark.parametrize("seed", range(7, 11))
@pytest.mark.parametrize(
    ("steps", "values"),
    [
        (300, {"width": 32, "hidden": 2, "batch": 64}),
        (300, {"width": 32, "hidden": 1, "density": "two Gaussians", "sigma": 0.14, "rate": 0.01}),
        (100, {"width": 8, "hidden": 1, "beta": 20.0, "sigma": 2.0, "rate": 0.02}),
    ],
)
def test_no_bound_beats_the_exact_density(seed, steps, values):
    """Of the same points: the ELBO, the bound above it, and the data's own log p, also where the code has collapsed."""
    generator, first = started(seed=seed, **values)
    for stats in (first.stats, after(generator, steps).stats):
        assert stats["elbo"] <= stats["bound"] < stats["best"]


def test_the_bound_is_that_of_five_codes_a_point():
    study = Plane(TRAIN.check(TINY))
    for _ in range(60):
        study.advance("step")
    stats, rng = study.frame(measure=True).stats, torch.Generator().manual_seed(1)
    again = importance_bound(study.trainer.network, study.held, 5, rng, study.trainer.rules.log_likelihood).mean()
    assert stats["bound"] > stats["elbo"] + 1
    assert stats["bound"] == pytest.approx(again.item(), rel=0.03)


def test_what_is_paid_is_what_the_trainer_pays():
    """Free bits are paid where a dimension costs less, each dimension alone."""
    generator, _ = started(beta=2.0, free_bits=0.4)
    for stats in (after(generator, 1).stats, after(generator, 40).stats):
        costs = [stats["kl_0"], stats["kl_1"]]
        assert stats["paid"] == pytest.approx(2 * sum(max(0.4, cost) for cost in costs), rel=1e-5)
    free = Plane(TRAIN.check(TINY | {"free_bits": 2.0})).frame(measure=True).stats
    assert free["paid"] == 4 > free["kl"]


def test_the_best_elbo_is_minus_the_entropy():
    """Of two far Gaussians, which is known."""
    study = Plane(TRAIN.check(TINY | {"density": "two Gaussians"}))
    entropy = math.log(2) + 1 + math.log(2 * math.pi * 0.15**2)
    assert study.floors["best"] == pytest.approx(-entropy, abs=0.08)


def test_the_ceiling_of_a_digit_is_its_own_grey():
    held = (digits.small("test")[0] + 1) / 2
    entropy = -np.where((held > 0) & (held < 1), held * np.log(held + 1e-9) + (1 - held) * np.log(1 - held + 1e-9), 0)
    assert Pictures(DIGITS.check(TINY)).floors["reconstruction_best"] == pytest.approx(-entropy.sum(1).mean(), rel=1e-3)


def test_a_plain_autoencoder_has_no_noise_and_no_elbo():
    generator, _ = started(deterministic=True)
    frame = after(generator, 5)
    assert not frame.arrays["sigma"].any()
    assert not {"kl", "kl_0", "elbo", "bound"} & frame.stats.keys() and "reconstruction" in frame.stats
    changed = generator.send(Order("look", {"deterministic": False}))
    assert changed.arrays["sigma"].any() and "elbo" in changed.stats


def test_beta_is_told_as_it_is_annealed():
    generator, first = started(beta=2.0, warmup=4)
    told = [first.stats["beta"], *(generator.send(Order("step")).stats["beta"] for _ in range(5))]
    assert told == [0, 0.5, 1, 1.5, 2, 2]


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
    lost = generator.send(Order())
    assert lost.kind == "diverged" and lost.stats["diverged"] == 6 and lost.step < 6
    assert all(np.isfinite(array).all() for array in lost.arrays.values())
    assert all(map(math.isfinite, lost.stats.values()))
    assert generator.send(Order()).step == lost.step + 1 and good.step == 5


def test_what_is_kept_is_at_most_two_hundred_steps_old():
    study = Plane(TRAIN.check(TINY))
    for _ in range(250):
        study.advance("step")
    with torch.no_grad():
        next(study.trainer.network.parameters()).fill_(torch.nan)
    assert all(map(math.isfinite, study.frame(measure=True).stats.values()))
    generator = driven(study, TRAIN)
    next(generator)
    assert generator.send(Order()).step == 200


def test_an_empty_drawing_keeps_the_data_it_had():
    generator, first = started()
    frame = generator.send(Order("look", {"density": "drawn"}))
    assert frame.stats["undrawn"] == 1
    np.testing.assert_array_equal(frame.arrays["real"], first.arrays["real"])
    drawn = generator.send(Order("look", {"strokes": "10,10 200,200"}))
    assert "undrawn" not in drawn.stats and not np.array_equal(drawn.arrays["real"], first.arrays["real"])
    with pytest.raises(BadInput, match="drawn"):
        next(train(density="drawn"))


def test_it_ends_with_a_frame():
    assert [frame.step for frame in train(**TINY, steps=4)] == [0, 1, 2, 3, 4]
    generator, _ = started(steps=2)
    assert generator.send(Order(look=False)) is None
    assert generator.send(Order(look=False)).step == 2
    with pytest.raises(StopIteration):
        generator.send(Order())


def test_it_learns_the_ring():
    generator = train()
    early = next(generator)
    late = after(generator, 800)
    assert late.stats["elbo"] > early.stats["elbo"] + 10 and late.stats["modes"] == 8
    assert late.stats["active"] == 2 and late.stats["mmd2"] < early.stats["mmd2"] / 3


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "preset"), [(train, COLLAPSE), (train_digits, SMALL_COLLAPSE)])
def test_the_collapse_happens_and_every_cure_undoes_it(engine, preset):
    def ended(cure: dict) -> dict[str, float]:
        generator = engine(**preset | cure)
        next(generator)
        return after(generator, preset["steps"]).stats

    collapsed = ended({})
    assert collapsed["kl"] < 0.15
    for words, cure in CURES[engine.__name__]:
        cured = ended(cure)
        assert cured["kl"] > 0.4, words
        assert cured["reconstruction"] > collapsed["reconstruction"] + 0.1, words
