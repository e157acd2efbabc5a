"""What is measured of the pixel models: cases with a known answer."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.data import digits
from playground.measure.autoregressive import pixels
from playground.models.autoregressive import trained_pixels
from playground.registry import models, resolve


class Template(nn.Module):
    """Knows ten pictures by heart: a pixel of class y is as in picture y with the probability `sure`."""

    def __init__(self, pictures: np.ndarray, sure: float) -> None:
        super().__init__()
        self.templates = torch.from_numpy(pictures).float()  # (10,28,28) in {0,1}
        self.odds = float(np.log(sure / (1 - sure)))

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return (2 * self.templates[labels][:, None] - 1) * self.odds


@pytest.fixture
def known(monkeypatch) -> Template:
    """Test digits that are the templates themselves, and the model that knows them."""
    pictures = np.random.default_rng(0).integers(0, 2, (10, 28, 28))
    data = digits.Digits((255 * pictures).astype(np.uint8), np.arange(10), "mnist", "folder")
    model = Template(pictures, 0.9)
    monkeypatch.setattr(digits, "require", lambda *_: data)
    monkeypatch.setattr(pixels, "network", lambda name: model)
    for name in ("nats", "pixel_logits"):
        monkeypatch.setattr(trained_pixels, name, {"nats": _nats, "pixel_logits": lambda net, x, y: net(x, y)}[name])
    return model


def _nats(net: nn.Module, x: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return trained_pixels.surprise(net(x, labels), x).flatten(1).sum(1)


def test_rows_of_a_model_whose_nats_are_known(known):
    nats, right = pixels.likelihood_rows("autoregressive/pixelcnn", None)
    assert nats["id"] == "ar.pixel_nats_pixelcnn" and nats["unit"] == "nats" and nats["n"] == 10
    assert nats["value"] == pytest.approx(-784 * np.log(0.9) + np.log(10), abs=1e-3)
    assert right["value"] == 1


def test_the_pixels_of_a_picture_add_up_to_its_class_nats(known):
    x = known.templates[3:4, None]
    prices = trained_pixels.class_surprise(known, x)
    assert prices.shape == (10, 28, 28)
    assert prices.sum((1, 2)) == pytest.approx(trained_pixels.class_nats(known, x)[0], rel=1e-4)


def test_the_posterior_is_bayes_rule():
    found = -np.log(np.array([[0.2, 0.6, 0.2, 0.0001]]))
    assert trained_pixels.posterior(found)[0] == pytest.approx(np.array([0.2, 0.6, 0.2, 0.0001]) / 1.0001)
    assert trained_pixels.marginal(found)[0] == pytest.approx(-np.log(1.0001 / 4))


def test_huge_nats_do_not_overflow():
    found = np.array([[5000.0] * 9 + [4000.0]])
    assert trained_pixels.posterior(found)[0, 9] == 1
    assert trained_pixels.marginal(found)[0] == pytest.approx(4000 + np.log(10))


class TestBinarised:
    def test_sampled_pixels_are_on_as_often_as_their_grey_says(self):
        grey = np.full((400, 28, 28), 51, np.uint8)
        assert float(trained_pixels.binarised(grey).mean()) == pytest.approx(0.2, abs=0.01)

    def test_the_draw_is_the_seeds(self):
        grey = np.full((2, 28, 28), 128, np.uint8)
        a, b, c = (trained_pixels.binarised(grey, seed=seed) for seed in (1, 1, 2))
        assert torch.equal(a, b) and not torch.equal(a, c)

    def test_by_a_threshold(self):
        x = trained_pixels.binarised(np.array([[[0, 100, 127, 128, 255]]], np.uint8), "threshold")
        assert x.flatten().tolist() == [0, 0, 0, 1, 1]


def test_every_pixel_model_has_its_rows():
    for name in trained_pixels.NAMES.values():
        assert [resolve(dotted) for dotted in models()[name].rows] == [pixels.likelihood_rows, pixels.sample_rows]


@pytest.mark.slow
@pytest.mark.parametrize("name", trained_pixels.NAMES.values())
def test_samples_are_binary_and_their_seeds_own(name):
    net = trained_pixels.network(name)
    together = trained_pixels.samples(net, torch.tensor([3, 3]), seed=5)
    alone = trained_pixels.samples(net, torch.tensor([3]), seed=6)
    assert together.shape == (2, 28, 28) and set(np.unique(together)) <= {0, 1}
    assert (together[1:] == alone).all() and (together[0] != together[1]).any()
