"""The experiments behind the VAE's claims: generators of Frames, the last of which holds the numbers."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from playground.data import digits
from playground.engines._runtime import checked, gpu
from playground.engines.diffusion.denoiser import finish
from playground.engines.diffusion.quality import digit_run
from playground.engines.gan import opponents
from playground.engines.vae.anomaly import made, test_digits
from playground.engines.vae.compress import CARVING, QUALITIES, coder, drawn_digits
from playground.families.vae.anomaly import STRANGE
from playground.families.vae.claims import TRIAL
from playground.measure.anomaly import auroc_interval
from playground.measure.bounds import binarise, elbo, log_bernoulli
from playground.measure.compression import jpeg
from playground.measure.digits import confident, crop, reference
from playground.measure.distances import covered, recalled
from playground.measure.pictures import nearest_training, psnr, sharpness
from playground.measure.statistics import difference_interval, jackknife
from playground.measure.vae.digits import ACTIVE, pairs, terms
from playground.models.classifier.digits import judge
from playground.models.vae.autoencoder import Autoencoder
from playground.models.vae.trained import (
    codes,
    fitted,
    flat,
    midpoints,
    network,
    painted,
    prior,
    reconstructed,
    squared_error,
)
from playground.spec import Frame
from playground.training.run import step_generator
from playground.training.vae.estimators import ESTIMATORS, surrogate
from playground.trials.gan import compared, fewest, makers
from playground.trials.numbers import interval, last, least, mean, progress, share

Draw = Callable[[str, int, int], torch.Tensor]  # model, count, seed -> codes (count,Z)
VAE, AE = "vae/digits24-vae", "vae/digits24-ae"
BETAS = {"025": "vae/digits24-beta025", "1": VAE, "4": "vae/digits24-beta4", "10": "vae/digits24-beta10"}
# Of the VAEs that are trained within a trial.
LATENT, LEARNT, BATCH, DRAWS, RATE = 8, 1500, 64, 4, 0.002
NUMBERS, BITS = 24, 8


@gpu
@checked(TRIAL)
def midpoint_morph(*, seeds: int = 200, seed: int = 0) -> Iterator[Frame]:
    """Pairs of a 1 and a 7: the decoded midpoint against the pixels' mean, and against the two reconstructions' mean.

    Stats: closer, sharper: shares of the pairs, with intervals; redrawn_closer, redrawn_sharper: against the second;
    sure_morph, sure_fade: the judge's mean confidence.
    """
    (a, b), net = pairs(seeds, seed=seed), network(VAE)
    kinds = {
        "morph": midpoints(net, a, b), "fade": (a + b) / 2,
        "redrawn": (reconstructed(net, a) + reconstructed(net, b)) / 2,
    }  # fmt: skip
    far, sharp = {}, {}
    stats: dict[str, float] = {}
    for place, (name, images) in enumerate(kinds.items(), 1):
        far[name], sharp[name] = nearest_training(images)[0], sharpness(images)
        stats[f"sure_{name}"] = judge(images).probabilities.max(1).mean()
        yield progress(place, len(kinds))
    stats |= share("closer", far["morph"] < far["fade"]) | share("sharper", sharp["morph"] > sharp["fade"])
    stats |= {"redrawn_closer": (far["morph"] < far["redrawn"]).mean()}
    stats |= {"redrawn_sharper": (sharp["morph"] > sharp["redrawn"]).mean()}
    yield last(seeds, stats)


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
def vae_blurs(*, seeds: int = 500, seed: int = 0) -> Iterator[Frame]:
    """Edge steepness of test digits, of the VAE's samples and reconstructions, and of the AE's reconstructions.

    Stats: data, samples, again, plain: means; samples_loss (data less samples, Welch) and again_loss (paired), with
    intervals.
    """
    images = drawn_digits(seeds, seed)
    sharp = {"data": sharpness(images)}
    made_by: dict[str, Callable[[], np.ndarray]] = {
        "samples": lambda: painted(network(VAE), prior(VAE, seeds, seed)),
        "again": lambda: reconstructed(network(VAE), images),
        "plain": lambda: reconstructed(network(AE), images),
    }
    for place, (name, make) in enumerate(made_by.items(), 1):
        sharp[name] = sharpness(make())
        yield progress(place, len(made_by))
    stats = {name: values.mean() for name, values in sharp.items()}
    stats |= interval("samples_loss", difference_interval(sharp["data"], sharp["samples"]))
    yield last(seeds, stats | mean("again_loss", sharp["data"] - sharp["again"]))


@gpu
@checked(TRIAL)
def vae_anomaly(*, seeds: int = 400, seed: int = 0) -> Iterator[Frame]:
    """AUROC of the squared reconstruction error, test digits against every kind of strange pictures, of other digits.

    Stats: one area a kind, with intervals; worst and worst_high: of the kind it finds least strange.
    """
    net = network(VAE)
    stats: dict[str, float] = {}
    normal = squared_error(net, test_digits(seeds, seed))
    for place, kind in enumerate(STRANGE, 1):
        strange = squared_error(net, made(kind, seeds, seed))
        name = kind.replace(" ", "_")
        stats |= interval(name, auroc_interval(normal, strange))
        yield progress(place, len(STRANGE))
    worst = min((kind.replace(" ", "_") for kind in STRANGE), key=lambda name: stats[name])
    stats |= {f"worst{end}": stats[f"{worst}{end}"] for end in ("", "_low", "_high")}
    yield last(seeds, stats)


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
        "gan": judge(opponents.sample_digits(labels, seed=seed)).features,
        "diffusion": judge(crop(carved)).features,
        "real": other,
    }
    near = {name: covered(real, features).astype(float) for name, features in samples.items()}
    stats = {name: found.mean() for name, found in near.items()}
    stats |= {f"{name}_precision": recalled(features, real).mean() for name, features in samples.items()}
    for name in ("gan", "diffusion"):
        stats |= mean(f"under_{name}", near[name] - near["vae"])
    yield last(seeds, stats)


@checked(TRIAL)
def reparam_needed(*, seeds: int = 3, seed: int = 0) -> Iterator[Frame]:
    """A VAE of 8x8 digits trained anew with each estimator of the encoder's gradient: equal steps, draws and networks.

    Stats: path, kept, bare: mean ELBO of held-out digits in nats after training, by `ESTIMATORS`; blind: that of the
    best decoder that sees no code; share_kept, share_bare: what the code gains beyond blind, over what it gains through
    the path, with intervals over the runs.
    """
    grey, held = ((torch.from_numpy(digits.small(split)[0]) + 1) / 2 for split in ("train", "test"))
    blind = log_bernoulli(grey.mean(0).clamp(1e-4, 1 - 1e-4).logit(), held).mean().item()
    found = np.zeros((len(ESTIMATORS), seeds))
    for k in range(seeds):
        for place, estimator in enumerate(ESTIMATORS):
            for step, value in _studied(estimator, grey, held, seed + k):
                found[place, k] = value
                yield progress(k + (place + step) / len(ESTIMATORS), seeds)
    stats = {"blind": blind} | {name: row.mean() for name, row in zip(ESTIMATORS, found, strict=True)}
    for name, row in zip(ESTIMATORS[1:], found[1:], strict=True):
        stats |= mean(f"share_{name}", (row - blind) / (found[0] - blind))
    yield last(seeds, stats)


def _studied(estimator: str, grey: torch.Tensor, held: torch.Tensor, seed: int) -> Iterator[tuple[float, float]]:
    """Train one; now and then the share of its steps that is done, and its ELBO of the held digits (N,64) by then."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = Autoencoder(grey.shape[1], (64, 64), LATENT)
    optimizer = torch.optim.Adam(net.parameters(), lr=RATE, fused=True)
    eps = torch.randn(16, len(held), LATENT, generator=torch.Generator().manual_seed(seed))
    for step in range(1, LEARNT + 1):
        rng = step_generator(seed, step)
        x = binarise(grey[torch.randint(len(grey), (BATCH,), generator=rng)], rng)
        draws = torch.randn(DRAWS, len(x), LATENT, generator=rng)
        with torch.enable_grad():
            loss = surrogate(net, x, draws, estimator)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
        optimizer.step()
        if step % (LEARNT // 10) == 0:
            with torch.no_grad():
                log_px, cost = elbo(net, held, eps)
            yield step / LEARNT, (log_px - cost.sum(1)).mean().item()


@gpu
@checked(TRIAL)
def vae_compresses(*, seeds: int = 500, seed: int = 0) -> Iterator[Frame]:
    """Test digits in 24 numbers of 8 bits, by the VAE's codes and by principal components; and JPEG.

    Stats: vae, pca: mean PSNR in decibels; gain: VAE less PCA, with interval; jpeg and jpeg_bytes: of its smallest
    files (one sheet, its header shared); matching: bytes of JPEG's smallest files whose PSNR is the VAE's, 0 if none.
    """
    images = drawn_digits(seeds, seed)
    found = {}
    for place, method in enumerate(("VAE", "PCA"), 1):
        found[method] = psnr(coder(method, images).through(NUMBERS, BITS), images)
        yield progress(place, 3)
    sheets = [(psnr(pictures, images).mean(), size) for pictures, size in (jpeg(images, q) for q in QUALITIES)]
    matching = [size for quality, size in sheets if quality >= found["VAE"].mean()]
    yield last(seeds, {
        "vae": found["VAE"].mean(), "pca": found["PCA"].mean(), "bytes": NUMBERS * BITS / 8, "jpeg": sheets[0][0],
        "jpeg_bytes": sheets[0][1], "matching": min(matching, default=0),
    } | mean("gain", found["VAE"] - found["PCA"]))  # fmt: skip


@gpu
@checked(TRIAL)
def vae_one_pass(*, seeds: int = 40, seed: int = 0) -> Iterator[Frame]:
    """The VAE's one call against the fewest DDIM calls that are as good: stats as `compared` and `fewest`."""
    stats, taken = yield from compared(makers("vae"), seeds, seed, "vae")
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
