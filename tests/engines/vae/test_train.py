"""The autoencoder that trains live in the plane: what is shown is what the network holds."""

import math

import numpy as np
import pytest
import torch

from playground.data import plane
from playground.engines.driven import driven
from playground.engines.vae.train import TABLE as TRAIN
from playground.engines.vae.train import Plane, train
from playground.errors import BadInput
from playground.measure.bounds import importance_bound, log_gaussian
from playground.spec import Order
from tests.engines.vae.studying import TINY, after, started


@pytest.mark.parametrize("latent", [1, 2])
def test_shapes_in_the_plane(latent):
    generator, first = started(train, latent=latent)
    net = (121, 2) if latent == 1 else (21, 21, 2)
    points = dict.fromkeys(("real", "again", "fake"), (300, 2)) | dict.fromkeys(("mu", "sigma", "eps"), (300, latent))
    for frame in (first, generator.send(Order("step")), generator.send(Order("slow"))):
        assert {name: array.shape for name, array in frame.arrays.items()} == points | {"manifold": net}
        assert all(array.dtype == np.float16 for array in frame.arrays.values())


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


@pytest.mark.slow
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
    generator, first = started(train, seed=seed, **values)
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
    generator, _ = started(train, beta=2.0, free_bits=0.4)
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


def test_a_plain_autoencoder_has_no_noise_and_no_elbo():
    generator, _ = started(train, deterministic=True)
    frame = after(generator, 5)
    assert not frame.arrays["sigma"].any()
    assert not {"kl", "kl_0", "elbo", "bound"} & frame.stats.keys() and "reconstruction" in frame.stats
    changed = generator.send(Order("look", {"deterministic": False}))
    assert changed.arrays["sigma"].any() and "elbo" in changed.stats


def test_beta_is_told_as_it_is_annealed():
    generator, first = started(train, beta=2.0, warmup=4)
    told = [first.stats["beta"], *(generator.send(Order("step")).stats["beta"] for _ in range(5))]
    assert told == [0, 0.5, 1, 1.5, 2, 2]


def test_what_is_kept_is_at_most_two_hundred_steps_old():
    study = Plane(TRAIN.check(TINY))
    for _ in range(250):
        study.advance("step")
    with torch.no_grad():
        next(study.trainer.network.parameters()).fill_(torch.nan)
    assert all(map(math.isfinite, study.frame(measure=True).stats.values()))
    generator = driven(study, TRAIN)
    next(generator)
    assert generator.send(Order("step")).step == 200


def test_an_empty_drawing_keeps_the_data_it_had():
    generator, first = started(train)
    frame = generator.send(Order("look", {"density": "drawn"}))
    assert frame.stats["undrawn"] == 1
    np.testing.assert_array_equal(frame.arrays["real"], first.arrays["real"])
    drawn = generator.send(Order("look", {"strokes": "10,10 200,200"}))
    assert "undrawn" not in drawn.stats and not np.array_equal(drawn.arrays["real"], first.arrays["real"])
    with pytest.raises(BadInput, match="drawn"):
        next(train(density="drawn"))


def test_it_ends_with_a_frame():
    assert [frame.step for frame in train(**TINY, steps=4)] == [0, 1, 2, 3, 4]
    generator, _ = started(train, steps=2)
    assert generator.send(Order(look=False)) is None
    assert generator.send(Order(look=False)).step == 2
    with pytest.raises(StopIteration):
        generator.send(Order())


@pytest.mark.slow
def test_it_learns_the_ring():
    generator = train()
    early = next(generator)
    late = after(generator, 800)
    assert late.stats["elbo"] > early.stats["elbo"] + 10 and late.stats["modes"] == 8
    assert late.stats["active"] == 2 and late.stats["mmd2"] < early.stats["mmd2"] / 3
