"""The experiments behind the GAN's claims: generators of Frames, the last of which holds the numbers."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from playground.data import digits, plane
from playground.engines._runtime import checked, gpu, on_one_thread, relayed
from playground.engines.diffusion.denoiser import Denoising, denoiser
from playground.engines.gan import opponents
from playground.engines.gan.seeds import DEFAULTS, Outcome, fight
from playground.families.gan.claims import STEPS, TRIAL, bad, good
from playground.measure.digits import crop, reference, sure
from playground.measure.distances import filled
from playground.measure.pictures import sharpness
from playground.measure.plane import MMD_SAMPLES, mmd2
from playground.measure.statistics import difference_interval, jackknife
from playground.models.classifier.digits import judge
from playground.models.classifier.outliers import accepted
from playground.models.vae.trained import network, painted, prior
from playground.spec import Frame
from playground.training.gan.duel import Duel, Rules
from playground.training.gan.losses import generator_loss
from playground.trials.numbers import interval, last, mean, progress, share

Make = Callable[[np.ndarray, int], np.ndarray]  # labels (N,), seed -> pictures (N,28,28) in [0,1]
BRIEF = {"steps": 800, "batch": 128, "gp": False}  # so that a card takes a minute
BALANCED = BRIEF | {"d_steps": 1, "d_rate": 0.001, "g_rate": 0.001}  # one update each, at one rate
PLAIN = ("minimax", "non-saturating", "least squares", "hinge")  # the losses that have no penalty of their own
POLICE = (1, 5)
WARM = 400
VAE = "vae/digits24-vae"
REAL_TIME = 100.0  # ms
JUDGED, BATCH = 100, 50  # digits in a set that is judged, at least, and made at once
SETS = {"gan": 3, "vae": 3, "real": 3}  # sets of each maker; of DDIM, which takes long, there is one
BALLS, NEIGHBOURS, GROUPS = 2000, 5, 10  # real digits to be covered, of as many as a set has, parts of the jackknife


def _fights(jobs: Sequence[tuple[int, Mapping[str, Any]]]) -> Generator[Frame, None, list[Outcome]]:
    """Run (seed, changes) one after the other; returns how they end."""
    done = []
    for k, (seed, changes) in enumerate(jobs):
        part = k / len(jobs), (k + 1) / len(jobs)
        done.append((yield from relayed(fight(seed, **changes), low=part[0], high=part[1])))
    return done


def uncured(seed: int) -> dict[str, Any]:
    """A duel without a cure, its settings drawn: loss, 1 to 5 updates of D, D's rate 0.001 to 0.005, G's to 0.002."""
    rng = np.random.default_rng(seed)
    rates = {"d_rate": 0.001 * 5 ** rng.random(), "g_rate": 0.0005 * 4 ** rng.random()}
    return BRIEF | rates | {"loss": PLAIN[rng.integers(len(PLAIN))], "d_steps": int(rng.integers(1, 6))}


@checked(TRIAL)
def mode_collapse(*, seeds: int = 8, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8: the share of `uncured` duels that collapse, and of a quarter of them with the gradient penalty.

    Collapsed is: at most 4 modes, and at least 60 % of the samples near one. Stats: share and cured, with intervals
    over duels, each of which has its own seed and settings.
    """
    jobs = [(k, uncured(k)) for k in range(seed, seed + seeds)]
    done = yield from _fights(jobs + [(k, settings | {"gp": True}) for k, settings in jobs[: max(2, seeds // 4)]])
    fell = np.array([found.numbers["modes"] <= 4 and found.numbers["high_quality"] >= 0.6 for found in done])
    yield last(seeds, share("share", fell[:seeds]) | share("cured", fell[seeds:]))


def usual(seed: int) -> dict[str, Any]:
    """A plain duel, one update each, the two rates drawn from half to twice 0.001."""
    rng = np.random.default_rng(seed)
    return BALANCED | {"steps": 2000, "d_rate": 0.0005 * 4 ** rng.random(), "g_rate": 0.0005 * 4 ** rng.random()}


@checked(TRIAL)
def unstable(*, seeds: int = 8, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8: the share of `usual` duels that fail.

    One fails if it diverges, or ends with a mode that holds less than a quarter of its fair share, or with less than
    half of its samples near a mode. Stats: fails, with the interval over duels, each of which has its own seed and
    rates; diverged, missed, off: how many fail in which way; worst and best: shares of samples near a mode.
    """
    done = yield from _fights([(k, usual(k)) for k in range(seed, seed + seeds)])
    quality = np.array([found.numbers["high_quality"] for found in done])
    ways = {
        "diverged": np.array([found.numbers["diverged"] > 0 for found in done]),
        "missed": np.array([found.numbers["fair_modes"] < 8 for found in done]),
        "off": quality < 0.5,
    }
    stats = share("fails", np.any(list(ways.values()), axis=0)) | {name: hits.sum() for name, hits in ways.items()}
    yield last(seeds, stats | {"worst": quality.min(), "best": quality.max()})


@checked(TRIAL)
def police_forger(*, seeds: int = 4, seed: int = 0) -> Iterator[Frame]:
    """Ring of 8: MMD^2 to the data after as many G updates, for 1 and 5 updates of D to each, with two losses.

    Stats, LOSS being plain (non-saturating, no cure) and critic (Wasserstein with its gradient penalty): LOSS_1 and
    LOSS_5, means of MMD^2; modes_LOSS_1 and so on; harm: plain_5 - plain_1; help: critic_1 - critic_5, paired by
    seed, with intervals over seeds, each of which draws its own real samples to compare with.
    """
    losses = {"plain": "non-saturating", "critic": "Wasserstein"}
    names = {f"{name}_{police}": (loss, police) for name, loss in losses.items() for police in POLICE}
    jobs = [
        (seed + k, BALANCED | {"steps": 400, "loss": loss, "d_steps": police})
        for k in range(seeds) for loss, police in names.values()
    ]  # fmt: skip
    done = yield from _fights(jobs)
    apart = np.array([_apart(found, job[0]) for found, job in zip(done, jobs, strict=True)]).reshape(seeds, -1)
    modes = np.array([found.numbers["modes"] for found in done]).reshape(seeds, -1)
    far = dict(zip(names, apart.T, strict=True))
    stats = {name: values.mean() for name, values in far.items()}
    stats |= {f"modes_{name}": values.mean() for name, values in zip(names, modes.T, strict=True)}
    stats |= mean("harm", far["plain_5"] - far["plain_1"]) | mean("help", far["critic_1"] - far["critic_5"])
    yield last(seeds, stats)


def _apart(found: Outcome, seed: int) -> float:
    """MMD^2 of a ring's forgeries to real samples of their own."""
    ring = plane.density("ring")
    real = ring.sample(MMD_SAMPLES, torch.Generator().manual_seed(seed))
    return mmd2(found.samples[:MMD_SAMPLES] / ring.reach, real / ring.reach)


@checked(TRIAL)
def saturating_starves(*, seeds: int = 5, seed: int = 0) -> Iterator[Frame]:
    """The length of G's gradient before and after D alone is trained for 400 updates, G being untrained, on the ring.

    Stats: minimax and other (non-saturating): what is left of the length, geometric means with intervals over seeds,
    each of which has its own networks, data and noise; NAME_start and NAME_end: mean lengths.
    """
    norms = np.zeros((2, 2, seeds))  # loss, before or after, seed
    density = plane.density("ring")
    for k in range(seeds):
        duel = Duel(Rules.of(DEFAULTS | BALANCED), density.sample, 2, seed + k)
        norms[:, 0, k] = _norms(duel)
        for _ in range(WARM):
            duel.alone("D")
        norms[:, 1, k] = _norms(duel)
        yield progress(k + 1, seeds)
    stats: dict[str, float] = {}
    for name, (before, after) in zip(("minimax", "other"), norms, strict=True):
        left = mean(name, np.log10(np.maximum(after, 1e-30) / before))
        stats |= {key: 10**value for key, value in left.items()}
        stats |= {f"{name}_start": before.mean(), f"{name}_end": after.mean()}
    yield last(seeds, stats)


def _norms(duel: Duel) -> tuple[float, float]:
    """G's gradient norm under the minimax and the non-saturating loss."""
    rng, found = torch.Generator().manual_seed(duel.seed), []
    z = duel.latent(512, rng)
    for loss in ("minimax", "non-saturating"):
        objective = generator_loss(loss, duel.discriminator(duel.generator(z)))
        slopes = torch.autograd.grad(objective, list(duel.generator.parameters()))
        found.append(sum((slope.square().sum() for slope in slopes), torch.zeros(())).sqrt().item())
    return found[0], found[1]


def carved(steps: int) -> Make:
    """What carves digits in so many DDIM steps."""

    def make(labels: np.ndarray, seed: int) -> np.ndarray:
        seeds = list(range(seed, seed + len(labels)))
        run = Denoising(
            denoiser(), torch.from_numpy(labels), sampler="DDIM", steps=steps, guidance=1.0, seeds=seeds
        )  # fmt: skip
        for step in run:
            x = step.x_prev
        return crop(x)

    return make


def forged(labels: np.ndarray, seed: int) -> np.ndarray:
    """The trained GAN's digits."""
    return opponents.sample_digits(labels, seed=seed)


def decoded(labels: np.ndarray, seed: int) -> np.ndarray:
    """The VAE's draws, which know of no class."""
    return painted(network(VAE), prior(VAE, len(labels), seed))


def makers(*names: str) -> dict[str, Make]:
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
    picked = {
        "fewest": [steps for steps in STEPS if good(stats, f"ddim_{steps}")],
        "perhaps": [steps for steps in STEPS if not bad(stats, f"ddim_{steps}")],
    }
    for key, among in picked.items():
        ms = taken[f"ddim_{min(among, default=STEPS[0])}"]
        times = mean(f"{key}_times", np.log(ms / taken[rival]))
        found |= {key: min(among, default=0), f"{key}_ms": np.median(ms)}
        found |= {name: np.exp(value) for name, value in times.items()}
    return found


@gpu
@checked(TRIAL)
def one_pass(*, seeds: int = 40, seed: int = 0) -> Iterator[Frame]:
    """The trained GAN's one call against the fewest DDIM calls whose digits are good: stats as `compared`, `fewest`."""
    stats, taken = yield from compared(makers("gan"), seeds, seed)
    yield last(seeds, stats | fewest(stats, taken, "gan"))


@gpu
@checked(TRIAL)
def only_gan_real_time(*, seeds: int = 40, seed: int = 0) -> Iterator[Frame]:
    """Who makes good digits in under 0.1 s each, GAN, VAE and DDIM: stats as `compared` and `fewest`."""
    stats, taken = yield from compared(makers("gan", "vae"), seeds, seed)
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
    pictures = forged(labels, seed)
    yield progress(1, 2)
    rows = reference().draw(labels, np.random.default_rng(seed))
    steep = {
        "gan": sharpness(pictures),
        "vae": sharpness(decoded(labels, seed)),
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
