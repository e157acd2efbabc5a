"""The trained GANs: D's company, and samples of asked digits."""

import numpy as np
import pytest
import torch

from playground import store
from playground.engines._runtime import generators, noise
from playground.engines.gan import opponents

pytestmark = pytest.mark.usefixtures("unskilled")
NOISE = 64


def test_d_judges_every_picture_by_itself(small_opponents):
    images = torch.randn(6, 1, 28, 28, generator=torch.Generator().manual_seed(0)).tanh()
    labels = torch.arange(6)
    together = small_opponents.logits(images, labels)
    alone = torch.cat([small_opponents.logits(images[k : k + 1], labels[k : k + 1]) for k in range(6)])
    assert torch.allclose(together, alone, atol=1e-5)


def test_d_in_company_is_d_as_it_was_trained(small_opponents):
    """A picture beside its company is one group of four of the discriminator's own forward pass."""
    z = noise(generators(0, 3), (NOISE,))
    company = small_opponents.draw(z, torch.full((3,), opponents.NONE))
    picture = small_opponents.draw(noise(generators(50, 1), (NOISE,)), torch.tensor([4]))
    with torch.inference_mode():
        expected = small_opponents.D(torch.cat([picture, company]), torch.full((4,), 4))[0]
    assert torch.allclose(small_opponents.logits(picture, torch.tensor([4]))[0], expected, atol=1e-5)


def test_samples_are_pictures_of_their_seeds():
    labels = np.array([1, 2, 3, opponents.NONE])
    images = opponents.sample_digits(labels, seed=4)
    assert images.shape == (4, 28, 28) and images.dtype == np.float32
    assert images.min() >= 0 and images.max() <= 1
    assert np.allclose(images[2:], opponents.sample_digits(labels[2:], seed=6), atol=1e-5)


@pytest.mark.slow
@pytest.mark.skipif("gan/digits" not in store.manifest(), reason="the pair is not trained yet")
def test_the_trained_pair_draws_the_asked_digits(monkeypatch):
    from playground.models.classifier.digits import judge

    monkeypatch.undo()
    labels = np.arange(300) % 10
    assert judge(opponents.sample_digits(labels)).agreement(labels).mean() > 0.95
