"""The experiments behind the VAE's claims: generators of Frames, the last of which holds the numbers."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from playground.engines._runtime import checked, gpu
from playground.engines.diffusion.denoiser import finish
from playground.engines.diffusion.quality import digit_run
from playground.engines.gan import opponents
from playground.engines.vae.anomaly import made, test_digits
from playground.engines.vae.compress import CARVING, QUALITIES, coder, drawn_digits
from playground.families.gan.claims import GOOD
from playground.families.vae.anomaly import STRANGE
from playground.families.vae.claims import TRIAL
from playground.measure.anomaly import auroc_interval
from playground.measure.bounds import log_bernoulli, reparameterise
from playground.measure.compression import jpeg
from playground.measure.digits import CONFIDENT, crop, reference
from playground.measure.distances import recalled
from playground.measure.pictures import nearest_training, psnr, sharpness
from playground.measure.statistics import difference_interval
from playground.measure.vae.digits import ACTIVE, binarised, pairs, terms
from playground.models.classifier.digits import judge
from playground.models.vae.trained import (
    codes,
    fitted,
    midpoints,
    network,
    painted,
    prior,
    reconstructed,
    squared_error,
)
from playground.spec import Frame
from playground.trials.gan import STEPS, diffused, milliseconds
from playground.trials.numbers import interval, last, least, mean, progress, share

VAE, AE = "vae/digits24-vae", "vae/digits24-ae"
BETAS = {"025": "vae/digits24-beta025", "1": VAE, "4": "vae/digits24-beta4", "10": "vae/digits24-beta10"}
DRAWS = 200
NUMBERS, BITS = 24, 8


def _real(count: int, seed: int) -> np.ndarray:
    """The judge's features (count,F) of test digits, classes in turn."""
    return reference().features[reference().draw(np.arange(count) % 10, np.random.default_rng(seed))]


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
    """Samples of the AE from N(0, I), of the AE from a Gaussian fitted to its codes, and of the VAE, before the judge.

    Stats, the prefix being plain, fitted, vae: _precision, share of the samples among real digits, and _recall, share
    of real digits among the samples (5 neighbours), with intervals; _clear, share the judge is sure of (above 0.9);
    _one, share that it gives to one class.
    """
    drawn = {"plain": (AE, prior), "fitted": (AE, fitted), "vae": (VAE, prior)}
    real = _real(seeds, seed)
    stats: dict[str, float] = {}
    for place, (name, (model, draw)) in enumerate(drawn.items(), 1):
        judged = judge(painted(network(model), draw(model, seeds, seed)))
        stats |= share(f"{name}_precision", recalled(judged.features, real))
        stats |= share(f"{name}_recall", recalled(real, judged.features))
        stats |= {f"{name}_clear": (judged.probabilities.max(1) > CONFIDENT).mean()}
        stats |= {f"{name}_one": np.bincount(judged.probabilities.argmax(1)).max() / seeds}
        yield progress(place, len(drawn))
    yield last(seeds, stats)


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
    """Recall in the judge's features, as many samples as real digits, classes in turn where a model takes one.

    Stats: vae, gan, diffusion (DDIM 20), real (other test digits): share of the real digits inside the samples'
    manifold; under_gan and under_diffusion: how far the VAE's lies below, with intervals over the real digits.
    """
    labels = np.arange(seeds) % 10
    both = reference().draw(np.tile(labels, 2), np.random.default_rng(seed)).reshape(-1)
    real, other = reference().features[both[::2]], reference().features[both[1::2]]
    carved = yield from finish(digit_run("DDIM", CARVING, seeds, seed, 1.0), 0, 1)
    samples = {
        "vae": judge(painted(network(VAE), prior(VAE, seeds, seed))).features,
        "gan": judge(opponents.sample_digits(labels, seed=seed)).features,
        "diffusion": judge(crop(carved)).features,
        "real": other,
    }
    inside = {name: recalled(real, features).astype(float) for name, features in samples.items()}
    stats = {name: found.mean() for name, found in inside.items()}
    for name in ("gan", "diffusion"):
        stats |= mean(f"under_{name}", inside[name] - inside["vae"])
    yield last(seeds, stats)


