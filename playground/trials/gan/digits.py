"""The trained GAN's digits on trial: generators of Frames, the last of which holds the numbers."""

from collections.abc import Iterator

import numpy as np

from playground.data import digits
from playground.engines._runtime import checked, gpu
from playground.families.gan.claims import TRIAL
from playground.measure.digits import reference, sure
from playground.measure.pictures import sharpness
from playground.measure.statistics import difference_interval
from playground.models.classifier.digits import judge
from playground.models.classifier.outliers import accepted
from playground.spec import Frame
from playground.trials import makers
from playground.trials.makers import compared, fewest, named
from playground.trials.numbers import interval, last, progress, share


@gpu
@checked(TRIAL)
def one_pass(*, seeds: int = 40, seed: int = 0) -> Iterator[Frame]:
    """The trained GAN's one call against the fewest DDIM calls whose digits are good: stats as `compared`, `fewest`."""
    stats, taken = yield from compared(named("gan"), seeds, seed)
    yield last(seeds, stats | fewest(stats, taken, "gan"))


@gpu
@checked(TRIAL)
def only_gan_real_time(*, seeds: int = 40, seed: int = 0) -> Iterator[Frame]:
    """Who makes good digits in under 0.1 s each, GAN, VAE and DDIM: stats as `compared` and `fewest`."""
    stats, taken = yield from compared(named("gan", "vae"), seeds, seed)
    yield last(seeds, stats | fewest(stats, taken, "gan"))


@gpu
@checked(TRIAL)
def sharper_than_vae(*, seeds: int = 200, seed: int = 0) -> Iterator[Frame]:
    """Edge steepness, grey values per pixel, of the GAN's digits, of the VAE's draws and of test digits.

    Stats: gan, vae, data: means; gan_off, vae_off: that less the real digits', with Welch intervals; nearer: by how
    much the GAN's is nearer to real than the VAE's, from whichever side, with the widest interval that those two allow;
    clear: the share of the GAN's that is clearly a digit, with its interval.
    """
    labels = np.arange(seeds) % 10
    pictures = makers.forged(labels, seed)
    yield progress(1, 2)
    rows = reference().draw(labels, np.random.default_rng(seed))
    steep = {
        "gan": sharpness(pictures),
        "vae": sharpness(makers.decoded(labels, seed)),
        "data": sharpness(digits.require("mnist", "test").images[rows] / np.float32(255)),
    }
    off = {name: difference_interval(steep[name], steep["data"]) for name in ("gan", "vae")}
    (gan, gan_low, gan_high), (vae, vae_low, vae_high) = (_size(found) for found in off.values())
    stats = {name: values.mean() for name, values in steep.items()}
    stats |= interval("gan_off", off["gan"]) | interval("vae_off", off["vae"])
    stats |= interval("nearer", (vae - gan, vae_low - gan_high, vae_high - gan_low))
    yield last(seeds, stats | share("clear", sure(judge(pictures)) & accepted(pictures)))


def _size(found: tuple[float, float, float]) -> tuple[float, float, float]:
    """The size of a number that may be negative, and the least and the most that its interval allows."""
    value, low, high = found
    return abs(value), max(0.0, low, -high), max(-low, high)
