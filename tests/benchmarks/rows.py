"""One figure of the table, and the arithmetic that all figures share."""

import statistics
import time
from collections.abc import Callable, Sequence


def row(name: str, values: Sequence[float], unit: str, how: str, floor: float | None = None) -> dict:
    """The median of repeated measurements with their range."""
    made = {
        "id": name, "value": statistics.median(values), "unit": unit, "n": len(values),
        "low": min(values), "high": max(values), "how": how,
    }  # fmt: skip
    return made if floor is None else made | {"floor": floor}


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def interleaved(repetitions: int, *works: Callable[[], object]) -> list[list[float]]:
    """Seconds of each work, one list a work; every repetition runs all of them, in alternating order."""
    taken: list[list[float]] = [[] for _ in works]
    for k in range(repetitions):
        places = range(len(works)) if k % 2 == 0 else reversed(range(len(works)))
        for place in places:
            taken[place].append(seconds(works[place]))
    return taken


def ratios(over: Sequence[float], under: Sequence[float]) -> list[float]:
    return [a / b for a, b in zip(over, under, strict=True)]


def text(made: dict) -> str:
    floor = f"  floor {made['floor']:.4g}" if "floor" in made else ""
    spread = f"({made['low']:.4g} to {made['high']:.4g})"
    value = f"{made['value']:>9.4g} {made['unit']:<9}"
    return f"{made['id']:<44} {value} {spread:<20} n = {made['n']:<3}{floor}  {made['how']}"
