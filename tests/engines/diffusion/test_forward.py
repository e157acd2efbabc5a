"""The forward process against diffusers' schedules and the closed form."""

import json
import math

import diffusers
import numpy as np
import pytest

from playground.engines.diffusion.forward import BETA_SCHEDULES, forward
from playground.spec import Frame
from playground.ui.stages.packing import pack

PHOTOGRAPH = {"source": "photograph", "index": 0}


@pytest.mark.parametrize("schedule", BETA_SCHEDULES)
@pytest.mark.parametrize("T", [10, 1000])
def test_alpha_bar_is_diffusers(schedule, T):
    scheduler = diffusers.DDPMScheduler(num_train_timesteps=T, beta_schedule=BETA_SCHEDULES[schedule])
    first, *frames = forward(**PHOTOGRAPH, schedule=schedule, T=T)
    assert first.stats["alpha_bar"] == 1 and first.stats["t"] == 0
    for frame in frames:
        expected = scheduler.alphas_cumprod[int(frame.stats["t"]) - 1].item()
        assert frame.stats["alpha_bar"] == pytest.approx(expected, rel=1e-6)
        decibel = 10 * math.log10(max(expected, 1e-12) / max(1 - expected, 1e-12))
        assert frame.stats["snr_db"] == pytest.approx(max(-90, min(90, decibel)), abs=1e-4)
    np.testing.assert_allclose(first.arrays[f"curve {schedule}"], scheduler.alphas_cumprod, rtol=1e-6)


@pytest.mark.parametrize("path", ["jump", "walk"])
@pytest.mark.parametrize("schedule", BETA_SCHEDULES)
def test_moments_of_the_pixels_are_the_closed_form(path, schedule):
    """12,288 pixels are 12,288 draws: mean sqrt(abar) m, variance abar v + 1 - abar, within five standard errors."""
    first, *frames = forward(**PHOTOGRAPH, path=path, schedule=schedule, T=100, seed=3)
    m, v, n = first.stats["mean"], first.stats["std"] ** 2, first.arrays["xt"].size
    for frame in frames:
        abar = frame.stats["alpha_bar"]
        assert abs(frame.stats["mean"] - abar**0.5 * m) < 5 * ((1 - abar) / n) ** 0.5 + 1e-4
        expected = abar * v + 1 - abar
        assert frame.stats["std"] ** 2 == pytest.approx(expected, abs=5 * expected * (2 / n) ** 0.5)


@pytest.mark.parametrize("schedule", BETA_SCHEDULES)
def test_thousand_walks_agree_with_the_jump(schedule):
    first = next(forward(schedule=schedule, T=200, seed=1))
    assert 0 < first.stats["draws_mean_error"] < 4 and 0 < first.stats["draws_std_error"] < 4


def test_walk_and_jump_share_ends_but_not_paths():
    walk, jump = (list(forward(**PHOTOGRAPH, path=path, T=50)) for path in ("walk", "jump"))
    assert np.array_equal(walk[0].arrays["xt"], jump[0].arrays["xt"])
    assert not np.array_equal(walk[25].arrays["xt"], jump[25].arrays["xt"])


def test_jump_keeps_one_noise():
    _, *frames = forward(**PHOTOGRAPH, T=50)
    noises = np.stack([frame.arrays["noise"] for frame in frames]).astype(int)
    assert np.abs(noises - noises[-1]).max() <= 1


def test_histogram_is_a_share():
    for frame in forward(**PHOTOGRAPH, T=10):
        assert frame.arrays["histogram"].shape == (40,)
        assert frame.arrays["histogram"].astype(float).sum() == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("strokes", ["10,10 200,200", "128,128", "0,0;255,255;", "999,999 0,0"])
def test_drawing_is_destroyed_too(strokes):
    first, *_ = forward(source="drawing", strokes=strokes, T=10)
    assert first.arrays["xt"].shape == (28, 28, 1) and first.arrays["xt"].max() > 0


def photograph(index: int) -> Frame:
    return next(forward(source="photograph", index=index, T=10))


@pytest.mark.parametrize("index", [0, 1, 2])
def test_every_photograph_has_its_own_pixels(index):
    first = photograph(index)
    assert first.arrays["xt"].shape == (64, 64, 3) and first.stats["std"] > 0.1
    assert not np.array_equal(first.arrays["xt"], photograph((index + 1) % 3).arrays["xt"])


@pytest.mark.parametrize("index", [3, 7, 9999])
def test_photographs_are_counted_round(index):
    assert np.array_equal(photograph(index).arrays["xt"], photograph(index % 3).arrays["xt"])


@pytest.mark.parametrize("source", ["digit", "photograph"])
def test_longest_noising_stays_under_4_megabytes(source):
    frames = list(forward(source=source, index=0))
    assert len(json.dumps(pack(frames))) < 4_000_000
    assert [frames[0].step, frames[-1].step] == [0, 1000] and frames[-1].total == 1001
