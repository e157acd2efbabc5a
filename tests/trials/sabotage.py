"""What replaces a model in the controls of all claims, and how each is tried.

The answers are foreseen from the rule, before anything is run. A trial that confirms its claim of every model tests
nothing: for each claim at least one replacement leads to another verdict than its full run, which `test_controls`
holds.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from playground.data import digits
from playground.registry import FAMILIES, resolve

CLAIMS = {claim.id: claim for family in FAMILIES for claim in family.claims}
Sabotage = Callable[[pytest.MonkeyPatch], None]
Draw = Callable[[int, int], np.ndarray]  # count, seed -> pictures (count,28,28) in [0,1]
Control = tuple[str, str, Sabotage, tuple[str, ...]]  # claim, what is replaced, how, the verdicts that may follow


def each(controls: Sequence[Control]) -> pytest.MarkDecorator:
    """A test for every control."""
    names = [f"{claim}: {what}" for claim, what, *_ in controls]
    cases = [(claim, sabotage, foreseen) for claim, _, sabotage, foreseen in controls]
    return pytest.mark.parametrize(("claim", "sabotage", "foreseen"), cases, ids=names)


def answers(
    monkeypatch: pytest.MonkeyPatch, claim: str, sabotage: Sabotage, foreseen: tuple[str, ...],
    seeds: Mapping[str, int] = {},
) -> None:  # fmt: skip
    """The verdict is as foreseen, of as many seeds as the card's run or as the table says."""
    sabotage(monkeypatch)
    *_, last = resolve(CLAIMS[claim].experiment)(seeds=seeds.get(claim, CLAIMS[claim].seeds), seed=3)
    assert CLAIMS[claim].verdict(last.stats) in foreseen, CLAIMS[claim].report.format(**last.stats)


def put(owner: object, name: str, value: object) -> Sabotage:
    """One thing takes another's place."""
    return lambda monkeypatch: monkeypatch.setattr(owner, name, value)


def together(*several: Sabotage) -> Sabotage:
    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        for one in several:
            one(monkeypatch)

    return patch


# Pictures instead of a model's.


def digits_of(split: str, count: int, seed: int) -> np.ndarray:
    """Digits, classes in turn, as float32 (N,28,28) in [0,1]."""
    data, rng = digits.require("mnist", split), np.random.default_rng(seed)
    rows = [rng.choice(np.flatnonzero(data.labels == k % 10)) for k in range(count)]
    return data.images[rows] / np.float32(255)


def real(count: int, seed: int = 0) -> np.ndarray:
    """Digits that no training saw."""
    return digits_of("test", count, seed)


def constant(count: int, seed: int = 0) -> np.ndarray:
    return np.repeat(real(1), count, 0)


def noise(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 28, 28)).astype(np.float32)


def copied(count: int, seed: int) -> np.ndarray:
    """Training digits."""
    return digits_of("train", count, seed)


def blurred(count: int, seed: int) -> np.ndarray:
    """Nearer to any training digit than it was, and yet no copy."""
    return gaussian_filter(real(count, seed), (0, 1, 1))
