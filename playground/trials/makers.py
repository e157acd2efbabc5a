"""Makers of digits, one of each family: timed in turn, and their pictures judged alike."""

import time
from collections.abc import Callable, Generator, Mapping

import numpy as np

from playground.engines._runtime import on_one_thread, relayed
from playground.engines.diffusion import quality
from playground.engines.gan import opponents
from playground.families.gan.claims import STEPS, makes_good
from playground.measure.digits import reference, sure
from playground.measure.distances import filled
from playground.measure.statistics import jackknife
from playground.models.classifier.digits import judge
from playground.models.classifier.outliers import accepted
from playground.models.vae.trained import network, painted, prior
from playground.spec import Frame
from playground.trials.numbers import interval, mean, share

Make = Callable[[np.ndarray, int], np.ndarray]  # labels (N,), seed -> pictures (N,28,28) in [0,1]
VAE = "vae/digits24-vae"
REAL_TIME = 100.0  # ms
JUDGED, BATCH = 100, 50  # digits in a set that is judged, at least, and made at once
SETS = {"gan": 3, "vae": 3, "real": 3}  # sets of each maker; of DDIM, which takes long, there is one
BALLS, NEIGHBOURS, GROUPS = 2000, 5, 10  # real digits to be covered, of as many as a set has, parts of the jackknife


def carved(steps: int) -> Make:
    """What carves digits in so many DDIM steps, w = 1."""
    return lambda labels, seed: quality.sample_digits(labels, guidance=1.0, steps=steps, seed=seed)


def forged(labels: np.ndarray, seed: int) -> np.ndarray:
    """The trained GAN's digits."""
    return opponents.sample_digits(labels, seed=seed)


def decoded(labels: np.ndarray, seed: int) -> np.ndarray:
    """The VAE's draws, which know of no class."""
    return painted(network(VAE), prior(VAE, len(labels), seed))


def named(*names: str) -> dict[str, Make]:
    """Of "gan" and "vae" those that are named, and DDIM at every number of steps, "ddim_50" and so on."""
    return {name: {"gan": forged, "vae": decoded}[name] for name in names} | {
        f"ddim_{steps}": carved(steps) for steps in STEPS
    }


def _timed(rivals: Mapping[str, Make], turns: int, seed: int) -> Generator[float, None, dict[str, np.ndarray]]:
    """ms (turns,) that each takes for one digit, on one thread: all in turn, each time another one first.

    Yields the share done.
    """
    names = list(rivals)
    taken = {name: np.zeros(turns) for name in names}
    for k in range(-1, turns):  # the first turn warms up, and is written over
        for name in np.roll(names, k):
            with on_one_thread():
                began = time.perf_counter()
                rivals[name](np.array([k % 10]), seed + max(0, k))
                taken[name][k] = 1000 * (time.perf_counter() - began)
        yield (k + 2) / (turns + 1)
    return taken


def _drawn(make: Make, count: int, seed: int) -> Generator[float, None, np.ndarray]:
    """So many digits (count,28,28), classes in turn, in batches; yields the share done."""
    batches = []
    for first in range(0, count, BATCH):
        rows = np.arange(first, min(first + BATCH, count))
        batches.append(make(rows % 10, seed + first))
        yield (rows[-1] + 1) / count
    return np.concatenate(batches)