@gpu
@checked(TRIAL)
def reparam_needed(*, seeds: int = 50, seed: int = 0) -> Iterator[Frame]:
    """Gradient of E log p(x|z) by mu, for test digits, from 200 draws of eps each: variance of one draw's estimate.

    Through z = mu + sigma eps, and by the score function log p(x|z) eps / sigma, as it is and less the mean of the
    other draws. Stats: ratio and bare: variances of the second, with and without that baseline, over the first's,
    geometric means over the pictures with intervals; apart: how far the two means differ, in standard errors (1: not).
    """
    net, x, rng = network(VAE), binarised(seeds), torch.Generator().manual_seed(seed)
    logs, apart = np.zeros((2, seeds)), np.zeros(seeds)
    for k in range(seeds):
        with torch.no_grad():
            mu, log_var = net.encode(x[k : k + 1])
        eps = torch.randn(DRAWS, 1, net.latent, generator=rng)
        z = reparameterise(mu, log_var, eps).requires_grad_()
        with torch.enable_grad():
            log_px = log_bernoulli(net.decode(z), x[k])  # (D,1)
        path = torch.autograd.grad(log_px.sum(), z)[0][:, 0].double()  # (D,Z)
        log_px, slope = log_px.detach().double(), (eps / (0.5 * log_var).exp())[:, 0].double()
        bare = log_px * slope
        kept = (log_px - (log_px.sum() - log_px) / (DRAWS - 1)) * slope
        spread = [g.var(0) for g in (path, kept, bare)]
        logs[:, k] = [(one.sum() / spread[0].sum()).log10().item() for one in spread[1:]]
        error = ((spread[0] + spread[1]) / DRAWS).sqrt()
        apart[k] = ((path.mean(0) - kept.mean(0)) / error).square().mean().sqrt()
        yield progress(k + 1, seeds)
    stats = {name: 10**value for name, value in (mean("ratio", logs[0]) | mean("bare", logs[1])).items()}
    yield last(seeds, stats | {"apart": apart.mean()})


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
def vae_one_pass(*, seeds: int = 20, seed: int = 0) -> Iterator[Frame]:
    """ms a picture, one at a time on this machine: the VAE's one call, and DDIM's at several step counts.

    Stats: vae_ms, vae_clear (share the judge is sure of, which is not to say that all are good); fewest: the fewest
    DDIM calls until nine tenths of its digits are called by their class, 0 if never; fewest_ms, fewest_right; ratio:
    fewest_ms / vae_ms; ddim_50_ms.
    """
    net = network(VAE)
    makers = {"vae": lambda k: painted(net, prior(VAE, 1, seed + k))}
    makers |= {f"ddim_{steps}": diffused(steps, seed) for steps in STEPS}
    stats: dict[str, float] = {}
    for place, (name, make) in enumerate(makers.items(), 1):
        taken, pictures = milliseconds(make, seeds)
        judged = judge(pictures)
        stats |= {f"{name}_ms": np.median(taken), f"{name}_clear": (judged.probabilities.max(1) > CONFIDENT).mean()}
        stats[f"{name}_right"] = judged.agreement(np.arange(1, seeds + 1) % 10).mean()  # of the VAE nobody asked it
        yield progress(place, len(makers))
    good = [steps for steps in STEPS if stats[f"ddim_{steps}_right"] >= GOOD]
    picked = min(good, default=STEPS[0])
    stats |= {"fewest": min(good, default=0), "fewest_ms": stats[f"ddim_{picked}_ms"]}
    stats |= {"fewest_right": stats[f"ddim_{picked}_right"], "ratio": stats[f"ddim_{picked}_ms"] / stats["vae_ms"]}
    yield last(seeds, stats)


@gpu
@checked(TRIAL)
def beta_order(*, seeds: int = 500, seed: int = 0) -> Iterator[Frame]:
    """Beta 0.25, 1, 4, 10, trained alike: what is lost in reconstruction, what is gained in order.

    Stats, B being 025, 1, 4, 10: reconstruction_B and kl_B in nats of binarised test digits; active_B dimensions;
    precision_B, share of the prior's draws among real digits (5 neighbours in the judge's features); probe_B, accuracy
    of a linear reader of mu. fall: the least fall of the reconstruction from one beta to the next, and the lowest
    ends of the three intervals; rise: precision_4 - precision_025, with its interval.
    """
    x, real, log_px, among = binarised(seeds), _real(seeds, seed), {}, {}
    stats: dict[str, float] = {}
    for place, (beta, name) in enumerate(BETAS.items(), 1):
        log_px[beta], cost, mu = terms(network(name), x, plain=False, seed=seed)
        among[beta] = recalled(judge(painted(network(name), prior(name, seeds, seed))).features, real).astype(float)
        stats |= {
            f"reconstruction_{beta}": log_px[beta].mean().item(), f"kl_{beta}": cost.sum(1).mean().item(),
            f"active_{beta}": (mu.var(0) > ACTIVE).sum().item(), f"precision_{beta}": among[beta].mean(),
            f"probe_{beta}": _probed(name),
        }  # fmt: skip
        yield progress(place, len(BETAS))
    stats |= least("fall", [(log_px[a] - log_px[b]).double().numpy() for a, b in pairwise(BETAS)])
    yield last(seeds, stats | mean("rise", among["4"] - among["025"]))


def _probed(name: str) -> float:
    """Accuracy of a linear classifier of the stored mu, trained on the first 1,000 test digits, on the others."""
    stored = codes(name)
    mu, labels = stored["mu"].float().numpy(), stored["labels"].numpy()
    half = len(mu) // 2
    return LogisticRegression(max_iter=300).fit(mu[:half], labels[:half]).score(mu[half:], labels[half:])
