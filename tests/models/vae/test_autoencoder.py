"""The autoencoder: shapes, and that a page can evaluate its decoder by hand."""

import numpy as np
import pytest
import torch

from playground.models.vae.autoencoder import Autoencoder


@pytest.mark.parametrize(("pixels", "hidden", "latent"), [(784, (16, 8), 24), (64, (12,), 2), (2, (), 1)])
def test_shapes(pixels, hidden, latent):
    net = Autoencoder(pixels, hidden, latent)
    mu, log_var = net.encode(torch.rand(5, pixels))
    assert mu.shape == log_var.shape == (5, latent)
    assert net.decode(torch.randn(3, 5, latent)).shape == (3, 5, pixels)


def test_mean_and_variance_are_different_outputs():
    mu, log_var = Autoencoder(4, (8,), 3).encode(torch.rand(5, 4))
    assert not torch.equal(mu, log_var)


def test_the_decoder_mirrors_the_encoder():
    net = Autoencoder(784, (30, 20), 5)
    widths = {
        part: [layer.weight.shape for layer in net.get_submodule(part) if isinstance(layer, torch.nn.Linear)]
        for part in ("encoder", "decoder")
    }
    assert widths == {"encoder": [(30, 784), (20, 30), (10, 20)], "decoder": [(20, 5), (30, 20), (784, 30)]}


def test_the_decoder_is_linear_layers_and_one_bend():
    """Evaluated from its state dict alone, in float64, as the page's script does."""
    net = Autoencoder(784, (32, 16), 2)
    z = torch.randn(7, 2)
    weights = {key: value.double().numpy() for key, value in net.state_dict().items() if key.startswith("decoder")}
    layers = sorted({int(key.split(".")[1]) for key in weights})
    h = z.double().numpy()
    for layer in layers:
        h = h @ weights[f"decoder.{layer}.weight"].T + weights[f"decoder.{layer}.bias"]
        h = h if layer == layers[-1] else h / (1 + np.exp(-h))
    assert np.abs(h - net.decode(z).detach().numpy()).max() < 1e-5
