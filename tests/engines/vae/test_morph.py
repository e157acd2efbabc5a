"""Morphs: they begin and end where they should, and what is said of a frame is true of it."""

import numpy as np
import pytest
import torch

from playground.data import digits
from playground.engines.vae import morph as vae_morph
from playground.measure.pictures import sharpness
from playground.models.classifier.digits import judge
from playground.models.vae.trained import flat, network, painted, slerp


def film(**values):
    return [frame for frame in vae_morph.morph(**{"frames": 5} | values) if frame.arrays]


def near(image: np.ndarray, expected: np.ndarray) -> bool:
    """Equal up to a grey value of uint8."""
    return np.abs(image / 255 - expected).max() < 1 / 254


@pytest.mark.parametrize("size", ["2", "24"])
@pytest.mark.parametrize("model", ["AE", "VAE", "beta 4"])
def test_begins_and_ends_with_the_two_digits(size, model):
    frames, ends = film(model=model, size=size, seed=4), vae_morph.chosen("1", "7", 4)
    net = network(f"vae/digits{size}-{vae_morph.SUFFIXES[model]}")
    with torch.inference_mode():
        again = painted(net, net.encode(flat(ends))[0])
    for k, place in ((0, 0), (1, -1)):
        assert near(frames[place].arrays["fade"], ends[k])
        assert near(frames[place].arrays["latent"], again[k])
    assert [frame.stats["share"] for frame in frames] == [0, 0.25, 0.5, 0.75, 1]


def test_the_middle_is_the_middle_code_and_the_mean_picture():
    middle, ends, net = film()[2], vae_morph.chosen("1", "7", 0), network("vae/digits24-vae")
    with torch.inference_mode():
        a, b = net.encode(flat(ends))[0]
    assert near(middle.arrays["latent"], painted(net, ((a + b) / 2)[None])[0])
    assert near(middle.arrays["fade"], ends.mean(0))
    assert middle.stats["code_length"] == pytest.approx(float(((a + b) / 2).norm()), rel=1e-4)
    assert middle.stats["code_distance"] == pytest.approx(float((a - b).norm()), rel=1e-4)


def test_slerp_keeps_between_the_lengths():
    line, arc = film(path="line", first="0", second="5"), film(path="slerp", first="0", second="5")
    ends = [arc[k].stats["code_length"] for k in (0, -1)]
    assert min(ends) - 1e-3 <= arc[2].stats["code_length"] <= max(ends) + 1e-3
    assert line[2].stats["code_length"] < arc[2].stats["code_length"]
    net, pictures = network("vae/digits24-vae"), vae_morph.chosen("0", "5", 0)
    with torch.inference_mode():
        a, b = net.encode(flat(pictures))[0].split(1)
    assert near(arc[2].arrays["latent"], painted(net, slerp(a, b, 0.5))[0])


def test_the_figures_are_of_the_frame_that_is_shown():
    for frame in film():
        for way in ("latent", "fade"):
            image = frame.arrays[way][None].astype(np.float32) / 255
            probabilities = judge(image).probabilities[0]
            assert frame.stats[f"called_{way}"] == probabilities.argmax()
            assert frame.stats[f"sure_{way}"] == pytest.approx(probabilities.max(), abs=0.02)
            assert frame.stats[f"sharp_{way}"] == pytest.approx(sharpness(image)[0], abs=0.01)


def test_the_nearest_training_digit_is_as_far_as_it_is_said_to_be(mnist_test):
    for frame in film():
        for way in ("latent", "fade"):
            difference = frame.arrays[way] / 255 - frame.arrays[f"near_{way}"] / 255
            assert np.linalg.norm(difference) == pytest.approx(frame.stats[f"near_{way}"], abs=0.05)


def test_floors_are_of_test_digits(mnist_test):
    stats = film()[0].stats
    assert stats["n_real"] == 500 and stats["sure_real"] > 0.97
    assert stats["sharp_real"] == pytest.approx(sharpness(mnist_test.images[:500] / 255).mean())


def test_the_digits_are_of_their_classes_and_never_one_twice():
    test = digits.load("mnist", "test")
    known = {image.tobytes(): label for image, label in zip(test.images, test.labels, strict=True)}
    for seed in range(30):
        a, b = (vae_morph.chosen("4", "4", seed) * 255).round().astype(np.uint8)
        assert known[a.tobytes()] == known[b.tobytes()] == 4 and (a != b).any()


@pytest.mark.slow
def test_without_mnist_only_the_distance_is_missing(monkeypatch):
    def load(name="mnist", split="train"):
        return digits.Digits(*digits._embedded(split), name="mnist", source="embedded")

    monkeypatch.setattr(digits, "load", load)
    vae_morph.real_figures.cache_clear()
    try:
        frames = film()
    finally:
        vae_morph.real_figures.cache_clear()
    assert len(frames) == 5 and {"sure_latent", "sharp_fade", "sure_real"} <= frames[2].stats.keys()
    assert not any("near" in name for frame in frames for name in (*frame.arrays, *frame.stats))
