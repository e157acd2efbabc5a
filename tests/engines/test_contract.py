"""One suite, every engine of every family a parameter: what DESIGN.md, section 3, promises of an engine."""

import itertools
import math
import pickle
from collections.abc import Iterable
from functools import cache, partial
from numbers import Real
from typing import get_args

import numpy as np
import pytest

from playground.registry import FAMILIES, resolve
from playground.spec import Frame, FrameKind, Param
from tests import values
from tests.refusals import refusal, shown

SMALL = {"-".join(place): small for place, small in values.SMALL.items()}
ENGINES = {f"{family.stem}-{engine.name}": engine for family in FAMILIES for engine in family.engines}
CLOCK = {"seconds", "ms"}  # measured times; every other figure is the same on each run
pytestmark = pytest.mark.usefixtures("untrained")
SLOW = {  # seconds of a processor
    "autoregressive-learn", "autoregressive-likelihood", "gan-digits", "text_to_image-guidance", "text_to_image-latent",
    "vae-anomaly", "vae-compress",
}  # fmt: skip
every_engine = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in ENGINES]
)

# Values that only the checker of that kind refuses; tests/test_spec.py tries the checkers on everything else.
BAD = {
    "integer": [0.5, True],
    "number": [math.nan, "2"],
    "choice": ["nonsense"],
    "choices": ["DDIM", ["nonsense"]],
    "switch": [1],
    "strokes": ["1,2,3"],
    "changes": ["loss=hinge"],
    "text": [7, "x" * 100_001],
    "tokens": ["5:x"],
    "image": [np.zeros((1, 1, 3), np.uint8), "nonsense"],
}


def start(name: str, **values):
    return resolve(ENGINES[name].function)(**SMALL.get(name, {}) | values)


def begin(name: str, **values) -> Frame | None:
    return next(start(name, **values))


@cache
def frames(name: str) -> tuple[Frame, ...]:
    return tuple(frame for frame in start(name) if frame is not None)


def image(frame: Frame) -> tuple:
    """A Frame as comparable bytes, less the clock's figures."""
    arrays = {key: (array.dtype.name, array.shape, array.tobytes()) for key, array in frame.arrays.items()}
    stats = {key: value for key, value in frame.stats.items() if key not in CLOCK and not key.startswith("ms_")}
    return frame.step, frame.total, frame.kind, arrays, stats, dict(frame.texts)


@every_engine
def test_yields_frames_in_order(name):
    found = frames(name)
    assert found and all(isinstance(frame, Frame) for frame in found)
    assert len({frame.total for frame in found}) == 1
    assert all(0 <= frame.step < frame.total for frame in found)
    assert all(now.step <= later.step for now, later in itertools.pairwise(found))


@every_engine
def test_arrays_are_numpy_compact_and_finite(name):
    for array in (array for frame in frames(name) for array in frame.arrays.values()):
        assert type(array) is np.ndarray and array.dtype.name in ("uint8", "float16", "float32", "int32")
        assert array.size and np.isfinite(array).all()


@every_engine
def test_stats_are_finite_numbers(name):
    for frame in frames(name):
        for key, value in frame.stats.items():
            assert isinstance(key, str) and isinstance(value, Real) and not isinstance(value, bool), key
            assert math.isfinite(value), key


@every_engine
def test_frames_and_arguments_pickle(name):
    copies = pickle.loads(pickle.dumps(frames(name)))
    assert [image(copy) for copy in copies] == [image(frame) for frame in frames(name)]
    values = ENGINES[name].check(SMALL.get(name, {}))
    assert pickle.loads(pickle.dumps(values)) == values


def results(found: Iterable[Frame | None]) -> list[tuple]:
    """Without the progress Frames and turns that show nothing: the clock decides when they come."""
    return [image(frame) for frame in found if frame and frame.kind != "progress"]


@every_engine
def test_progress_holds_nothing_else(name):
    for frame in frames(name):
        assert ("progress" in frame.stats) is (frame.kind == "progress")
        if frame.kind == "progress":
            assert not frame.arrays and frame.stats.keys() == {"progress"} and 0 <= frame.stats["progress"] <= 1


@every_engine
def test_a_result_comes_once_and_last(name):
    kinds = [frame.kind for frame in frames(name)]
    assert set(kinds) <= set(get_args(FrameKind)) and kinds[-1] in ("step", "result")
    assert "result" not in kinds[:-1] and "diverged" not in kinds


@every_engine
def test_same_seed_same_bytes(name):
    assert results(start(name)) == results(frames(name)) != []


@every_engine
def test_another_seed_is_another_run(name):
    assert results(start(name, seed=ENGINES[name].defaults()["seed"] + 1)) != results(frames(name))


@every_engine
def test_closes_early(name):
    generator = start(name)
    next(generator)
    generator.close()
    assert next(generator, None) is None
    start(name).close()


def outside(param: Param) -> list:
    """Just beyond both ends."""
    return [param.low - 1, param.high + 1] if param.kind in ("integer", "number") else []


@every_engine
def test_every_bad_argument_is_refused_in_one_sentence(name):
    """The guard is on, over every param of the table and nothing else."""
    refusal("an argument of no such name", partial(begin, name, nonsense=1))
    for param in ENGINES[name].params:
        for value in BAD[param.kind] + outside(param):
            refusal(f"{param.name} = {shown(value)}", partial(begin, name, **{param.name: value}))
