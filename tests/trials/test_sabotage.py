"""What each claim must answer when its models are replaced: by real digits, copies, noise or a constant.

The answers are foreseen from the rule, before anything is run. A trial that confirms its claim of every model tests
nothing: for each claim at least one replacement leads to another verdict than its full run.
"""

from collections.abc import Callable, Generator, Iterator

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from playground.data import digits
from playground.engines.diffusion.denoiser import Denoising
from playground.measure.bounds import kl, log_bernoulli, reparameterise
from playground.registry import FAMILIES, resolve
from playground.spec import Frame
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
        painted, names = vae_trials.painted, {MODELS[name]: draw for name, draw in drawn.items()}
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


def carved_by(draw: Callable[[int, float, bool, int], np.ndarray]) -> Sabotage:
    """Diffusion's digits come from elsewhere, by steps, w, clip and count, in the claims about diffusion alone."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        def sampled(run, place, total):
            images = draw(*run)
            yield from ()
            return images, diffusion_trials.judge(images)

        def asked(sampler, steps, seeds, seed, w, clip=True):
            return steps, w, clip, seeds

        monkeypatch.setattr(diffusion_trials, "digit_run", asked)
        monkeypatch.setattr(diffusion_trials, "_sample", sampled)

    return patch


def carved(draw: Draw) -> Sabotage:
    """As `carved_by`, whatever is asked for."""
    return carved_by(lambda steps, w, clip, count: draw(count, 7))


def clearer_by_step(steps: int, w: float, clip: bool, count: int) -> np.ndarray:
    """Digits as pale as mist at 5 steps, clearer with each doubling, themselves at 160."""
    left = np.float32(0.4 * (1 - np.log2(steps / 5) / 5))
    return (1 - left) * real(count, 7) + left / 2


def astray(steps: int, w: float, clip: bool, count: int) -> np.ndarray:
    """One picture a class at w = 1; above, digits of any class."""
    if w > 1:
        return real(count, 7)[np.random.default_rng(7).permutation(count)]
    return np.stack([real(10, 7)[k % 10] for k in range(count)])


def louder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of the walk has a tenth more noise than the schedule says."""
    randn = torch.randn
    monkeypatch.setattr(torch, "randn", lambda *shape, **named: 1.1 * randn(*shape, **named))


def exchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is called linear is the cosine schedule, and the other way round."""
    named = dict(diffusion_trials.BETA_SCHEDULES)
    named["linear"], named["cosine"] = named["cosine"], named["linear"]
    monkeypatch.setattr(diffusion_trials, "BETA_SCHEDULES", named)


def faded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoded midpoint is the mean of the pixels."""
    monkeypatch.setattr(vae_trials, "midpoints", lambda net, a, b: (a + b) / 2)


def redrawn(draw: Callable[[np.ndarray], np.ndarray]) -> Sabotage:
    """The VAE's samples are other digits, its reconstructions the very digits, all of them changed by `draw`."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vae_trials, "painted", lambda net, z: draw(real(len(z), 5)))
        monkeypatch.setattr(vae_trials, "reconstructed", lambda net, images: draw(images))

    return patch


def told_apart(sign: int) -> Sabotage:
    """What is strange is white, and the error is the ink, or minus the ink."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vae_trials, "made", lambda kind, count, seed: np.ones((count, 28, 28), np.float32))
        monkeypatch.setattr(vae_trials, "squared_error", lambda net, images: sign * images.mean((1, 2)))

    return patch


def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The VAE decodes noise, whatever its code."""
    coder = vae_trials.coder

    class Forgetful:
        def through(self, numbers: int, bits: int) -> np.ndarray:
            return noise(500)

    monkeypatch.setattr(
        vae_trials, "coder", lambda method, images: Forgetful() if method == "VAE" else coder(method, images)
    )


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
    ("midpoint-morph", "the midpoint is the mean of the pixels", faded, ("refuted",)),
    ("vae-blurs", "nothing is blurred", redrawn(lambda images: images), ("inconclusive", "refuted")),
    ("vae-blurs", "edges are cut", redrawn(lambda images: (images > 0.5).astype(np.float32)), ("refuted",)),
    ("vae-anomaly", "the error knows what is strange", told_apart(1), ("confirmed",)),
    ("vae-anomaly", "the error is turned round", told_apart(-1), ("refuted",)),
    ("vae-compresses", "the VAE decodes noise", forgotten, ("refuted",)),
    ("jump-to-t", "the walk is a tenth louder", louder, ("refuted",)),
    ("linear-destroys-faster", "the schedules are exchanged", exchanged, ("refuted",)),
    ("ddim-50", "both counts give the same", carved(real), ("confirmed",)),
    (
        "ddim-50",
        "50 steps give noise",
        carved_by(lambda steps, w, clip, n: (noise if steps == 50 else real)(n, 7)),
        ("refuted",),
    ),
    ("more-steps-better", "every count gives the same", carved(real), ("refuted",)),
    ("more-steps-better", "every doubling takes noise away", carved_by(clearer_by_step), ("confirmed",)),
    ("guidance-faithful", "w changes nothing", carved(real), ("inconclusive",)),
    ("guidance-faithful", "w leads astray", carved_by(astray), ("refuted",)),
    ("guidance-burns", "w changes nothing", carved(real), ("inconclusive",)),
    (
        "guidance-burns",
        "w dims the picture",
        carved_by(lambda steps, w, clip, n: real(n, 7) / (1 + (w > 1))),
        ("refuted",),
    ),
    ("memorises", "every sample is a training digit", carved(copied(1.0)), ("confirmed",)),
    ("memorises", "one in fifty is", carved(copied(0.02)), ("confirmed",)),
    ("memorises", "held-out digits, blurred", carved(blurred), ("refuted",)),
    ("memorises", "noise", carved(noise), ("refuted",)),
]


@pytest.fixture(scope="module", autouse=True)
def carved_once() -> Iterator[None]:
    """What diffusion draws for a claim about VAEs is the same whichever other model is replaced: it is drawn once."""
    finish, known = vae_trials.finish, dict[tuple[int, ...], torch.Tensor]()

    def remembered(run: Denoising, place: int, total: int) -> Generator[Frame, None, torch.Tensor]:
        settings = (len(run), run.guidance, *run.labels.tolist(), *(rng.initial_seed() for rng in run.rngs))
        if settings not in known:
            known[settings] = yield from finish(run, place, total)
        return known[settings].clone()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(vae_trials, "finish", remembered)
        yield


@pytest.mark.parametrize(
    ("claim", "what", "sabotage", "foreseen"), FORESEEN, ids=[f"{claim}: {what}" for claim, what, *_ in FORESEEN]
)
def test_the_verdict_follows_what_is_there(monkeypatch, claim, what, sabotage, foreseen):
    sabotage(monkeypatch)
    *_, last = resolve(CLAIMS[claim].experiment)(seeds=CLAIMS[claim].seeds, seed=3)
    assert CLAIMS[claim].verdict(last.stats) in foreseen, CLAIMS[claim].report.format(**last.stats)
