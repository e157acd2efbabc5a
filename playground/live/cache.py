"""Finished runs, so that the same values are computed once; what a visitor drew, wrote or uploaded is not kept."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from functools import cache

import numpy as np

from playground.registry import FAMILIES
from playground.spec import Frame, Value

CACHE_BYTES = 96 * 2**20


class Cache:
    """Finished runs by function and values, the least used dropped first."""

    def __init__(self, capacity: int) -> None:
        self._runs: OrderedDict[Hashable, tuple[Frame, ...]] = OrderedDict()
        self._lock = threading.Lock()
        self._capacity = capacity
        self._bytes = 0

    def get(self, key: Hashable | None) -> tuple[Frame, ...] | None:
        """The frames kept under a key, None where there are none."""
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
            return self._runs.get(key)

    def put(self, key: Hashable | None, frames: tuple[Frame, ...]) -> None:
        """Keep a finished run, unless its key is None."""
        with self._lock:
            if key is None or key in self._runs:
                return
            self._runs[key] = frames
            self._bytes += _size(frames)
            while self._bytes > self._capacity:
                self._bytes -= _size(self._runs.popitem(last=False)[1])


def _size(frames: tuple[Frame, ...]) -> int:
    return sum(array.nbytes for frame in frames for array in frame.arrays.values()) + 500 * len(frames)


def key(function: str, values: Mapping[str, Value]) -> Hashable | None:
    """What a run is kept under; None for one that holds what a visitor drew, wrote or uploaded: that is not kept."""
    uploaded = any(isinstance(value, np.ndarray | bytes) for value in values.values())
    written = any(values.get(name) not in offered for name, offered in _texts(function).items())
    if uploaded or written or values.get("strokes"):
        return None
    return function, tuple((name, repr(value)) for name, value in sorted(values.items()))


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
