"""What each claim about autoencoders must answer when its models are replaced: `tests.trials.sabotage`.

The claim about one call is with the other makers of digits, in tests/trials/gan.
"""

from collections.abc import Callable, Generator, Iterator

import numpy as np
import pytest
import torch

from playground.engines.diffusion.denoiser import Denoising
from playground.measure.bounds import kl, log_bernoulli, reparameterise
from playground.spec import Frame
from playground.trials.vae import estimators, reconstructions, samples
from tests.trials.sabotage import Control, Draw, Sabotage, answers, constant, each, noise, put, real

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("mnist_test")]
MODELS = {"AE": samples.AE, "VAE": samples.VAE} | {f"BETA_{b}": name for b, name in samples.BETAS.items()}


def pictures(**drawn: Draw) -> Sabotage:
    """The autoencoders' pictures, by the short name of the model, come from elsewhere."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        painted, names = samples.painted, {MODELS[name]: draw for name, draw in drawn.items()}
        known: dict[int, str] = {}
        network = samples.network

        def remembered(name: str):
            found = network(name)
            known[id(found)] = name
            return found

        def replaced(found, z: torch.Tensor) -> np.ndarray:
            draw = names.get(known.get(id(found), ""))
            return draw(len(z), 5) if draw else painted(found, z)

        monkeypatch.setattr(samples, "network", remembered)
        monkeypatch.setattr(samples, "painted", replaced)

    return patch


def forged(draw: Draw) -> Sabotage:
    """The GAN's digits come from elsewhere."""
    return put(samples.makers, "forged", lambda labels, seed: draw(len(labels), 6))


def faded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoded midpoint is the mean of the pixels."""
    monkeypatch.setattr(reconstructions, "midpoints", lambda net, a, b: (a + b) / 2)


def redrawn(draw: Callable[[np.ndarray], np.ndarray]) -> Sabotage:
    """The VAE's samples are other digits, its reconstructions the very digits, all of them changed by `draw`."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reconstructions, "painted", lambda net, z: draw(real(len(z), 5)))
        monkeypatch.setattr(reconstructions, "reconstructed", lambda net, images: draw(images))

    return patch


def told_apart(sign: int) -> Sabotage:
    """What is strange is white, and the error is the ink, or minus the ink."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reconstructions, "made", lambda kind, count, seed: np.ones((count, 28, 28), np.float32))
        monkeypatch.setattr(reconstructions, "squared_error", lambda net, images: sign * images.mean((1, 2)))

    return patch


def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The VAE decodes noise, whatever its code."""
    coder = reconstructions.coder

    class Forgetful:
        def through(self, numbers: int, bits: int) -> np.ndarray:
            return noise(500)

    monkeypatch.setattr(
        reconstructions, "coder", lambda method, images: Forgetful() if method == "VAE" else coder(method, images)
    )


def without_reward(monkeypatch: pytest.MonkeyPatch) -> None:
    """The score function is told nothing: the encoder only learns to cost nothing."""
    surrogate = estimators.surrogate

    def deaf(network, x, eps, estimator):
        if estimator == "path":
            return surrogate(network, x, eps, estimator)
        mu, log_var = network.encode(x)
        z = reparameterise(mu, log_var, eps).detach()
        return (kl(mu, log_var).sum(1) - log_bernoulli(network.decode(z), x).mean(0)).mean()

    monkeypatch.setattr(estimators, "surrogate", deaf)
    monkeypatch.setattr(estimators, "LEARNT", 600)


def by_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """All three estimators are the same one."""
    surrogate = estimators.surrogate
    monkeypatch.setattr(estimators, "surrogate", lambda network, x, eps, _: surrogate(network, x, eps, "path"))
    monkeypatch.setattr(estimators, "LEARNT", 200)


FORESEEN: list[Control] = [
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
    ("midpoint-morph", "the midpoint is the mean of the pixels", faded, ("refuted",)),
    ("vae-blurs", "nothing is blurred", redrawn(lambda images: images), ("inconclusive", "refuted")),
    ("vae-blurs", "edges are cut", redrawn(lambda images: (images > 0.5).astype(np.float32)), ("refuted",)),
    ("vae-anomaly", "the error knows what is strange", told_apart(1), ("confirmed",)),
    ("vae-anomaly", "the error is turned round", told_apart(-1), ("refuted",)),
    ("vae-compresses", "the VAE decodes noise", forgotten, ("refuted",)),
]


@pytest.fixture(scope="module", autouse=True)
def carved_once() -> Iterator[None]:
    """What diffusion draws is the same whichever other model is replaced: it is drawn once."""
    finish, known = samples.finish, dict[tuple[int, ...], torch.Tensor]()

    def remembered(run: Denoising, place: int, total: int) -> Generator[Frame, None, torch.Tensor]:
        settings = (len(run), run.guidance, *run.labels.tolist(), *(rng.initial_seed() for rng in run.rngs))
        if settings not in known:
            known[settings] = yield from finish(run, place, total)
        return known[settings].clone()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(samples, "finish", remembered)
        yield


@each(FORESEEN)
def test_the_verdict_follows_what_is_there(monkeypatch, claim, sabotage, foreseen):
    answers(monkeypatch, claim, sabotage, foreseen)
