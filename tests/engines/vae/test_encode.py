"""One picture encoded: the reparameterisation, the terms, the bounds, damage, and bad pictures."""

import numpy as np
import pytest
import torch

from playground.data import pictures
from playground.engines.vae.encode import encode, moved, named, search, spoil
from playground.errors import BadInput
from playground.models.vae.trained import flat, network

BOTH = ("2 numbers", "24 numbers")
PAD = "60,40 200,50 120,220"


def frame(**values):
    (only,) = encode(**values)
    return only


@pytest.mark.parametrize("size", BOTH)
def test_draws_are_mu_plus_sigma_epsilon(size):
    found = frame(size=size).arrays
    z = found["mu"] + np.exp(found["log_var"] / 2) * found["eps"]
    with torch.inference_mode():
        expected = network(named("VAE", size)).decode(torch.from_numpy(z)).sigmoid().unflatten(1, (28, 28)).numpy()
    assert np.abs(found["samples"] / 255 - expected).max() < 0.003


def test_the_code_is_of_the_picture_as_seen():
    found = frame(damage="noise").arrays
    with torch.inference_mode():
        mu, _ = network(named("VAE", "2 numbers")).encode(flat(found["seen"][None]))
    assert np.allclose(mu[0], found["mu"], atol=0.05)
    assert not np.array_equal(found["seen"], found["picture"])


@pytest.mark.parametrize("size", BOTH)
def test_terms_add_up_and_bounds_rise(size):
    found = frame(size=size)
    stats, bounds = found.stats, found.arrays["bounds"]
    assert stats["elbo"] == pytest.approx(stats["reconstruction"] - stats["divergence"], abs=1e-3)
    mu, log_var = found.arrays["mu"], found.arrays["log_var"]
    assert found.arrays["kl"] == pytest.approx((mu**2 + np.exp(log_var) - 1 - log_var) / 2, abs=1e-5)
    assert bounds[0] == pytest.approx(stats["elbo"], abs=1e-3)
    assert (np.diff(bounds[1:]) > 0).all() and bounds[3] > bounds[0]


def test_dims_are_the_most_active():
    found = frame(size="24 numbers").arrays
    assert set(found["dims"]) == set(np.argsort(found["activity"])[-2:])
    assert found["codes"].shape == (2000, 2)


def test_a_plain_autoencoder_has_no_posterior():
    found = frame(model="AE")
    assert not {"log_var", "eps", "samples", "kl", "bounds"} & found.arrays.keys()
    assert "elbo" not in found.stats and found.stats["plain"] == 1


def test_a_class_is_what_was_asked_for(mnist_test):
    images = mnist_test.images[mnist_test.labels == 3]
    assert np.array_equal(frame(label="3", index=2).arrays["picture"], images[2])


class TestDamage:
    def test_nothing_is_done_to_the_undamaged(self):
        found = frame()
        assert np.array_equal(found.arrays["seen"], found.arrays["picture"])
        assert "mended" not in found.arrays and not any(name.startswith("error") for name in found.stats)

    def test_errors_are_of_the_pictures_shown(self):
        found = frame(damage="missing patch", amount=0.5)
        names = {"before": "seen", "after": "reconstruction", "mended": "mended"}
        for error, shown in names.items():
            difference = found.arrays[shown] / 255 - found.arrays["picture"] / 255
            assert found.stats[f"error_{error}"] == pytest.approx((difference**2).mean(), abs=1e-3)

    @pytest.mark.parametrize("model", ["AE", "VAE"])
    def test_search_takes_noise_away(self, model, mnist_test):
        for label in "0358":
            stats = frame(model=model, size="24 numbers", damage="noise", label=label).stats
            assert stats["error_mended"] < 0.7 * stats["error_before"]
            assert stats["error_mended"] < stats["error_after"]

    def test_search_does_not_look_at_what_is_missing(self):
        net, x = network(named("AE", "24 numbers")), flat(frame().arrays["picture"][None])
        known = (torch.arange(784) % 28 < 14).float()[None]
        other = x + (1 - known) * 0.5
        start = net.encode(x)[0]
        net = type("Fixed", (), {"encode": lambda self, x: (start.clone(), None), "decode": staticmethod(net.decode)})()
        assert torch.equal(search(net, x, known), search(net, other, known))

    def test_a_patch_is_a_square_that_takes_ink_away(self):
        picture = frame().arrays["picture"] / np.float32(255)
        seen, known = spoil(picture, "missing patch", 0.25, torch.Generator().manual_seed(0))
        rows, columns = np.nonzero(seen != picture)
        assert np.array_equal(seen, picture * known) and known.sum() == 784 - 49
        assert len(rows) and np.ptp(rows) < 7 and np.ptp(columns) < 7 and (seen <= picture).all()

    def test_all_noise_and_a_whole_patch_stay_in_range(self):
        assert frame(damage="noise", amount=1.0).arrays["seen"].max() <= 255
        assert not frame(damage="missing patch", amount=1.0).arrays["seen"].any()


