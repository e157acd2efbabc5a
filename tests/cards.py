"""What every trial of a claim must give its card."""

import math

from playground.registry import resolve
from playground.spec import Claim, Frame


def filled(claim: Claim, seeds: int, slack: float = 1e-9) -> list[Frame]:
    """Try a claim with so many seeds and hold what it tells to what its card shows; returns its progress.

    A number may lie outside its interval by `slack`, as rounding has it.
    """
    *progress, last = resolve(claim.experiment)(seeds=seeds, seed=1)
    assert all(0 < frame.stats["progress"] <= 1 for frame in progress)
    assert "progress" not in last.stats and last.stats["n"] == seeds
    assert all(type(value) is float and math.isfinite(value) for value in last.stats.values())
    assert claim.verdict(last.stats) in ("confirmed", "refuted", "inconclusive")
    line = claim.report.format(**last.stats)
    assert "nan" not in line and "{" not in line
    for name in {key.removesuffix("_low") for key in last.stats if key.endswith("_low")} & last.stats.keys():
        low, value, high = (last.stats[key] for key in (f"{name}_low", name, f"{name}_high"))
        assert low - slack <= value <= high + slack, name
    return progress
