"""Pictures pixel by pixel: what is shown is what was computed."""

from itertools import islice

import numpy as np
import pytest
import torch

from playground.data import digits
from playground.engines.autoregressive.paint import paint
from playground.errors import BadInput
from playground.families.autoregressive.paint import PAINT
from playground.models.autoregressive.pixels import nats, pixel_logits
from playground.models.autoregressive.trained_pixels import NAMES, binarised, network
from playground.ui.stages.packing import pack

LN2 = np.log(2)
every_model = pytest.mark.parametrize("model", NAMES)


def rows(**values):
    return (frame for frame in paint(**{"samples": 2} | values) if frame.arrays)


def painted(**values):
    return list(rows(**values))


def whole(frames, name):
    """One array of every row, (B,784)."""
    return np.concatenate([frame.arrays[name] for frame in frames[:28]], 1)


@pytest.mark.slow
@every_model
def test_rows_make_pictures_and_their_bits_the_exact_likelihood(model):
    frames = painted(model=model, label="5")
    x = torch.from_numpy(whole(frames, "x")).float().view(-1, 1, 28, 28)
    with torch.inference_mode():
        exact = nats(network(NAMES[model]), x, torch.full((2,), 5)).numpy()
    assert len(frames) == 29
    assert whole(frames, "bits").sum(1) * LN2 == pytest.approx(exact, rel=1e-5)


@every_model
def test_the_probability_shown_is_the_one_it_was_drawn_with(model):
    frames = painted(model=model, temperature=1.0)
    x, p, bits = (whole(frames, name).astype(np.float64) for name in ("x", "p", "bits"))
    assert bits == pytest.approx(-np.log2(np.where(x == 1, p, 1 - p)), abs=1e-3)
    warm = next(rows(model=model, temperature=2.0))
    first = [frames[0].arrays["p"][:, 0], warm.arrays["p"][:, 0]]
    assert (np.abs(first[1] - 0.5) <= np.abs(first[0] - 0.5) + 1e-6).all()


def test_the_transformers_patterns_agree_with_its_pixels():
    frames = painted(model="transformer")
    shares = frames[3].arrays["patterns"].astype(np.float64)
    assert shares.shape == (2, 7, 16)
    assert shares.sum(-1) == pytest.approx(1, abs=2e-3)
    assert shares[..., 8:].sum(-1) == pytest.approx(frames[3].arrays["p"][:, ::4], abs=2e-3)


def test_a_given_half_is_the_test_digits(mnist_test):
    frames = painted(given="bottom half", digit="8", index=2)
    row = np.flatnonzero(mnist_test.labels == 8)[2]
    half = (mnist_test.images[row] > 127)[14:]
    x = whole(frames, "x").reshape(-1, 28, 28)
    assert (x[:, 14:] == half).all()
    assert (frames[0].arrays["forced"][14:] == half + 1).all() and not frames[0].arrays["forced"][:14].any()


def test_raster_order_cannot_look_ahead():
    """What is given below changes nothing of what is drawn above it."""
    free, below = (list(islice(found, 14)) for found in (rows(), rows(given="bottom half", digit="8")))
    assert whole(free, "x").shape == (2, 392)
    assert (whole(free, "x") == whole(below, "x")).all()
    assert (whole(free, "p") == whole(below, "p")).all()


def test_own_is_what_the_given_half_costs_in_its_picture(mnist_test):
    frames = painted(given="top half", digit="8", label="8", samples=1)
    picture = binarised(mnist_test.images[np.flatnonzero(mnist_test.labels == 8)[:1]], "threshold")
    with torch.inference_mode():
        odds = pixel_logits(network(NAMES["PixelCNN"]), picture, torch.tensor([8]))
    price = torch.nn.functional.binary_cross_entropy_with_logits(odds, picture, reduction="none")[0, 0, :14].sum()
    assert frames[-1].stats["own"] == pytest.approx(float(price) / LN2, rel=1e-4)
    assert whole(frames, "bits")[0, :392].sum() == pytest.approx(frames[-1].stats["own"], rel=1e-4)


def test_painted_pixels_are_laid_over():
    frames = painted(fixed="0:80;1:5;195:1", samples=1)  # 80: 2222; 5: 0012; 1: 0001
    x = whole(frames, "x")[0]
    assert x[:4].tolist() == [1, 1, 1, 1] and x[6:8].tolist() == [0, 1] and x[783] == 0
    assert frames[0].arrays["forced"].ravel()[:8].tolist() == [2, 2, 2, 2, 0, 0, 1, 2]


@pytest.mark.parametrize("fixed", ["196:1", "0:81", "9999:1"])
def test_painted_pixels_beyond_the_picture_are_refused(fixed):
    with pytest.raises(BadInput, match="paint again"):
        painted(fixed=fixed)


@pytest.mark.slow
def test_every_pixel_painted_fits_the_link():
    frames = painted(fixed=";".join(f"{run}:80" for run in range(196)), samples=1)
    assert whole(frames, "x").all()


def test_an_empty_pad_is_asked_for():
    with pytest.raises(BadInput, match="empty"):
        painted(given="top half", source="drawing")


@pytest.mark.slow
def test_the_naive_way_draws_the_same():
    quick, slow = painted(samples=1, model="transformer"), painted(samples=1, model="transformer", naive=True)
    assert (whole(quick, "x") == whole(slow, "x")).all()
    assert slow[-1].stats["identical"] == 1 and slow[-1].stats["apart"] < 1e-4
    assert slow[-1].stats["seconds"] > 0 and slow[-1].stats["ms"] > 0


def test_picture_i_is_that_of_seed_plus_i():
    two, one = (list(islice(rows(**values), 14)) for values in ({"seed": 7}, {"seed": 8, "samples": 1}))
    assert (whole(two, "x")[1:] == whole(one, "x")).all()


@pytest.mark.slow
def test_the_largest_run_can_be_sent():
    assert len(pack(painted(samples=16, model="transformer"))) < 4_000_000


def test_the_nearest_training_digit_needs_mnist(monkeypatch):
    monkeypatch.setattr(digits, "load", lambda *_: digits.Digits(*digits._embedded("test"), "mnist", "embedded"))
    frames = painted(given="top half", samples=1)
    assert "nearest" not in frames[-1].arrays and "judged" in frames[-1].arrays
    assert frames[0].stats["standin"] == 1


def test_every_preset_is_allowed_and_asks_something():
    for preset in PAINT.presets:
        PAINT.check(preset.values)
        assert "?" in preset.look_for
