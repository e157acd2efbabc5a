"""Runs of engines: each takes turns in the fair lane, and ends when its visitor says so or begins a newer one."""

import inspect
import logging
import math
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.errors import Busy
from playground.live import cache, lane, loading, threads
from playground.registry import resolve
from playground.spec import Frame, Value

LOG = logging.getLogger("playground")
TURN_SECONDS = 0.08
PROGRESS_SECONDS = 0.3  # between two reports of how much of a step is done
RUN_SECONDS = 600.0  # of turns
WARM_UP = "the warm-up"  # no session has a name with a space
SAY_AGAIN_SECONDS = 2.0  # how often a run that waits says so, where nothing has changed
PATIENCE_SECONDS = 20.0  # for which an import in the background lets runs go first
MUCH_BYTES = 100_000  # of frames that are kept, above which the first is sent alone
MAX_OF_ONE = 12  # runs of one visitor: as many as a page has parts, and more than anybody can watch


@dataclass(frozen=True)
class Update:
    """What a run reports after a turn.

    Attributes:
        frames: the new ones, in order.
        position: 0 while it is this run's turn, else its place among those who wait.
        sharing: how many runs share the lane, this one included.
        seconds_left: an estimate from this run's own pace, None until there is one.
        running: False in the last update only.
        cached: whether the frames were computed earlier for the same values.
        timed: whether the frames tell how long something took here.
        company: how many other runs shared the machine while the frames were computed, at most.
        age: how many seconds ago cached frames were computed.
        warming: whether the engine's code is still being loaded, which is done once.
        why: of a run that failed or still lacks something, why it has no more to show, in a sentence.
        playing: of a live training, whether it goes on by itself, or has not yet told its last turn.
        ended: of a live training, why it is over for this page: "finished", "unattended", "stopped" or "elsewhere",
            empty while it is not; of a run, why it ended before it was through: "stopped", or "limit" for RUN_SECONDS.
        changes: of a live training, what was changed so far: (step, name, value).
        token: of a live training, what a page has to know to take it up.
        began, controls: of a live training that a page has just taken up, its values at the beginning and now.
    """

    frames: tuple[Frame, ...] = ()
    position: int = 0
    sharing: int = 1
    seconds_left: float | None = None
    running: bool = True
    cached: bool = False
    timed: bool = False
    company: int = 0
    age: float = 0.0
    warming: bool = False
    why: str = ""
    playing: bool = False
    ended: str = ""
    changes: tuple[tuple[int, str, Value], ...] = ()
    token: str = ""
    began: Mapping[str, Value] | None = None
    controls: Mapping[str, Value] | None = None


_stops: dict[tuple[str, str], threading.Event] = {}
_asked: dict[threading.Event, Mapping[str, Value]] = {}  # the values of the runs that may go on
_stops_lock = threading.Lock()
_warming: dict[Hashable | None, threading.Event] = {}


@contextmanager
def stoppable(visitor: str, function: str) -> Iterator[threading.Event]:
    """An event that tells this run to end: set by `stop`, and by a newer run of the same function and visitor.

    Raises:
        Busy: the visitor has MAX_OF_ONE others already.
    """
    mine = threading.Event()
    with _stops_lock:
        others = sum(who == visitor and what != function for who, what in _stops)
        if others >= MAX_OF_ONE:
            raise Busy(f"{others} runs of yours are going on already: stop one of them first.")
        earlier = _stops.get((visitor, function))
        _stops[visitor, function] = mine
    if earlier is not None:
        earlier.set()
    try:
        yield mine
    finally:
        mine.set()
        with _stops_lock:
            if _stops.get((visitor, function)) is mine:
                del _stops[visitor, function]


def stop(visitor: str, function: str | None = None) -> None:
    """End the visitor's runs of one function, or all of them."""
    with _stops_lock:
        events = [event for (who, what), event in _stops.items() if who == visitor and function in (None, what)]
    for event in events:
        event.set()


def run(function: str, values: Mapping[str, Value], visitor: str) -> Iterator[Update]:
    """Run an engine for a visitor; a newer run of the same function by the same visitor ends this one.

    One that asks for the very values of the run in progress has no updates, and that run goes on: a control that moves
    and the button that is pressed for it often ask at once.

    Raises:
        PlaygroundError: from the engine, or Busy when the lane is full.
    """
    if _is_running(function, values, visitor):
        return
    with stoppable(visitor, function) as told, _asking(told, values):
        key = cache.key(function, values)
        yield from _await_warm_up(key, visitor, told)
        if (kept := cache.CACHE.get(key)) is not None and not _is_measured_again(function, kept):
            yield from _shown_again(function, kept)
            return
        yield from _await_import(function, told)
        address = lane.LANE.join(visitor)
        try:
            yield from _turns(function, values, visitor, told, key)
        finally:
            lane.LANE.leave(address)


def _shown_again(function: str, kept: cache.Kept) -> Iterator[Update]:
    """What was computed earlier; of much, the first frame goes ahead, and is looked at while the rest is on its way."""
    age, timed, frames = time.monotonic() - kept.since, cache.is_timed(function), kept.frames

    def update(frames: tuple[Frame, ...], running: bool) -> Update:
        return Update(
            frames, sharing=max(1, lane.LANE.runs), running=running, cached=True,
            timed=timed, company=kept.company, age=age,
        )  # fmt: skip

    if len(frames) > 1 and sum(array.nbytes for frame in frames for array in frame.arrays.values()) > MUCH_BYTES:
        yield update(frames[:1], running=True)
        frames = frames[1:]
    yield update(frames, running=False)


def _is_measured_again(function: str, kept: cache.Kept) -> bool:
    """Whether times that were measured in company can be measured better: nobody computes now."""
    return kept.company > 0 and cache.is_timed(function) and not lane.LANE.runs


