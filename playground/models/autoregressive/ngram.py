"""Counting instead of learning: interpolated n-grams over bytes (Witten & Bell 1991), every order at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from playground.data import text
from playground.errors import DataMissing
from playground.models.autoregressive.language import held_out

ORDERS = 6
ALPHABET = 256
BEFORE = b"\n" * (ORDERS - 1)  # what is taken to stand before a text: it begins a line


@dataclass(frozen=True, eq=False)
class Counts:
    """How often each stretch of `order` bytes occurs, and each of its contexts.

    Attributes:
        grams, times: stretches as sorted numbers in base 256, int64 (G,), and how often each occurs (G,).
        contexts, totals, kinds: their first order - 1 bytes, sorted (C,); how often one is followed by anything, and
            by how many different bytes.
    """

    order: int
    grams: np.ndarray
    times: np.ndarray
    contexts: np.ndarray
    totals: np.ndarray
    kinds: np.ndarray

    def refine(self, lower: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """p(w|h) = (c(hw) + T(h) p(w|h')) / (c(h) + T(h)), from p(w|h') of one order less (N,).

        An unseen context leaves p(w|h') as it is.
        """
        times = _found(self.grams, self.times, codes)
        context = codes // ALPHABET
        totals, kinds = _found(self.contexts, self.totals, context), _found(self.contexts, self.kinds, context)
        return np.where(totals > 0, (times + kinds * lower) / np.maximum(totals + kinds, 1), lower)


def count(data: bytes, order: int) -> Counts:
    """Count the stretches of `order` bytes in a text."""
    return _tallied(_codes(data, order), order)


def count_lines(lines: Sequence[str], order: int) -> Counts:
    """Count the stretches that end within a line, each line by itself: nothing reaches from one into the next."""
    data, own, _ = apart(lines)
    return _tallied(_codes(data, order)[own[order - 1 :]], order)


def apart(lines: Sequence[str]) -> tuple[bytes, np.ndarray, np.ndarray]:
    """Lines in a row, each with BEFORE in front and its end behind; what is read of one does not depend on the others.

    Returns the bytes, which of them are the lines and their ends, bool (N,), and where each line's BEFORE begins.
    """
    rows = [line.encode() + b"\n" for line in lines]
    own = np.concatenate([np.arange(len(BEFORE) + len(row)) >= len(BEFORE) for row in rows])
    begins = np.cumsum([0, *(len(BEFORE) + len(row) for row in rows[:-1])])
    return b"".join(BEFORE + row for row in rows), own, begins


def _tallied(codes: np.ndarray, order: int) -> Counts:
    grams, times = np.unique(codes, return_counts=True)
    contexts, first, kinds = np.unique(grams // ALPHABET, return_index=True, return_counts=True)
    totals = np.add.reduceat(times, first) if len(times) else times
    return Counts(order, grams, times, contexts, totals, kinds)


def nats(counts: list[Counts], data: bytes) -> np.ndarray:
    """-ln p of each byte given those before it, (orders, N): row k interpolates the orders up to k + 1.

    The lowest order is interpolated with 1/256; `counts` are those of the orders 1, 2, 3 ... in turn.
    """
    p, rows = np.full(len(data), 1 / ALPHABET), []
    for one in counts:
        p = one.refine(p, _codes(BEFORE[: one.order - 1] + data, one.order))
        rows.append(-np.log(p))
    return np.array(rows)


def _codes(data: bytes, order: int) -> np.ndarray:
    """Every stretch of `order` bytes as one number in base 256, int64 (len(data) - order + 1,)."""
    signs, length = np.frombuffer(data, np.uint8), max(0, len(data) - order + 1)
    codes = np.zeros(length, np.int64)
    for k in range(order):
        codes = codes * ALPHABET + signs[k : k + length]
    return codes


def _found(keys: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The values of these keys, 0 where there is none."""
    if not len(keys):
        return np.zeros(len(wanted), np.int64)
    place = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    return np.where(keys[place] == wanted, values[place], 0)


@dataclass(frozen=True)
class Lesson:
    """What the n-grams were counted on: `whole`, the train split; else held-out passages of the tales."""

    data: bytes
    whole: bool


@lru_cache(4)
def lesson(name: text.Name, without: frozenset[int] = frozenset()) -> Lesson:
    """The train split of a text; where its file is not there, the tales' held-out passages less these."""
    try:
        return Lesson("".join(text.split(name)[0]).encode(), whole=True)
    except DataMissing:
        kept = [passage.text for place, passage in enumerate(held_out()) if place not in without]
        return Lesson("".join(kept).encode(), whole=False)


@lru_cache(ORDERS * 4)
def _counted(name: text.Name, without: frozenset[int], order: int) -> Counts:
    return count(lesson(name, without).data, order)


def learnt(name: text.Name, without: frozenset[int] = frozenset()) -> Iterator[Counts]:
    """The counts of every order of a lesson, one after the other; the first time each takes a moment."""
    kept_out = frozenset() if lesson(name, without).whole else without
    for order in range(1, ORDERS + 1):
        yield _counted(name, kept_out, order)
