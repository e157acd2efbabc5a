"""Engines that compute nothing, and how their updates are read. They are reached by dotted name, as every engine is."""

import time
from collections.abc import Iterator

import numpy as np

from playground.errors import BadInput
from playground.live import Update
from playground.spec import Frame

CLOSED: list[str] = []


def ticks(*, total: int = 5, cost: float = 0.0, tag: str = "") -> Iterator[Frame]:
    """`total` Frames, `cost` seconds each, stamped with `tag`."""
    try:
        for i in range(total):
            time.sleep(cost)
            yield Frame(i, total, {"tag": np.frombuffer(tag.encode(), np.uint8)}, {"i": float(i)}, kind="step")
    finally:
        CLOSED.append(tag)


def tocks(**values) -> Iterator[Frame]:
    return ticks(**values)


def breaks(*, after: int = 0) -> Iterator[Frame]:
    yield from ticks(total=after)
    raise ZeroDivisionError


def shows(*, image: np.ndarray | None = None, strokes: str = "") -> Iterator[Frame]:
    return ticks(total=3)


def refuses() -> Iterator[Frame]:
    raise BadInput("Not like this.")


NAMES = ("ticks", "tocks", "breaks", "refuses", "shows")
TICKS, TOCKS, BREAKS, REFUSES, SHOWS = (f"{__name__}:{name}" for name in NAMES)
ENDLESS = {"total": 10**9, "cost": 0.001}


def frames(updates: list[Update]) -> list[Frame]:
    return [frame for update in updates for frame in update.frames]


def tags(updates: list[Update]) -> set[str]:
    return {frame.arrays["tag"].tobytes().decode() for frame in frames(updates)}
