"""What each claim must answer when its models are replaced: by real digits, copies, noise or a constant.

The answers are foreseen from the rule, before anything is run. A trial that confirms its claim of every model tests
nothing: for each claim at least one replacement leads to another verdict than its full run.
"""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from playground.data import digits
from playground.measure.bounds import kl, log_bernoulli, reparameterise
from playground.registry import FAMILIES, resolve
from playground.trials import vae as vae_trials
from playground.trials.diffusion import pictures as diffusion_trials

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("mnist_test")]
CLAIMS = {claim.id: claim for family in FAMILIES for claim in family.claims}
Sabotage = Callable[[pytest.MonkeyPatch], None]


def digits_of(split: str, count: int, seed: int) -> np.ndarray:
    """Digits, classes in turn, as float32 (N,28,28) in [0,1]."""
    data, rng = digits.require("mnist", split), np.random.default_rng(seed)
    rows = [rng.choice(np.flatnonzero(data.labels == k % 10)) for k in range(count)]
    return data.images[rows] / np.float32(255)


def real(count: int, seed: int = 0) -> np.ndarray:
    """Digits that no training saw."""
    return digits_of("test", count, seed)


def constant(count: int, seed: int = 0) -> np.ndarray:
    return np.repeat(real(1), count, 0)


def noise(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 28, 28)).astype(np.float32)


Draw = Callable[[int, int], np.ndarray]
MODELS = {"AE": vae_trials.AE, "VAE": vae_trials.VAE} | {f"BETA_{b}": name for b, name in vae_trials.BETAS.items()}


def pictures(**drawn: Draw) -> Sabotage:
    """The autoencoders' pictures, by the short name of the model, come from elsewhere."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        painted, names = vae_trials.painted, {getattr(vae_trials, name): draw for name, draw in drawn.items()}
        known: dict[int, str] = {}
        network = vae_trials.network

        def remembered(name: str):
            found = network(name)
            known[id(found)] = name
            return found

        def replaced(found, z: torch.Tensor) -> np.ndarray:
            draw = names.get(known.get(id(found), ""))
            return draw(len(z), 5) if draw else painted(found, z)

        monkeypatch.setattr(vae_trials, "network", remembered)
        monkeypatch.setattr(vae_trials, "painted", replaced)

    return patch


def forged(draw: Draw) -> Sabotage:
    """The GAN's digits come from elsewhere."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vae_trials.opponents, "sample_digits", lambda labels, seed=0: draw(len(labels), 6))

    return patch


def carved(draw: Draw) -> Sabotage:
    """Diffusion's digits come from elsewhere, in the claims about diffusion alone."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        def sampled(run, place, total):
            images = draw(len(run), 7)
            yield from ()
            return images, diffusion_trials.judge(images)

        monkeypatch.setattr(diffusion_trials, "digit_run", lambda sampler, steps, seeds, *rest: range(seeds))
        monkeypatch.setattr(diffusion_trials, "_sample", sampled)

    return patch


def copied(share: float) -> Draw:
    """So many of the samples are training digits, the others real digits that no training saw."""

    def draw(count: int, seed: int) -> np.ndarray:
        found = real(count, seed)
        found[: round(share * count)] = digits_of("train", round(share * count), seed)
        return found

    return draw


def blurred(count: int, seed: int) -> np.ndarray:
    """Nearer to any training digit than it was, and yet no copy."""
    return gaussian_filter(real(count, seed), (0, 1, 1))


def without_reward(monkeypatch: pytest.MonkeyPatch) -> None:
    """The score function is told nothing: the encoder only learns to cost nothing."""
    surrogate = vae_trials.surrogate

    def deaf(network, x, eps, estimator):
        if estimator == "path":
            return surrogate(network, x, eps, estimator)
        mu, log_var = network.encode(x)
        z = reparameterise(mu, log_var, eps).detach()
        return (kl(mu, log_var).sum(1) - log_bernoulli(network.decode(z), x).mean(0)).mean()

    monkeypatch.setattr(vae_trials, "surrogate", deaf)
    monkeypatch.setattr(vae_trials, "LEARNT", 600)


def by_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """All three estimators are the same one."""
    surrogate = vae_trials.surrogate
    monkeypatch.setattr(vae_trials, "surrogate", lambda network, x, eps, _: surrogate(network, x, eps, "path"))
    monkeypatch.setattr(vae_trials, "LEARNT", 200)


# Claim, what is replaced, the verdicts that may follow.
FORESEEN: list[tuple[str, str, Sabotage, tuple[str, ...]]] = [
    ("ae-not-generative", "the AE draws as real digits are", pictures(AE=real), ("refuted",)),
    ("ae-not-generative", "the AE draws noise", pictures(AE=noise), ("confirmed",)),
    ("ae-not-generative", "the AE repeats one digit", pictures(AE=constant), ("confirmed",)),
    ("ae-not-generative", "the VAE draws noise", pictures(VAE=noise), ("inconclusive",)),
    ("ae-fitted", "the AE draws as real digits are", pictures(AE=real), ("confirmed",)),
    ("ae-fitted", "the AE repeats one digit", pictures(AE=constant), ("refuted",)),
    ("vae-less-diverse", "the VAE draws as real digits are", pictures(VAE=real), ("refuted", "inconclusive")),
    ("vae-less-diverse", "the VAE repeats one digit", pictures(VAE=constant), ("confirmed",)),
    ("vae-less-diverse", "the GAN repeats one digit", forged(constant), ("refuted",)),
    ("reparam-needed", "the score function hears nothing", without_reward, ("confirmed",)),
    ("reparam-needed", "all take the path", by_the_path, ("refuted",)),
    ("beta-order", "beta 4 draws noise", pictures(BETA_4=noise), ("refuted",)),
    ("beta-order", "beta 0.25 draws as real digits are", pictures(BETA_025=real), ("refuted",)),
    ("memorises", "every sample is a training digit", carved(copied(1.0)), ("confirmed",)),
    ("memorises", "one in fifty is", carved(copied(0.02)), ("confirmed",)),
    ("memorises", "held-out digits, blurred", carved(blurred), ("refuted",)),
    ("memorises", "noise", carved(noise), ("refuted",)),
]


@pytest.mark.parametrize(("claim", "what", "sabotage", "foreseen"), FORESEEN, ids=lambda value: str(value)[:40])
def test_the_verdict_follows_what_is_there(monkeypatch, claim, what, sabotage, foreseen):
    sabotage(monkeypatch)
    *_, last = resolve(CLAIMS[claim].experiment)(seeds=CLAIMS[claim].seeds, seed=3)
    assert CLAIMS[claim].verdict(last.stats) in foreseen, CLAIMS[claim].report.format(**last.stats)
