"""Every engine's frames hold what its family's file declares, and nothing else: keys, types, shapes, ranges."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from playground.engines.diffusion.reverse import judged
from playground.spec import Frame, Shown
from tests.engines.test_contract import ENGINES, every_engine, frames, start
from tests.values import by_engine

pytestmark = pytest.mark.usefixtures("untrained")

MORE, ORDERS, RARE = map(by_engine, ("MORE", "ORDERS", "RARE"))
ELSEWHERE = {"diverged", "running_away"}  # each live engine's own test sees it


def more(name: str) -> Iterator[Frame]:
    for values in MORE.get(name, []):
        yield from start(name, **values)
    if name in ORDERS:
        live = start(name)
        next(frame for frame in live if frame)
        yield from filter(None, (live.send(order) for order in ORDERS[name]))
    if name == "diffusion-reverse":
        yield judged(list(frames(name)), "7")


def sizes(shown: Shown, shape: tuple[int, ...], known: dict[str, int]) -> dict[str, int] | None:
    """The named sizes of an array in one Frame; None if its shape is not as declared, given those known already."""
    for declared in shown.shape.split(" or "):
        names = [name for name in declared.strip("()").split(",") if name]
        if len(names) != len(shape):
            continue
        found = dict(known)
        if all(
            int(name) == size if name.isdigit() else name[0].islower() or found.setdefault(name, size) == size
            for name, size in zip(names, shape, strict=True)
        ):
            return found
    return None


def check(name: str, frame: Frame) -> None:
    engine, known = ENGINES[name], {}
    for key, array in frame.arrays.items():
        shown = engine.shown("array", key)
        found = sizes(shown, array.shape, known)
        assert shown.dtype == array.dtype.name, key
        assert found is not None, f"{key} is {array.shape}, declared as {shown.shape}, where {known}"
        known = found
        within(shown, key, float(array.min()), float(array.max()))
    for key, value in frame.stats.items():
        if frame.kind != "progress":
            within(engine.shown("stat", key), key, value, value)
    for key in frame.texts:
        engine.shown("text", key)


def within(shown: Shown, key: str, least: float, most: float) -> None:
    """Rounding may lead a little beyond a bound."""
    assert shown.low is None or least >= shown.low - 1e-6, f"{key}: {least} is below {shown.low}"
    assert shown.high is None or most <= shown.high + 1e-6, f"{key}: {most} is above {shown.high}"


@every_engine
def test_frames_hold_what_is_declared_and_all_of_it(name, mnist_test):
    seen = set()
    for frame in itertools.chain(frames(name), more(name)):
        check(name, frame)
        if frame.kind != "progress":
            keys = {"array": frame.arrays, "stat": frame.stats, "text": frame.texts}
            seen |= {ENGINES[name].shown(what, key) for what, found in keys.items() for key in found}
    never = {shown.key for shown in set(ENGINES[name].shows) - seen}
    assert never <= ELSEWHERE | RARE.get(name, set())


def test_a_shape_is_held_to_its_names():
    square = Shown("x", "X", "An array.", what="array", dtype="uint8", shape="(N,N,2) or (N,l)")
    assert sizes(square, (3, 3, 2), {}) == {"N": 3}
    assert sizes(square, (4, 7), {}) == {"N": 4}
    for shape, known in (((3, 4, 2), {}), ((3, 3, 1), {}), ((3, 3, 2), {"N": 4}), ((3,), {})):
        assert sizes(square, shape, known) is None, (shape, known)


def test_what_is_not_declared_is_found():
    right = frames("gan-quiz")[-1]
    check("gan-quiz", right)
    for arrays, stats in (
        ({"extra": np.zeros(1, np.uint8)}, {}),
        ({"truth": right.arrays["truth"].astype(np.float32)}, {}),
        ({"truth": right.arrays["truth"][:-1]}, {}),
        ({"truth": right.arrays["truth"] + 1}, {}),
        ({}, {"extra": 1.0}),
        ({}, {"clothing": -1.0}),
    ):
        with pytest.raises((AssertionError, KeyError)):
            check("gan-quiz", Frame(0, 1, right.arrays | arrays, right.stats | stats, kind="result"))
