"""The autoencoders' rows: known answers on toys, and the shipped weights where they are cheap to ask."""

import numpy as np
import pytest
import torch

from playground.measure.bounds import kl, log_bernoulli
from playground.measure.vae import digits
from playground.models.vae import trained
from playground.models.vae.autoencoder import Autoencoder
from playground.registry import models, resolve

NAMES = sorted(name for name in models() if name.startswith("vae/"))


class Looking(Autoencoder):
    """The code is the first pixel, twice over, without spread; a code's picture is its first number everywhere."""

    def __init__(self) -> None:
        super().__init__(784, (), 2)

    def encode(self, x):
        return x[:, :1].expand(-1, 2), torch.full((len(x), 2), -40.0)

    def decode(self, z):
        return z[..., :1].expand(*z.shape[:-1], 784).clamp(1e-6, 1 - 1e-6).logit()


def grey(*values: float) -> np.ndarray:
    return np.broadcast_to(np.array(values, np.float32)[:, None, None], (len(values), 28, 28))


def test_flat_pictures_have_the_same_grey_from_bytes_and_floats():
    assert trained.flat(grey(0.2))[0, 0].item() == pytest.approx(0.2)
    assert trained.flat((grey(0.2) * 255).astype(np.uint8))[0, 0].item() == pytest.approx(0.2)
    assert trained.flat(np.zeros((3, 28, 28))).dtype == torch.float32


def test_reconstruction_and_its_error():
    net, images = Looking(), grey(0.25, 0.5).copy()
    assert trained.reconstructed(net, images) == pytest.approx(images, abs=1e-6)
    images[:, 3, 3] += 0.5
    assert trained.squared_error(net, images) == pytest.approx([0.25, 0.25], abs=1e-4)


def test_minus_elbo_is_its_two_terms():
    net, images = Looking(), grey(0.25, 0.5)
    mu, log_var = net.encode(trained.flat(images))
    expected = kl(mu, log_var).sum(1) - log_bernoulli(net.decode(mu), trained.flat(images))
    assert digits.minus_elbo(net, images) == pytest.approx(expected.numpy(), rel=1e-5)


def test_midpoint_of_two_pictures_is_decoded_from_the_middle_code():
    assert trained.midpoints(Looking(), grey(0.2), grey(0.8)) == pytest.approx(grey(0.5), abs=1e-5)


def test_slerp():
    a, b = torch.tensor([[2.0, 0.0]]), torch.tensor([[0.0, 2.0]])
    middle = trained.slerp(a, b, 0.5)
    torch.testing.assert_close(middle, torch.tensor([[2**0.5, 2**0.5]]))
    torch.testing.assert_close(trained.slerp(a, b, 0.0), a)
    torch.testing.assert_close(trained.slerp(a, b, 1.0), b)
    assert trained.slerp(a, 2 * b, 0.5).norm().item() == pytest.approx(3), "the length changes evenly"


@pytest.mark.parametrize("other", [[4.0, 0.0], [-2.0, 0.0], [0.0, 0.0]])
def test_slerp_without_an_angle_is_the_line(other):
    a, b = torch.tensor([[2.0, 0.0]]), torch.tensor([other])
    torch.testing.assert_close(trained.slerp(a, b, 0.25), torch.lerp(a, b, 0.25))


def test_pairs_are_of_the_asked_classes(mnist_test):
    ones, sevens = digits.pairs(50)
    assert ones.shape == sevens.shape == (50, 28, 28) and ones.max() <= 1
    known = {image.tobytes(): label for image, label in zip(mnist_test.images, mnist_test.labels, strict=True)}
    assert {known[(255 * x).round().astype(np.uint8).tobytes()] for x in ones} == {1}
    assert {known[(255 * x).round().astype(np.uint8).tobytes()] for x in sevens} == {7}
    assert len(np.unique(ones, axis=0)) == 50


