"""The reverse process in frames: they chain up, the views add up, and the classifier has its say."""

import itertools
import json

import numpy as np
import pytest
import torch

from playground.engines._runtime import to_bytes
from playground.engines.diffusion import frames as frames_of
from playground.engines.diffusion import reverse as reverse_engine
from playground.engines.diffusion.denoiser import denoiser
from playground.engines.diffusion.reverse import VIEWS, reverse
from playground.spec import Frame
from playground.ui.stages.packing import pack


@pytest.fixture
def carved(untrained) -> list[Frame]:
    return list(reverse(sampler="DDPM", steps=4, batch=3, inspect=2, guidance=3.0, clip=False))


def test_frames_chain_up(carved):
    assert [frame.step for frame in carved] == [0, 1, 2, 3, 4] and {frame.total for frame in carved} == {5}
    assert carved[0].arrays["xt"].shape == (3, 32, 32) and carved[0].arrays["x0"].shape == (32, 32)
    assert [frame.stats["t"] for frame in carved] == [999, 749, 499, 249, -1]


def test_frames_show_the_noise_of_the_seeds(carved):
    first = torch.stack([torch.randn((1, 32, 32), generator=torch.Generator().manual_seed(42 + i)) for i in range(3)])
    assert np.array_equal(carved[0].arrays["xt"], to_bytes(first[:, 0]))


def test_views_add_up(carved):
    """prev = mu + sigma z is what the next call sees, eps_cond - eps_uncond = difference, to the rounding of bytes."""

    def values(frame: Frame, name: str) -> np.ndarray:
        return frame.arrays[name].astype(float) / 255 * 2 * VIEWS[name] - VIEWS[name]

    for frame, after in itertools.pairwise(carved):
        assert np.array_equal(frame.arrays["prev"], after.arrays["xt"][1])
        prev, mu, fresh = values(frame, "prev"), values(frame, "mu"), values(frame, "noise")
        inner = (np.abs(prev) < 0.98) & (np.abs(mu) < 0.98) & (np.abs(fresh) < 0.98)
        assert inner.any() and np.abs(mu + fresh - prev)[inner].max() < 0.02
        cond, uncond, difference = (values(frame, name) for name in ("eps_cond", "eps_uncond", "difference"))
        inner = (np.abs(cond) < 2.9) & (np.abs(uncond) < 2.9) & (np.abs(difference) < 0.98)
        assert inner.any() and np.abs(cond - uncond - difference)[inner].max() < 0.05


@pytest.mark.parametrize(("w", "rows"), [(0.0, 3), (1.0, 3), (2.0, 6)])
def test_cost_is_counted(untrained, w, rows):
    *_, last = reverse(batch=3, steps=2, guidance=w)
    assert last.stats["calls"] == 2 and last.stats["rows"] == rows and last.stats["seconds"] > 0
    assert last.stats["parameters"] == sum(p.numel() for p in untrained.network.parameters())


def test_last_frame_is_the_result(carved):
    last = carved[-1]
    assert np.array_equal(last.arrays["x0"], last.arrays["xt"][1]) and last.stats["alpha_bar"] == 1


@pytest.mark.slow
def test_trained_network_batch_of_two_is_two_singles():
    """The tolerance covers another order of sums in another batch size: two grey values of 255."""
    small = {"sampler": "DDPM", "steps": 3}
    both, first, second = (list(reverse(**small, **more)) for more in ({"batch": 2}, {}, {"seed": 43}))
    for together, *alone in zip(both, first, second, strict=True):
        for i, single in enumerate(alone):
            gap = np.abs(together.arrays["xt"][i].astype(int) - single.arrays["xt"][0].astype(int))
            assert gap.max() <= 2
    assert denoiser().parameters == both[-1].stats["parameters"]


@pytest.mark.parametrize("batch", [1, 16])
def test_longest_trajectory_stays_under_4_megabytes(untrained, batch):
    sent = len(frames_of.kept_frames(1000, (batch + len(VIEWS)) * 1024)) + 1
    frames = list(reverse(sampler="DDPM", steps=1, batch=batch))
    one = max(len(json.dumps(pack([frame]))) for frame in frames)
    assert sent * one < 4_000_000


# What the classifier says


def test_judged_passes_over_progress(untrained, monkeypatch):
    """Between the kept frames of a thinned trajectory come Frames that say only how far it is."""
    monkeypatch.setattr(reverse_engine, "BLOCK_SECONDS", 0.0)
    monkeypatch.setattr(frames_of, "FRAME_BYTES", 4 * 9 * 1024)
    frames = list(reverse(steps=12))
    pictures = [frame for frame in frames if frame.arrays]
    assert len(pictures) == 5 and any(frame.stats.keys() == {"progress"} for frame in frames)
    probabilities = reverse_engine.judged(frames, "7").arrays["probabilities"]
    assert np.array_equal(probabilities, reverse_engine.judged(pictures, "7").arrays["probabilities"])


def test_judged_says_what_every_picture_is(untrained):
    frames = list(reverse(steps=2))
    for label in ("7", "none"):
        frame = reverse_engine.judged(frames, label)
        probabilities = frame.arrays["probabilities"].astype(float)
        assert probabilities.shape == (3, 10) and probabilities.sum(1) == pytest.approx(1, abs=0.01)
        digit = int(frame.stats["digit"])
        assert frame.stats["agreement"] == pytest.approx(probabilities[-1, digit], abs=1e-3)
        assert digit == (7 if label == "7" else probabilities[-1].argmax())
        assert 0.9 < frame.stats["real"] <= 1
