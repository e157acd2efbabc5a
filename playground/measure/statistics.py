"""Intervals: every number that comes from draws is shown with one."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import stdtr, stdtrit

Z95 = 1.959964


def wilson(successes: int, n: int) -> tuple[float, float]:
    """95 % score interval of a share (Wilson 1927)."""
    p, z2 = successes / n, Z95**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * np.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return float(max(0.0, centre - half)), float(min(1.0, centre + half))


def mean_interval(values: np.ndarray) -> tuple[float, float, float]:
    """Mean of (n,) independent values with its 95 % interval (Student's t); n >= 2."""
    values = np.asarray(values, np.float64)
    half = stdtrit(len(values) - 1, 0.975) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean()), float(values.mean() - half), float(values.mean() + half)


def difference_interval(values: np.ndarray, others: np.ndarray) -> tuple[float, float, float]:
    """Mean of (n,) less the mean of (m,), independent of each other, with its 95 % interval (Welch 1947)."""
    a, b = (np.asarray(x, np.float64) for x in (values, others))
    parts = np.array([a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)])
    error, gap = float(parts.sum() ** 0.5), float(a.mean() - b.mean())
    if error == 0:
        return gap, gap, gap
    half = stdtrit(parts.sum() ** 2 / (parts**2 / (len(a) - 1, len(b) - 1)).sum(), 0.975) * error
    return gap, float(gap - half), float(gap + half)


def share_difference(hits: np.ndarray, others: np.ndarray) -> tuple[float, float, float]:
    """Share of hits (n,) less that of (m,), independent of each other, with its 95 % interval (Newcombe 1998)."""
    (p, low, high), (q, other_low, other_high) = (
        (float(np.mean(x)), *wilson(int(np.sum(x)), len(x))) for x in (hits, others)
    )
    down, up = np.hypot(p - low, other_high - q), np.hypot(high - p, q - other_low)
    return p - q, float(p - q - down), float(p - q + up)


def pair_interval(values: np.ndarray) -> tuple[float, float, float]:
    """Mean over pairs with its 95 % interval, from each of n members' mean over its pairs (n,).

    A pair has two members, so the mean is a U-statistic of order 2: its variance is 4/n times the members' (Hoeffding
    1948), and the interval twice as wide as that of independent values.
    """
    mean, low, high = mean_interval(values)
    return mean, 2 * low - mean, 2 * high - mean


def bootstrap(
    values: np.ndarray, statistic: Callable[[np.ndarray], float], seed: int, rounds: int = 200, level: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of `statistic(values[rows])` over resampled rows (Efron 1979)."""
    rng = np.random.default_rng(seed)
    draws = [statistic(values[rng.integers(0, len(values), len(values))]) for _ in range(rounds)]
    return float(np.quantile(draws, (1 - level) / 2)), float(np.quantile(draws, (1 + level) / 2))


def two_way(values: np.ndarray, seed: int, rounds: int = 2000) -> tuple[float, float, float]:
    """Mean of (R,C) with its 95 % interval where both the rows and the columns are draws, say trainings and questions.

    The pigeonhole bootstrap draws both anew (Owen 2007); its deviation is taken times Student's t of the shorter side,
    for few rows tell little of how much rows differ. A little too wide rather than too narrow.
    """
    rng, fewest = np.random.default_rng(seed), min(values.shape)
    rows, columns = (rng.multinomial(n, np.full(n, 1 / n), rounds) / n for n in values.shape)
    half = stdtrit(fewest - 1, 0.975) * ((rows @ values) * columns).sum(1).std()
    return float(values.mean()), float(values.mean() - half), float(values.mean() + half)


def outward(values: np.ndarray) -> np.ndarray:
    """(n,) with the sign that makes their mean its distance from 0: so a distance gets a mean's interval."""
    return np.sign(values.mean()) * values


Statistic = Callable[[np.ndarray], float]  # of these rows


def jackknife(n: int, statistic: Statistic, groups: int = 10, level: float = 0.95) -> tuple[float, float, float]:
    """`statistic(rows)` of all n rows with its interval, from what it is without each tenth of them (Tukey 1958).

    Unlike resampled rows, those that are left hold nothing twice, which distances between sets would take for likeness.
    """
    value, error = _jackknifed(n, statistic, groups)
    half = stdtrit(groups - 1, (1 + level) / 2) * error
    return value, float(value - half), float(value + half)


def jackknife_above(n: int, statistic: Statistic, groups: int = 10) -> float:
    """How likely chance alone would bring `statistic(rows)` so far above 0: a one-sided p-value, likewise."""
    value, error = _jackknifed(n, statistic, groups)
    if error == 0:
        return float(value <= 0)
    return float(stdtr(groups - 1, -value / error))


def _jackknifed(n: int, statistic: Statistic, groups: int) -> tuple[float, float]:
    """Value and standard error."""
    rows = np.arange(n)
    left = np.array([statistic(np.delete(rows, part)) for part in np.array_split(rows, groups)])
    spread = (groups - 1) / groups * ((left - left.mean()) ** 2).sum()
    return float(statistic(rows)), float(np.sqrt(spread))


def one_sided(values: np.ndarray, excess: Callable[[np.ndarray], float], seed: int, rounds: int = 5000) -> float:
    """How often resampled rows (n,...) show no excess: a one-sided p-value, at least 1 / (rounds + 1)."""
    rng = np.random.default_rng(seed)
    none = sum(excess(values[rng.integers(0, len(values), len(values))]) <= 0 for _ in range(rounds))
    return (none + 1) / (rounds + 1)


def holm(p: Sequence[float], level: float = 0.05) -> list[bool]:
    """Which of these hypotheses are rejected, all of them together at this level (Holm 1979)."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    rejected = [False] * len(p)
    for rank, i in enumerate(order):
        if p[i] > level / (len(p) - rank):
            break
        rejected[i] = True
    return rejected