@pytest.mark.parametrize("name", NAMES)
def test_stored_codes_fit_the_weights(name):
    net, stored = trained.network(name), trained.codes(name)
    assert stored["mu"].shape == (2000, net.latent) and stored["labels"].shape == (2000,)
    assert ("log_var" in stored) != name.endswith("-ae")
    assert torch.linalg.eigvalsh(stored["covariance"]).min() > 0
    spread = stored["mu"].T.cov().diag() + (stored["log_var"].exp().mean(0) if "log_var" in stored else 0)
    ratio = stored["covariance"].diag() / spread
    assert ratio.min() > 0.5 and ratio.max() < 2, "test codes spread as the training codes do"


def test_codes_drawn_from_the_fitted_gaussian_have_its_moments():
    stored = trained.codes("vae/digits24-ae")
    z = trained.fitted("vae/digits24-ae", 20_000)
    scale = stored["covariance"].diag().sqrt()
    assert ((z.mean(0) - stored["mean"]).abs() / scale).max() < 0.04
    torch.testing.assert_close((z / scale).T.cov(), stored["covariance"] / torch.outer(scale, scale), atol=0.05, rtol=0)


def test_decoded_codes_resemble_their_pictures(mnist_test):
    net, stored = trained.network("vae/digits24-vae"), trained.codes("vae/digits24-vae")
    images = mnist_test.images[:200] / np.float32(255)
    right = ((trained.painted(net, stored["mu"][:200]) - images) ** 2).sum((1, 2)).mean()
    wrong = ((trained.painted(net, stored["mu"][:200].roll(1, 0)) - images) ** 2).sum((1, 2)).mean()
    assert right < wrong / 4
    assert stored["labels"][:200].tolist() == mnist_test.labels[:200].tolist()


def rows(name: str, samples: int) -> dict[str, dict]:
    return {row["id"]: row for dotted in models()[name].rows for row in resolve(dotted)(name, samples)}


@pytest.mark.slow
@pytest.mark.usefixtures("mnist_test")
def test_rows_of_the_best_model():
    found = rows("vae/digits24-vae", 100)
    assert found.keys() >= {
        "vae.elbo", "vae.nll", "vae.iwae_monotone", "vae.prior_confident", "vae.morph_closer", "vae.morph_sharper",
        "vae.anomaly_auroc", "pca.anomaly_auroc", "vae.anomaly_corrupted_auroc",
    }  # fmt: skip
    assert -115 < found["vae.elbo"]["value"] < found["vae.nll"]["value"] < -75
    terms = found["vae.digits24_vae_reconstruction"]["value"] - found["vae.digits24_vae_kl"]["value"]
    assert terms == pytest.approx(found["vae.elbo"]["value"], abs=3)
    assert found["vae.anomaly_auroc"]["value"] > 0.97


@pytest.mark.slow
@pytest.mark.usefixtures("mnist_test")
def test_rows_of_the_plain_autoencoder():
    found = rows("vae/digits24-ae", 200)
    assert found["ae.prior_fitted_confident"]["value"] > found["ae.prior_confident"]["value"] - 0.1
    assert "vae.digits24_ae_kl" not in found


def test_a_larger_beta_pays_less_for_its_code():
    cost = [trained.codes(f"vae/digits24-{stop}") for stop in ("beta025", "vae", "beta4", "beta10")]
    nats = [kl(stored["mu"], stored["log_var"]).sum(1).mean().item() for stored in cost]
    assert nats == sorted(nats, reverse=True) and nats[0] > 2 * nats[-1]


def test_a_network_that_was_first_asked_for_without_gradients_still_gives_them():
    trained.network.cache_clear()
    trained.codes.cache_clear()
    with torch.inference_mode():
        net, stored = trained.network("vae/digits2-vae"), trained.codes("vae/digits2-vae")
    z = stored["mu"][:2].float().requires_grad_()
    net.decode(z).sum().backward()
    assert z.grad.abs().sum() > 0
