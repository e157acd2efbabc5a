"""The pixel models' trainers: runs of four pixels as numbers, a new binarisation at every step, and both learn."""

import numpy as np
import pytest
import torch

from playground.data import digits
from playground.families.autoregressive.models import MODELS
from playground.models.autoregressive.pixels import RUN, TOKENS, nats, patterns, to_tokens
from playground.training.autoregressive import pixels
from playground.training.autoregressive.pixels import CONFIGS, binarised

SMALL = {
    "autoregressive/pixelcnn": {"channels": 4, "layers": 2, "classes": 10},
    "autoregressive/imagegpt": {"n_embd": 16, "n_layer": 1, "n_head": 2},
}
every_model = pytest.mark.parametrize("name", CONFIGS)


@pytest.fixture(autouse=True)
def two_pictures(monkeypatch):
    """A left and a right half, and their labels 0 and 1."""
    images = np.zeros((2, 28, 28), np.uint8)
    images[0, :, :14] = images[1, :, 14:] = 255
    monkeypatch.setattr(digits, "require", lambda *_: digits.Digits(images, np.array([0, 1]), "mnist", "folder"))


def toy(monkeypatch, name: str, steps: int) -> pixels.Job:
    config = CONFIGS[name]
    small = {
        "network": config["network"] | SMALL[name],
        "training": config["training"] | {"steps": steps, "batch": 4, "warmup": 2},
    }
    monkeypatch.setitem(CONFIGS, name, config | small)
    return pixels.job(name, torch.device("cpu"))


def test_runs_of_four_pixels_come_back():
    x = torch.bernoulli(torch.full((5, 1, 28, 28), 0.5))
    tokens = to_tokens(x)
    assert tokens.shape == (5, 196) and tokens.min() >= 0 and tokens.max() < TOKENS
    assert torch.equal(patterns(RUN)[tokens].float().view_as(x), x)


def test_the_leftmost_pixel_counts_most():
    x = torch.zeros(1, 1, 28, 28)
    x[0, 0, 0, 0] = x[0, 0, 1, 7] = 1
    tokens = to_tokens(x)[0]
    assert tokens[0] == 8 and tokens[7 + 1] == 1 and tokens.count_nonzero() == 2


def test_grey_is_on_as_often_as_it_says():
    grey = torch.tensor([0.0, 0.3, 1.0]).view(1, 1, 1, 3)
    batch = binarised(grey, torch.tensor([4]), 4000)(torch.Generator().manual_seed(0))
    shares = batch["x"].mean((0, 1, 2))
    assert shares[0] == 0 and shares[2] == 1 and abs(shares[1] - 0.3) < 0.03
    assert set(batch["labels"].tolist()) == {4}


@pytest.mark.slow
@every_model
def test_it_learns(monkeypatch, name):
    job = toy(monkeypatch, name, 80)
    losses = [float(state.loss) for state in job.steps()]
    assert len(losses) == 80 and sum(losses[-5:]) < 0.85 * sum(losses[:5])


@every_model
def test_same_seed_same_weights(monkeypatch, name):
    def weights() -> torch.Tensor:
        job = toy(monkeypatch, name, 3)
        list(job.steps())
        return torch.cat([p.detach().flatten() for p in job.state.model.parameters()])

    assert torch.equal(weights(), weights())


@every_model
def test_untrained_pixels_cost_about_a_bit(monkeypatch, name):
    job = toy(monkeypatch, name, 1)
    x = torch.bernoulli(torch.full((2, 1, 28, 28), 0.5))
    found = nats(job.state.model, x, torch.tensor([0, 1])) / np.log(2)
    assert ((found > 500) & (found < 1100)).all()


def test_every_config_has_its_job():
    assert set(CONFIGS) <= {model.name for model in MODELS}
