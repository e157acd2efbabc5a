"""The opponents: shapes over all their options, and what D sees of the crowd."""

import itertools

import pytest
import torch

from playground.families.gan import rules
from playground.models.gan.digits import GROUP, DigitDiscriminator, DigitGenerator, deviation
from playground.models.gan.plane import CROWDS, Discriminator, Generator


@pytest.fixture(autouse=True)
def seeded():
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        yield


def test_every_crowd_of_the_page_is_there():
    assert rules.CROWDS == CROWDS


@pytest.mark.parametrize(("hidden", "width", "noise"), itertools.product((0, 1, 5), (1, 128), (1, 2)))
def test_generator(hidden, width, noise):
    made = Generator(noise, hidden, width, 2)
    assert made(torch.randn(7, noise)).shape == (7, 2)
    linear = [layer for layer in made.modules() if isinstance(layer, torch.nn.Linear)]
    assert len(linear) == hidden + 1


@pytest.mark.parametrize(
    ("hidden", "width", "crowd", "spectral"), itertools.product((0, 1, 5), (1, 128), CROWDS, (False, True))
)
def test_discriminator(hidden, width, crowd, spectral):
    """One logit a sample, in its own batch or in another's, also where that one is smaller or odd."""
    made = Discriminator(2, hidden, width, crowd=crowd, spectral=spectral)
    x, company = torch.randn(7, 2), torch.randn(3, 2)
    assert made(x).shape == made.among(x, company).shape == (7,)
    made(x).sum().backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in made.parameters())


@pytest.mark.parametrize("crowd", CROWDS)
def test_alone_is_a_sample_its_own_judgement(crowd):
    """Only a D that sees the crowd judges the same sample differently in other company."""
    made, x = Discriminator(2, 2, 32, crowd=crowd), torch.randn(8, 2)
    others = torch.cat([x[:1], 3 * torch.randn(7, 2)])
    assert torch.equal(made(x)[0], made(others)[0]) == (crowd == "alone")


def test_a_collapsed_batch_looks_different_to_minibatch_deviation():
    made, varied = Discriminator(2, 1, 8, crowd="minibatch deviation"), torch.randn(64, 2) * torch.tensor([1.0, 3.0])
    equal = varied[:1].expand(64, 2)
    spread = made.seen(varied, varied)[:, 2]
    expected = varied.std(0, unbiased=False).mean()
    torch.testing.assert_close(spread, expected.expand(64))
    assert made.seen(equal, equal)[:, 2].max() < 1e-3
    assert not torch.allclose(made.among(equal, equal), made.among(equal, varied))


def test_a_pack_holds_a_second_sample_of_the_same_origin():
    made, real, fake = Discriminator(2, 1, 8, crowd="packs of two"), torch.randn(6, 2), 100 + torch.randn(4, 2)
    assert made.seen(real, real).tolist() == torch.cat([real, real.roll(1, 0)], 1).tolist()
    partners = made.seen(real, fake)[:, 2:]
    assert (partners[:, None] == fake).all(2).any(1).all()
    assert not (made.seen(real, real)[:, :2] == made.seen(real, real)[:, 2:]).any(), "a sample is not its own company"


def test_spectral_norm_holds_every_layer_to_one():
    made = Discriminator(2, 3, 64, spectral=True)
    for _ in range(100):
        made(torch.randn(2, 2))
    stretch = [torch.linalg.matrix_norm(layer.weight, 2).item() for layer in made.layers if hasattr(layer, "weight")]
    assert stretch == pytest.approx([1] * 4, abs=0.02)
    a, b = 5 * torch.randn(500, 2), 5 * torch.randn(500, 2)
    assert ((made(a) - made(b)).abs() <= 1.05 * (a - b).norm(dim=1)).all()


# Digits


def test_digit_pair():
    G, D = DigitGenerator(noise=8, embedding=4, mapping=[12], channels=[16, 8, 4]), DigitDiscriminator([4, 8, 8], 16)
    z, labels = torch.randn(11, 8), torch.arange(11)
    images = G(z, labels)
    assert images.shape == (11, 1, 28, 28) and images.abs().max() <= 1
    assert D(images, labels).shape == (11,)
    G.eval(), D.eval()
    same = z[:1].expand(11, 8)
    assert len(G(same, labels).flatten(1).unique(dim=0)) == 11, "each class is a picture of its own"
    one = images[:1].expand(11, -1, -1, -1)
    assert len(D(one, labels).unique()) > 5, "a picture is judged by its class"


def test_deviation_is_of_each_group():
    h = torch.cat([torch.zeros(GROUP, 3), torch.tensor([[0.0, 0, 0], [2, 4, 6]]).repeat(GROUP // 2, 1)])
    assert deviation(h).shape == (2 * GROUP, 1)
    torch.testing.assert_close(deviation(h)[:, 0], torch.tensor([1e-4] * GROUP + [2.0] * GROUP))
    assert deviation(h[: GROUP + 1]).shape == (GROUP + 1, 1)
