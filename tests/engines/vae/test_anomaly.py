"""Strange pictures: scores belong to their pictures, the areas are theirs, and known failures fail."""

from functools import cache

import numpy as np
import pytest

from playground.data import digits
from playground.engines.vae import anomaly as vae_anomaly
from playground.errors import BadInput, DataMissing
from playground.families.vae.anomaly import STRANGE
from playground.measure.anomaly import FAINT, auroc, pca_reconstruction
from playground.measure.bounds import kl
from playground.measure.vae.digits import minus_elbo
from playground.models.vae.trained import flat, network, reconstructed
from playground.ui.stages.packing import pack

pytestmark = pytest.mark.usefixtures("mnist_test")


@cache
def frame(**values):
    (only,) = (found for found in vae_anomaly.anomaly(**{"samples": 100} | values) if found.arrays)
    return only


@pytest.mark.parametrize("strange", STRANGE)
def test_every_kind_is_as_many_pictures_as_asked(strange):
    found = frame(strange=strange).arrays
    assert found["normal"].shape == found["strange"].shape == (100, 28, 28)
    assert len(np.unique(found["strange"], axis=0)) > 90
    assert found["strange_bound"].shape == (100,)


def test_corrupted_digits_are_others_than_the_normal_ones():
    """Up to all 10,000: half of them normal, the other half made faint."""
    normal = vae_anomaly.test_digits(5000, seed=5)
    others = vae_anomaly.made("faint", 5000, seed=5) / np.float32(FAINT)
    seen = {image.round(2).tobytes() for image in normal}
    assert len(seen) == 5000 and len(seen | {image.round(2).tobytes() for image in others}) == 10_000


def test_the_scores_are_of_the_pictures_that_are_shown():
    found, net = frame().arrays, network("vae/digits24-vae")
    for group in ("normal", "strange"):
        images = found[group] / np.float32(255)
        again, components = reconstructed(net, images), pca_reconstruction(images)
        assert np.abs(found[f"{group}_again"] / 255 - again).max() < 1 / 250
        assert found[f"{group}_error"] == pytest.approx(((images - again) ** 2).sum((1, 2)), rel=1e-3)
        assert found[f"{group}_pca"] == pytest.approx(((images - components) ** 2).sum((1, 2)), rel=1e-3)
        assert found[f"{group}_bound"] == pytest.approx(minus_elbo(net, images), rel=0.05)
        assert found[f"{group}_kl"] == pytest.approx(kl(*net.encode(flat(images))).sum(1).detach().numpy(), rel=1e-3)


def test_the_areas_are_those_of_the_scores():
    found = frame(strange="rotated")
    for name in vae_anomaly.SCORES:
        area = auroc(found.arrays[f"normal_{name}"], found.arrays[f"strange_{name}"])
        assert found.stats[f"area_{name}"] == pytest.approx(area, abs=1e-6)
        assert found.stats[f"area_{name}_low"] < area < found.stats[f"area_{name}_high"]


def test_what_is_shown_again_belongs_to_the_score():
    found = frame(score="PCA-32's error")
    again = pca_reconstruction(found.arrays["strange"] / np.float32(255)).clip(0, 1)
    assert np.abs(found.arrays["strange_again"] / 255 - again).max() < 1 / 250
    assert found.stats["score"] == 2


def test_the_parameters_are_those_of_what_is_scored_by():
    weights = sum(weight.numel() for weight in network("vae/digits24-vae").parameters())
    assert frame().stats["parameters"] == weights
    assert frame(score="PCA-32's error").stats["parameters"] == (32 + 1) * 784


def test_clothing_is_found():
    assert frame(samples=200).stats["area_bound_low"] > 0.95


@pytest.mark.parametrize(("strange", "name"), [("dots", "bound"), ("faint", "pca"), ("blurred", "pca")])
def test_where_it_fails_it_finds_the_strange_more_normal(strange, name):
    assert frame(samples=200, strange=strange).stats[f"area_{name}_high"] < 0.5


class TestDrawing:
    def test_is_scored_beside_the_others(self):
        found = frame(strokes="60,60 200,200;200,60 60,200")
        assert found.arrays["drawn"].shape == (1, 28, 28) and found.arrays["drawn_bound"].shape == (1,)
        assert (found.arrays["normal_bound"] == frame().arrays["normal_bound"]).all()

    def test_none_is_no_drawing(self):
        assert "drawn" not in frame().arrays


def test_an_ae_has_no_bound():
    with pytest.raises(BadInput, match="choose"):
        frame(model="AE")
    found = frame(model="AE", score="reconstruction error")
    assert not any("bound" in name or name.endswith("_kl") for name in (*found.arrays, *found.stats))


def test_the_largest_run_can_be_sent():
    assert len(pack([frame(samples=800)])) < 4_000_000


def test_without_the_data_set_it_says_what_is_missing(monkeypatch):
    def require(name, split):
        raise DataMissing("This number needs mnist: go online.")

    monkeypatch.setattr(digits, "require", require)
    with pytest.raises(DataMissing):
        frame(seed=12345)
