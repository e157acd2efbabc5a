"""What a VAE makes of given digits, on trial: generators of Frames, the last of which holds the numbers."""

from collections.abc import Callable, Iterator

import numpy as np

from playground.engines._runtime import checked, gpu
from playground.engines.vae.anomaly import made, test_digits
from playground.engines.vae.compress import QUALITIES, coder, drawn_digits
from playground.families.vae.anomaly import STRANGE
from playground.families.vae.claims import TRIAL
from playground.measure.anomaly import auroc_interval
from playground.measure.compression import jpeg
from playground.measure.pictures import nearest_training, psnr, sharpness
from playground.measure.statistics import difference_interval
from playground.measure.vae.digits import pairs
from playground.models.classifier.digits import judge
from playground.models.vae.trained import midpoints, network, painted, prior, reconstructed, squared_error
from playground.spec import Frame
from playground.trials.makers import VAE
from playground.trials.numbers import interval, last, mean, progress, share

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
        "plain": lambda: reconstructed(network("vae/digits24-ae"), images),
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

    Stats: one area a kind, with intervals; worst: of the kind it finds least strange, likewise.
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
