"""Draws from the autoencoders' priors on trial: generators of Frames, the last of which holds the numbers."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from playground.engines._runtime import checked, gpu
from playground.engines.diffusion.denoiser import finish
from playground.engines.diffusion.quality import digit_run
from playground.engines.vae.compress import CARVING, drawn_digits
from playground.families.vae.claims import TRIAL
from playground.measure.bounds import binarise
from playground.measure.digits import confident, crop, reference
from playground.measure.distances import covered, recalled
from playground.measure.statistics import jackknife
from playground.measure.vae.digits import ACTIVE, terms
from playground.models.classifier.digits import judge
from playground.models.vae.trained import codes, fitted, flat, network, painted, prior
from playground.spec import Frame
from playground.trials import makers
from playground.trials.makers import VAE, compared, fewest, named
from playground.trials.numbers import interval, last, least, mean, progress, share

Draw = Callable[[str, int, int], torch.Tensor]  # model, count, seed -> codes (count,Z)
AE = "vae/digits24-ae"
BETAS = {"025": "vae/digits24-beta025", "1": VAE, "4": "vae/digits24-beta4", "10": "vae/digits24-beta10"}


@gpu
@checked(TRIAL)
def ae_not_generative(*, seeds: int = 500, seed: int = 0) -> Iterator[Frame]:
    """Codes drawn from N(0, I), decoded by the AE and by the VAE, before the judge.

    Stats, the prefix being ae, vae, real (other test digits): _precision, share of the pictures among real digits, and
    _coverage, share of the real digits with one of the pictures near (5 neighbours), with intervals; _clear, share
    that is clearly a digit; _one, share that the judge gives to one class.
    """
    yield from _generated({"ae": (AE, prior), "vae": (VAE, prior)}, seeds, seed)


@gpu
@checked(TRIAL)
def ae_fitted(*, seeds: int = 500, seed: int = 0) -> Iterator[Frame]:
    """As `ae_not_generative`, but the AE's codes are drawn from a Gaussian fitted to those of its training digits."""
    yield from _generated({"ae": (AE, fitted), "vae": (VAE, prior)}, seeds, seed)


def _generated(drawn: dict[str, tuple[str, Draw]], seeds: int, seed: int) -> Iterator[Frame]:
    real, other = (reference().features[rows] for rows in reference().two_draws(seeds, seeds, seed))
    stats = _compared("real", real, other)
    for place, (name, (model, draw)) in enumerate(drawn.items(), 1):
        pictures = painted(network(model), draw(model, seeds, seed))
        judged = judge(pictures)
        stats |= _compared(name, real, judged.features) | {f"{name}_clear": confident(pictures, judged)}
        stats |= {f"{name}_one": np.bincount(judged.probabilities.argmax(1)).max() / seeds}
        yield progress(place, len(drawn))
    yield last(seeds, stats)


def _compared(name: str, real: np.ndarray, features: np.ndarray) -> dict[str, float]:
    """Precision and coverage of features (N,F), with intervals."""
    found = share(f"{name}_precision", recalled(features, real))
    return found | share(f"{name}_coverage", covered(real, features))


@gpu
@checked(TRIAL)
def vae_less_diverse(*, seeds: int = 100, seed: int = 0) -> Iterator[Frame]:
    """Coverage in the judge's features, as many samples as real digits, classes in turn where a model takes one.

    Stats: vae, gan, diffusion (DDIM 20), real (other test digits): share of the real digits that have a sample nearer
    than their fifth neighbour; under_gan and under_diffusion: how far the VAE's lies below, with intervals over the
    real digits; _precision of each, for samples that are no digits cover nothing either.
    """
    labels = np.arange(seeds) % 10
    real, other = (reference().features[rows] for rows in reference().two_draws(seeds, seeds, seed))
    carved = yield from finish(digit_run("DDIM", CARVING, seeds, seed, 1.0), 0, 1)
    samples = {
        "vae": judge(painted(network(VAE), prior(VAE, seeds, seed))).features,
        "gan": judge(makers.forged(labels, seed)).features,
        "diffusion": judge(crop(carved)).features,
        "real": other,
    }
    near = {name: covered(real, features).astype(float) for name, features in samples.items()}
    stats = {name: found.mean() for name, found in near.items()}
    stats |= {f"{name}_precision": recalled(features, real).mean() for name, features in samples.items()}
    for name in ("gan", "diffusion"):
        stats |= mean(f"under_{name}", near[name] - near["vae"])
    yield last(seeds, stats)


@gpu
@checked(TRIAL)
def vae_one_pass(*, seeds: int = 40, seed: int = 0) -> Iterator[Frame]:
    """The VAE's one call against the fewest DDIM calls that are as good: stats as `compared` and `fewest`."""
    stats, taken = yield from compared(named("vae"), seeds, seed, "vae")
    yield last(seeds, stats | fewest(stats, taken, "vae"))


@gpu
@checked(TRIAL)
def beta_order(*, seeds: int = 500, seed: int = 0) -> Iterator[Frame]:
    """Beta 0.25, 1, 4, 10, trained alike: what is lost in reconstruction, and how good draws of the prior become.

    Stats, B being 025, 1, 4, 10: reconstruction_B and kl_B in nats of binarised test digits; active_B dimensions;
    frechet_B of the prior's draws to the training digits; probe_B, accuracy of a linear reader of mu. fall: the least
    fall of the reconstruction from one beta to the next, and the lowest ends of the three intervals; better: how far
    the Fréchet distance falls from 0.25 to 4, with its interval.
    """
    x = binarise(flat(drawn_digits(seeds, seed)), torch.Generator().manual_seed(seed))
    log_px, features = {}, {}
    stats: dict[str, float] = {}
    for place, (beta, name) in enumerate(BETAS.items(), 1):
        log_px[beta], cost, mu = terms(network(name), x, plain=False, seed=seed)
        features[beta] = judge(painted(network(name), prior(name, seeds, seed))).features
        stats |= {
            f"reconstruction_{beta}": log_px[beta].mean().item(), f"kl_{beta}": cost.sum(1).mean().item(),
            f"active_{beta}": (mu.var(0) > ACTIVE).sum().item(), f"probe_{beta}": _probed(name),
            f"frechet_{beta}": reference().frechet(features[beta]),
        }  # fmt: skip
        yield progress(place, len(BETAS))
    stats |= least("fall", [(log_px[a] - log_px[b]).double().numpy() for a, b in pairwise(BETAS)])
    better = jackknife(seeds, lambda rows: reference().rise(features["4"][rows], features["025"][rows]))
    yield last(seeds, stats | interval("better", better))


def _probed(name: str) -> float:
    """Accuracy of a linear classifier of the stored mu, trained on the first 1,000 test digits, on the others."""
    stored = codes(name)
    mu, labels = stored["mu"].float().numpy(), stored["labels"].numpy()
    half = len(mu) // 2
    return LogisticRegression(max_iter=300).fit(mu[:half], labels[:half]).score(mu[half:], labels[half:])
