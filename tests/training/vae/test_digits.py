"""The jobs of the trained autoencoders: they resume, they are fair to each other, their codes are what is written."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from playground.data import digits
from playground.families.vae.models import MODELS
from playground.models.vae.autoencoder import Autoencoder
from playground.training.run import Job, run
from playground.training.vae import digits as vae_digits
from playground.training.vae.digits import CONFIGS, codes

SMALL = {"pixels": 784, "hidden": [8], "latent": 3}


@pytest.fixture(autouse=True)
def toy_pictures(monkeypatch):
    """Sixty grey squares for every data set, three thousand times over for the codes."""
    images = np.random.default_rng(0).integers(0, 256, (60, 28, 28), dtype=np.uint8).repeat(50, 0)
    labels = np.arange(3000) % 10
    monkeypatch.setattr(digits, "require", lambda name, split: digits.Digits(images, labels, name, "folder"))


def toy(monkeypatch, steps: int = 6, **changes) -> Job:
    config = CONFIGS["vae/digits24-vae"] | {"network": SMALL}
    config |= {"training": config["training"] | {"steps": steps, "batch": 16, "ramp": 2} | changes}
    monkeypatch.setitem(CONFIGS, "vae/toy", config)
    return vae_digits.job("vae/toy", torch.device("cpu"))


def weights(job: Job) -> torch.Tensor:
    networks = job.state.trainer.network, job.state.ema
    return torch.cat([p.detach().flatten().float() for network in networks for p in network.parameters()])


def test_every_config_has_its_job_and_its_rows():
    assert {model.name for model in MODELS if model.job and model.rows} == set(CONFIGS)


def test_the_switch_changes_the_objective_alone():
    """AE, VAE and beta-VAE have one network, one data set and one way of training; the best trains longer."""
    for kind in ("digits2-", "digits24-"):
        group = [CONFIGS[name] for name in CONFIGS if name.startswith(f"vae/{kind}")]
        for config in group:
            assert (config["network"], config["data"]) == (group[0]["network"], group[0]["data"])
            assert config["training"] | {"steps": 0} == group[0]["training"] | {"steps": 0}
        objectives = [tuple(sorted(config["objective"].items())) for config in group]
        assert len(set(objectives)) == len(group) > 2


def test_an_interrupted_run_resumes_to_the_same_weights(monkeypatch, tmp_path):
    unbroken, first, resumed = (toy(monkeypatch) for _ in range(3))
    run(unbroken, 6, tmp_path / "unbroken.pt")

    def stopped():
        yield from islice(first.steps(), 3)
        raise KeyboardInterrupt

    path: Path = tmp_path / "interrupted.pt"
    with pytest.raises(KeyboardInterrupt):
        run(Job(first.name, first.config, first.state, stopped, "", ""), 6, path, every_seconds=0.0)
    assert first.state.step == 3
    run(resumed, 6, path)
    assert resumed.state.step == 6 and torch.equal(weights(resumed), weights(unbroken))


def test_the_rate_rises_and_falls_to_nothing(monkeypatch):
    job = toy(monkeypatch, steps=8, ramp=4)
    rates = [state.trainer.rules.rate for state in job.steps()]
    assert rates[0] < rates[1] < rates[2] and rates[3] > rates[5] > rates[7]
    assert rates[7] < 0.1 * max(rates) < 2e-3


def test_the_average_is_near_the_network_and_not_it(monkeypatch):
    job = toy(monkeypatch, steps=5)
    list(job.steps())
    network, average = job.state.trainer.network.decoder[0].weight, job.state.ema.module.decoder[0].weight
    assert 0 < (network - average).abs().max() < 0.02


@pytest.mark.parametrize("deterministic", [False, True])
def test_stored_codes(deterministic):
    net = Autoencoder(784, (8,), 3).requires_grad_(False)
    stored = codes(net, "mnist", deterministic)
    mu, log_var = net.encode(vae_digits.flat("mnist", "test"))
    torch.testing.assert_close(stored["mu"].float(), mu[:2000], atol=1e-3, rtol=1e-3)
    assert stored["labels"].tolist() == (np.arange(2000) % 10).tolist()
    assert ("log_var" in stored) != deterministic
    noise = torch.zeros(()) if deterministic else (0.5 * log_var).exp() * torch.randn(200, *mu.shape)
    z = (mu + noise).reshape(-1, 3)
    torch.testing.assert_close(stored["mean"], z.mean(0), atol=0.01, rtol=0)
    torch.testing.assert_close(stored["covariance"], z.T.cov(), atol=0.02, rtol=0.02)


def test_flat_pictures_are_grey_in_rows():
    grey = vae_digits.flat("mnist", "train")
    assert grey.shape == (3000, 784) and grey.min() >= 0 and grey.max() == 1
