"""Finished runs, so that the same values are computed once; what a visitor drew, wrote or uploaded is not kept."""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from playground.live.history import size
from playground.registry import FAMILIES
from playground.spec import Frame, Value

CACHE_BYTES = 96 * 2**20


@dataclass(frozen=True)
class Kept:
    """A finished run.

    Attributes:
        frames: all of its frames.
        company: how many other runs shared the machine while it was computed, at most.
        since: when it was finished, as `time.monotonic` has it.
    """

    frames: tuple[Frame, ...]
    company: int = 0
    since: float = field(default_factory=time.monotonic)


class Cache:
    """Finished runs by function and values, the least used dropped first."""

    def __init__(self, capacity: int) -> None:
        self._runs: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._capacity = capacity
        self._bytes = 0

    def get(self, key: Hashable | None) -> Kept | None:
        """The run kept under a key, None where there is none."""
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
            return self._runs.get(key)

    def put(self, key: Hashable | None, run: Kept) -> None:
        """Keep a finished run, unless its key is None, or the same was computed in less company."""
        with self._lock:
            known = self._runs.get(key)
            if key is None or (known and known.company <= run.company):
                return
            self._bytes += _size(run.frames) - (_size(known.frames) if known else 0)
            self._runs[key] = run
            while self._bytes > self._capacity:
                self._bytes -= _size(self._runs.popitem(last=False)[1].frames)


def _size(frames: tuple[Frame, ...]) -> int:
    return sum(map(size, frames))


def key(function: str, values: Mapping[str, Value]) -> Hashable | None:
    """What a run is kept under; None for one that holds what a visitor drew, wrote or uploaded: that is not kept."""
    uploaded = any(isinstance(value, np.ndarray | bytes) for value in values.values())
    written = any(values.get(name) not in offered for name, offered in _texts(function).items())
    if uploaded or written or values.get("strokes"):
        return None
    return function, tuple((name, repr(value)) for name, value in sorted(values.items()))


@cache
def is_timed(function: str) -> bool:
    """Whether the frames of an engine tell how long something took here."""
    return any(
        shown.unit in ("s", "ms")
        for family in FAMILIES
        for engine in family.engines
        if engine.function == function
        for shown in engine.shows
    )


@cache
def _texts(function: str) -> dict[str, list[Value]]:
    """The texts that the page itself offers an engine, by control: the default and the presets'."""
    return {
        param.name: [param.default, *(preset.values.get(param.name, param.default) for preset in engine.presets)]
        for family in FAMILIES
        for engine in family.engines
        for param in engine.params
        if engine.function == function and param.kind == "text"
    }


CACHE = Cache(CACHE_BYTES)