def compared(
    rivals: Mapping[str, Make], seeds: int, seed: int, goal: str = "real"
) -> Generator[Frame, None, tuple[dict[str, float], dict[str, np.ndarray]]]:
    """Makers of digits, timed in turn and judged; returns stats, and the ms (seeds,) of each.

    What is judged are sets of five pictures a seed, at least 100, classes in turn. Stats of each NAME, and of real,
    which are other test digits: NAME_frechet, the mean over its sets; NAME_excess: how much more that is than the
    goal's, as a share of the features' variance; NAME_cover: its coverage over the goal's; both with jackknife
    intervals that hold the draws of its pictures, of the goal's and of the real digits; NAME_clear: the share that is
    clearly a digit; NAME_in_time: the share of turns under 0.1 s, with intervals; NAME_ms: the median.
    """
    taken = yield from relayed(_timed(rivals, seeds, seed), high=0.5)
    count = max(JUDGED, 5 * seeds) // 10 * 10
    drawn = reference().two_draws(BALLS, SETS["real"] * count, seed)
    balls, other = (reference().features[rows].astype(np.float64) for rows in drawn)
    found, stats = {"real": _Sets(other.reshape(SETS["real"], count, -1), balls)}, dict[str, float]()
    for place, (name, make) in enumerate(rivals.items()):
        part = 0.5 + place / (2 * len(rivals)), 0.5 + (place + 1) / (2 * len(rivals))
        sets = SETS.get(name, 1)
        pictures = yield from relayed(_drawn(make, sets * count, seed), low=part[0], high=part[1])
        judged = judge(pictures)
        found[name] = _Sets(judged.features.reshape(sets, count, -1), balls)
        stats |= share(f"{name}_clear", sure(judged) & accepted(pictures))
        stats |= share(f"{name}_in_time", taken[name] < REAL_TIME) | {f"{name}_ms": np.median(taken[name])}
    for name, mine in found.items():
        stats |= _quality(name, mine, found[goal])
    return stats, taken


class _Sets:
    """Sets of pictures of one maker, as features (S,N,F), before real digits (R,F), which are to be covered.

    The balls about those reach as far as if there were only N of them.
    """

    def __init__(self, features: np.ndarray, balls: np.ndarray) -> None:
        self.features = features
        sets, count, width = features.shape
        inside = filled(balls, features.reshape(-1, width), round(NEIGHBOURS * len(balls) / count))
        self.inside = inside.reshape(len(balls), sets, count)

    def frechet(self, kept: np.ndarray | range = range(GROUPS)) -> float:
        """The mean Fréchet distance of the sets, of these of their parts."""
        part = np.isin(_parts(self.features.shape[1]), kept)
        return float(np.mean([reference().frechet(one[part]) for one in self.features]))

    def coverage(self, kept: np.ndarray) -> float:
        """The mean share of real digits that a set covers, of these parts of both."""
        reals, fakes = (np.isin(_parts(size), kept) for size in self.inside.shape[::2])
        return float(self.inside[reals][:, :, fakes].any(2).mean())


def _parts(count: int) -> np.ndarray:
    """In which of the jackknife's parts each of so many lies (count,)."""
    return np.arange(count) * GROUPS // count


def _quality(name: str, mine: _Sets, goal: _Sets) -> dict[str, float]:
    """How far a maker's pictures lie from real ones, and how many of those they cover, against the goal's."""
    variance = float(np.trace(reference().covariance))
    excess = jackknife(GROUPS, lambda kept: (mine.frechet(kept) - goal.frechet(kept)) / variance, GROUPS)
    cover = jackknife(GROUPS, lambda kept: mine.coverage(kept) / max(goal.coverage(kept), 1 / BALLS), GROUPS)
    stats = {f"{name}_frechet": mine.frechet()}
    return stats | interval(f"{name}_excess", excess) | interval(f"{name}_cover", cover)


def fewest(stats: Mapping[str, float], taken: Mapping[str, np.ndarray], rival: str) -> dict[str, float]:
    """The fewest DDIM calls that are surely good, and the fewest that may be, 0 if none; and how they compare.

    Stats: fewest and perhaps; each _ms, median, and _times, over the rival's time, paired by turn: geometric mean with
    its interval.
    """
    found: dict[str, float] = {}
    told = {steps: makes_good(f"ddim_{steps}")(stats) for steps in STEPS}
    picked = {
        "fewest": [steps for steps in STEPS if told[steps] == "confirmed"],
        "perhaps": [steps for steps in STEPS if told[steps] != "refuted"],
    }
    for key, among in picked.items():
        ms = taken[f"ddim_{min(among, default=STEPS[0])}"]
        times = mean(f"{key}_times", np.log(ms / taken[rival]))
        found |= {key: min(among, default=0), f"{key}_ms": np.median(ms)}
        found |= {name: np.exp(value) for name, value in times.items()}
    return found