def _is_running(function: str, values: Mapping[str, Value], visitor: str) -> bool:
    with _stops_lock:
        current = _stops.get((visitor, function))
        asked = _asked.get(current) if current is not None and not current.is_set() else None
    return (
        asked is not None
        and asked.keys() == values.keys()
        and all(_is_same(asked[name], value) for name, value in values.items())
    )


def _is_same(a: Value, b: Value) -> bool:
    return np.array_equal(a, b) if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) else repr(a) == repr(b)


@contextmanager
def _asking(told: threading.Event, values: Mapping[str, Value]) -> Iterator[None]:
    with _stops_lock:
        _asked[told] = values
    try:
        yield
    finally:
        with _stops_lock:
            del _asked[told]


def _turns(
    function: str, values: Mapping[str, Value], visitor: str, told: threading.Event, key: Hashable
) -> Iterator[Update]:
    frames: list[Frame] = []
    untold: list[Frame] = []
    since, began, spent, generator = time.monotonic(), 0.0, 0.0, None
    reported, company, timed = 0.0, 0, cache.is_timed(function)
    place, said = 0, -math.inf

    def report(frames: list[Frame], **more: Any) -> Update:
        return Update(tuple(frames), sharing=lane.LANE.runs, timed=timed, company=company, **more)

    try:
        while not told.is_set():
            if position := lane.LANE.take(visitor, since, lane.WAIT_REPORT_SECONDS, first=not frames):
                if position != place or time.monotonic() - said >= SAY_AGAIN_SECONDS:
                    place, said = position, time.monotonic()
                    yield Update(position=position, sharing=lane.LANE.runs, seconds_left=_left(frames, began))
                continue
            turn, place = time.monotonic(), 0
            try:
                threads.use(function)
                generator = generator or resolve(function)(**values)
                new, finished = _turn(generator, first=not frames)
            finally:
                lane.LANE.release()
            spent += time.monotonic() - turn
            began, frames, untold = began or turn, frames + new, untold + new
            company = max(company, lane.LANE.runs - 1)
            if finished:
                cache.CACHE.put(key, cache.Kept(tuple(frames), company))
                yield report(untold, running=False)
                return
            if any(frame.kind != "progress" for frame in untold) or time.monotonic() - reported > PROGRESS_SECONDS:
                yield report(untold, seconds_left=_left(frames, began))
                reported, untold = time.monotonic(), []
            since = time.monotonic()
            if spent > RUN_SECONDS:
                yield report(untold, running=False, ended="limit")
                raise Busy(f"A run may compute for {RUN_SECONDS / 60:.0f} minutes: ask for fewer steps or pictures.")
        yield report(untold, running=False, ended="stopped")
    finally:
        if generator is not None:
            generator.close()


def _turn(generator: Iterator[Frame], *, first: bool) -> tuple[list[Frame], bool]:
    """Frames of one turn, and whether the generator is through; the very first turn ends with its first frame."""
    frames, until = [], time.monotonic() + TURN_SECONDS
    for frame in generator:
        frames.append(frame)
        if first or time.monotonic() > until:
            return frames, False
    return frames, True


def _left(frames: list[Frame], began: float) -> float | None:
    if not frames:
        return None
    done = frames[-1].step + frames[-1].stats.get("progress", 1.0)
    return (time.monotonic() - began) / done * (frames[-1].total - done) if done else None


def call(function: str, *arguments: object, visitor: str = "") -> Any:
    """One short computation by dotted name, in a turn of its own; raises Busy when the lane is full."""
    loading.begin(function).join()
    address = lane.LANE.join(visitor)
    try:
        since = time.monotonic()
        while lane.LANE.take(visitor, since, RUN_SECONDS):
            pass
        try:
            threads.use(function)
            return resolve(function)(*arguments)
        finally:
            lane.LANE.release()
    finally:
        lane.LANE.leave(address)


def source(function: str) -> str:
    """The text of the engine function that runs."""
    return inspect.getsource(inspect.unwrap(resolve(function)))


def warm(runs: Iterable[tuple[str, Mapping[str, Value]]], others: Iterable[str] = ()) -> None:
    """Compute what the first screen shows, then import the other functions' modules, in order.

    A fault waits for the visitor who meets it.
    """
    for function, values in runs:
        done = _warming[cache.key(function, values)] = threading.Event()
        try:
            for _ in run(function, values, WARM_UP):
                pass
        except Exception as error:
            LOG.error("warm-up of %s: %s", function, error)
        finally:
            done.set()
    for function in others:
        since = time.monotonic()
        while lane.LANE.runs and time.monotonic() - since < PATIENCE_SECONDS:
            time.sleep(lane.WAIT_REPORT_SECONDS)
        loading.begin(function).join()


def _await_import(function: str, told: threading.Event) -> Iterator[Update]:
    importing = loading.begin(function)

    def ended(seconds: float) -> bool:
        importing.join(seconds)
        return not importing.is_alive()

    yield from _until(ended, told, Update(warming=True))


def _await_warm_up(key: Hashable | None, visitor: str, told: threading.Event) -> Iterator[Update]:
    """While the warm-up computes this very run, wait for it instead of computing it twice."""
    done = _warming.get(key)
    if visitor != WARM_UP and done is not None:
        yield from _until(done.wait, told, Update())


def _until(ended: Callable[[float], bool], told: threading.Event, update: Update) -> Iterator[Update]:
    """Says how the run stands, and again every SAY_AGAIN_SECONDS: thirty who wait must not cost what they wait for."""
    said = -math.inf
    while not (ended(lane.WAIT_REPORT_SECONDS) or told.is_set()):
        if time.monotonic() - said >= SAY_AGAIN_SECONDS:
            said = time.monotonic()
            yield update
