"""What experiments behind claims have in common: how far they are, and their numbers with intervals."""

import numpy as np

from playground.measure.statistics import mean_interval, wilson
from playground.spec import Frame


def progress(done: float, total: float) -> Frame:
    """How much of an experiment is done."""
    return Frame(0, 2, {}, {"progress": min(1.0, done / total)}, kind="progress")


def last(n: int, stats: dict[str, float]) -> Frame:
    """The numbers of an experiment with n repeats."""
    return Frame(1, 2, {}, {"n": float(n)} | {name: float(value) for name, value in stats.items()}, kind="result")


def interval(name: str, found: tuple[float, float, float]) -> dict[str, float]:
    """A number, and where its interval begins and ends."""
    return dict(zip((name, f"{name}_low", f"{name}_high"), found, strict=True))


def mean(name: str, values: np.ndarray) -> dict[str, float]:
    """A mean of independent values (n,) with its 95 % interval."""
    return interval(name, mean_interval(values))


def share(name: str, hits: np.ndarray) -> dict[str, float]:
    """The share of hits (n,) with its 95 % interval; values between 0 and 1 count in part."""
    low, high = wilson(round(float(np.sum(hits))), len(hits))
    return {name: float(np.mean(hits)), f"{name}_low": low, f"{name}_high": high}


def least(name: str, changes: list[np.ndarray]) -> dict[str, float]:
    """Of several mean changes (n,): the least mean, the least beginning and the least end of their intervals."""
    found = [mean(name, values) for values in changes]
    return {key: min(one[key] for one in found) for key in found[0]}
