"""Bytes and blur: sizes are counted as stated, more bytes are nearer, and each maker's sharpness is its own."""

import numpy as np
import pytest

from playground.data import digits
from playground.engines.vae import compress as vae_compress
from playground.errors import DataMissing
from playground.families.vae.compress import MAKERS, METHODS
from playground.measure.pictures import psnr

pytestmark = pytest.mark.usefixtures("mnist_test")


def film(**values):
    """Its frames, each computed when it is asked for."""
    return (frame for frame in vae_compress.compress(**{"samples": 60, "others": False} | values) if frame.arrays)


@pytest.fixture(scope="module")
def frames(mnist_test):
    return list(film())


def of(frames, method):
    return next(frame.arrays for frame in frames if frame.stats.get("method") == METHODS.index(method))


def test_every_method_and_every_own_maker_has_a_frame(frames):
    assert [frame.stats["method"] for frame in frames[: len(METHODS)]] == list(range(len(METHODS)))
    makers = [MAKERS[int(frame.stats["maker"])] for frame in frames[len(METHODS) :]]
    assert makers == [maker for maker in MAKERS if maker not in vae_compress.ELSEWHERE]


def test_others_get_a_turn_after_every_size():
    waiting = [int(frame.step) for frame in vae_compress.compress(samples=20, others=False) if not frame.arrays]
    counts = [len(vae_compress.COUNTS.get(method, vae_compress.QUALITIES)) for method in METHODS]
    assert [waiting.count(k) for k in range(len(METHODS))] == counts


def test_the_page_can_name_what_a_progress_frame_is_of():
    assert tuple(MAKERS[-len(vae_compress.ELSEWHERE) :]) == vae_compress.ELSEWHERE


@pytest.mark.parametrize("bits", [3, 8])
def test_a_code_takes_its_bits(bits):
    found = of(film(bits=bits), "VAE")
    assert found["bytes"] == pytest.approx(found["setting"] * bits / 8)


@pytest.mark.parametrize("method", ["VAE", "AE", "PCA", "JPEG"])
def test_most_bytes_are_nearest(frames, method):
    found = of(frames, method)
    assert (np.diff(found["bytes"]) > 0).all()
    assert found["psnr"][-1] > found["psnr"][0] + 1 and found["ssim"][-1] > found["ssim"][0] + 0.05
    assert (found["psnr_low"] < found["psnr"]).all() and (found["psnr"] < found["psnr_high"]).all()


def test_pca_of_every_component_loses_only_the_steps(mnist_test):
    images = mnist_test.images[:50] / np.float32(255)
    coder = vae_compress.coder("PCA", images)
    exact = coder.decode(coder.numbers)
    assert psnr(coder.through(64, 8), exact).min() > 30
    assert psnr(coder.through(64, 1), exact).max() < 25


def test_nothing_kept_is_the_mean_code(mnist_test):
    coder = vae_compress.coder("VAE", mnist_test.images[:3] / np.float32(255))
    made = coder.through(0, 8)
    assert np.ptp(made, 0).max() < 1e-6


def test_fewer_bits_are_farther(frames):
    assert of(film(bits=1), "VAE")["psnr"][-1] < of(frames, "VAE")["psnr"][-1] - 0.5


def test_the_examples_are_the_pictures_that_were_measured(frames):
    found, originals = of(frames, "JPEG"), of(frames, "VAE")["originals"]
    assert psnr(found["examples"][-1] / 255, originals / 255).min() > 35
    assert psnr(found["examples"][0] / 255, originals / 255).max() < 30


def test_a_smaller_sheet_shares_its_header_less(frames):
    assert of(film(samples=20), "JPEG")["bytes"][0] > of(frames, "JPEG")["bytes"][0] + 2


def test_vae_samples_are_blurred_and_test_digits_are_not(frames):
    sharp = {MAKERS[int(frame.stats["maker"])]: frame.stats for frame in frames if "maker" in frame.stats}
    assert sharp["VAE samples"]["sharp_high"] < sharp["test digits"]["sharp_low"]
    assert sharp["VAE samples"]["n"] == 200 and sharp["test digits"]["n"] == 60
    assert all(one["sharp_low"] < one["sharp"] < one["sharp_high"] for one in sharp.values())


def test_without_the_data_set_it_says_what_is_missing(monkeypatch):
    def require(name, split):
        raise DataMissing("This number needs mnist: go online.")

    monkeypatch.setattr(digits, "require", require)
    with pytest.raises(DataMissing):
        next(film())
