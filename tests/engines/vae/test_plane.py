"""The plane of codes: what the page evaluates is torch's decoder, and the numbers beside it are what they say."""

import numpy as np
import pytest
import torch

from playground import store
from playground.data import digits
from playground.engines.vae import plane as vae
from playground.engines.vae.plane import plane
from playground.families.vae.plane import PLANES
from playground.models.vae.trained import codes, network
from playground.ui.stages.packing import pack

SHIPPED = [model for model in PLANES if vae.NAMES[model] in store.manifest()]
every_model = pytest.mark.parametrize("model", SHIPPED)


def frame(**values):
    (only,) = plane(**values)
    return only


def evaluated(arrays, z: np.ndarray) -> np.ndarray:
    """What a page does with the Frame, in numpy: z (N,2) -> (N,784)."""
    h, count = z.astype(np.float64), sum(name.startswith("weight") for name in arrays)
    for k in range(count):
        h = h @ arrays[f"weight{k}"].astype(np.float64).T + arrays[f"bias{k}"]
        h = (1 if k == count - 1 else h) / (1 + np.exp(-h))
    return h


@pytest.mark.slow
@every_model
def test_the_frame_holds_the_decoder(model):
    """Evaluated from the Frame alone it is torch's to 1e-3, inside the codes and far beyond."""
    z = np.random.default_rng(0).uniform(-4, 4, (200, 2))
    with torch.inference_mode():
        expected = network(vae.NAMES[model]).decode(torch.tensor(z, dtype=torch.float32)).sigmoid().numpy()
    assert np.abs(evaluated(frame(model=model).arrays, z) - expected).max() < 1e-3


@pytest.mark.slow
@every_model
def test_the_shipped_weights_are_sent_as_they_are(model):
    """float16 loses nothing: so they lie on disk."""
    arrays = frame(model=model).arrays
    layers = [layer for layer in network(vae.NAMES[model]).decoder if isinstance(layer, torch.nn.Linear)]
    for k, layer in enumerate(layers):
        assert np.array_equal(arrays[f"weight{k}"].astype(np.float32), layer.weight.numpy())


def test_small_enough_to_send():
    assert len(pack([frame()])) < 1_000_000


def test_codes_labels_and_view():
    found = frame()
    assert found.arrays["codes"].shape == (2000, 2) and found.arrays["labels"].max() == 9
    beyond = (np.abs(found.arrays["codes"]) > found.stats["view"]).any(1).sum()
    assert beyond == found.stats["outside"] <= 10


def test_cells_run_from_the_top_left():
    places = vae.cells(3.2)
    assert places[0].tolist() == pytest.approx([-3.15, 3.15]) and places[1, 0] == pytest.approx(-3.05)
    assert places[-1].tolist() == pytest.approx([3.15, -3.15])


def test_rings_of_the_fitted_gaussian_are_its_covariance():
    root = frame(model="AE").arrays["root"]
    assert np.allclose(root @ root.T, codes(vae.NAMES["AE"])["covariance"], atol=1e-3)
    assert root[0, 1] == 0


@every_model
def test_holes_are_what_the_shares_say(model):
    """The map's holes, weighed with the prior, hold about the share of its draws that fall into holes."""
    found = frame(model=model)
    stats, view = found.stats, found.stats["view"]
    assert 0.03 < stats["holes_floor"] < 0.07
    weights = torch.exp(-0.5 * (vae.cells(view) ** 2).sum(1)).numpy() * (2 * view / 64) ** 2 / (2 * np.pi)
    assert (weights * found.arrays["holes"].ravel()).sum() == pytest.approx(stats["holes_prior"], abs=0.02)


def test_the_presets_sentences_are_true_of_what_is_shown():
    ae, plain, strict = (frame(model=model).stats for model in ("AE", "VAE", "beta 4"))
    assert ae["beyond"] > 0.5 and ae["holes_prior"] < ae["holes_floor"] < ae["holes_fitted"]
    assert strict["beyond"] < 0.0112 and strict["holes_prior"] > plain["holes_prior"] + 0.01


def test_samples_are_of_the_seed_and_judged():
    one, other = frame(), frame(seed=8)
    assert not np.array_equal(one.arrays["places_prior"], other.arrays["places_prior"])
    assert np.array_equal(one.arrays["places_prior"], vae.standard(vae.NAMES["VAE"], 300, 7)[:24].numpy())
    assert np.array_equal(one.arrays["codes"], other.arrays["codes"])
    assert 0 <= one.stats["confident_prior"] <= one.stats["confident_real"] <= 1


def test_confidence_of_the_shown_is_the_classifiers():
    found = frame().arrays
    from playground.models.classifier.digits import judge

    pictures = evaluated(found, found["places_prior"]).astype(np.float32).reshape(-1, 28, 28)
    assert np.allclose(judge(pictures).probabilities.max(1), found["sure_prior"], atol=0.02)


@pytest.mark.skipif("clothing VAE" not in SHIPPED, reason="not trained yet")
def test_the_classifier_is_asked_of_digits_only():
    found = frame(model="clothing VAE")
    assert "confident_prior" not in found.stats and "sure_prior" not in found.arrays


def test_look_and_place_are_handed_on():
    stats = frame(layers=("rings", "holes"), prior="fitted Gaussian", x=1.5, y=-0.25).stats
    assert {name for name in stats if name.startswith("layer_")} == {"layer_rings", "layer_holes"}
    assert stats["from_fitted"] == 1 and (stats["x"], stats["y"]) == (1.5, -0.25)


def test_pca_needs_the_data_set(monkeypatch, mnist_test):
    vae.ground.cache_clear()
    assert frame().arrays["pca"].shape == (2000, 2)
    assert 0.3 < frame().stats["same_class_pca"] < 0.6
    stand_in = digits.Digits(*digits._embedded("test"), name="mnist", source="embedded")
    monkeypatch.setattr(digits, "load", lambda name, split: stand_in)
    vae.ground.cache_clear()
    assert "pca" not in frame().arrays and "same_class_pca" not in frame().stats
    vae.ground.cache_clear()