class TestPictures:
    def test_an_empty_pad_and_a_missing_upload_are_asked_for(self):
        for source in ("drawing", "upload"):
            with pytest.raises(BadInput):
                frame(source=source)

    @pytest.mark.parametrize("value", [0, 255])
    def test_black_and_white_say_that_there_is_no_ink(self, value):
        found = frame(source="upload", image=np.full((64, 64, 3), value, np.uint8))
        assert found.stats["blank"] == 1 and not found.arrays["picture"].any()

    def test_a_drawing_is_laid_out_like_a_digit(self):
        picture = frame(source="drawing", strokes=PAD).arrays["picture"]
        rows, columns = np.nonzero(picture > 40)
        assert max(np.ptp(rows), np.ptp(columns)) in (18, 19, 20)

    def test_dark_on_light_is_turned_round(self):
        drawn = pictures.drawing(PAD)
        light, dark = pictures.as_digit(drawn), pictures.as_digit(255 - drawn)
        assert np.array_equal(light[0], dark[0]) and not light[1] and dark[1]

    def test_mnist_stays_where_it_is(self, mnist_test):
        """Its own layout moves no digit by more than a pixel."""
        for image in mnist_test.images[:20]:
            found = pictures.as_digit(image)[0].astype(float)
            rows, columns = np.indices((28, 28))
            centre = [(axis * found).sum() / found.sum() for axis in (rows, columns)]
            assert np.allclose(centre, 13.5, atol=0.8)

    def test_one_pixel_and_a_line_fit(self):
        dot, line = np.zeros((64, 64, 3), np.uint8), np.zeros((64, 64, 3), np.uint8)
        dot[3, 60] = 255
        line[:, 10] = 255
        for image in (dot, line):
            assert pictures.as_digit(image)[0].any()


class TestMoved:
    def test_is_the_decoder(self):
        z = [0.1 * k for k in range(24)]
        with torch.inference_mode():
            expected = network(named("VAE", "24 numbers")).decode(torch.tensor([z])).sigmoid()[0].numpy()
        assert np.abs(moved("VAE", "24 numbers", z).arrays["picture"].ravel() / 255 - expected).max() < 0.003

    @pytest.mark.parametrize(
        "z", [None, [], [1.0], "12", [float("nan"), 0], [1e9, 0], [float("inf"), 0], [True, 0], [[1], 2], {"z": 1}]
    )
    def test_hostile_places_are_answered_in_a_sentence(self, z):
        with pytest.raises(BadInput) as caught:
            moved("VAE", "2 numbers", z)
        assert str(caught.value).endswith(".")

    def test_unknown_models_are_refused(self):
        for model, size in (("GAN", "2 numbers"), ("VAE", "3"), (None, None), ([], {})):
            with pytest.raises(BadInput):
                moved(model, size, [0, 0])
