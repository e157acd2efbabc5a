"""What belongs to a visitor: running generators, the fair lane, stop, the end of the page.

A run takes turns on the one lane of the device. A turn lasts TURN_SECONDS; the visitor served longest ago goes next.
With N visitors running, each gets about 1/N of the time and nobody waits for another to finish. A run ends after
RUN_SECONDS of turns. A live training is a run that its visitor steers between two steps; it takes no turns while it is
paused, and ends IDLE_SECONDS after the visitor last touched it.
"""

import inspect
import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Generator, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from playground.errors import Busy
from playground.registry import FAMILIES, resolve
from playground.spec import Frame, Order, Value

LOG = logging.getLogger("playground")
TURN_SECONDS = 0.08
RUN_SECONDS = 600.0
WAIT_REPORT_SECONDS = 0.4
MAX_RUNS = 80
CACHE_BYTES = 96 * 2**20
WARM_UP = "warm-up"
LIVE_TURN_SECONDS = 0.036
IDLE_SECONDS = 600.0
MAX_WAITING_FRAMES = 40
UNRECORDED, MAX_RECORDED = ("layers", "strokes", "own", "prompt"), 60
MAX_TRAININGS = 600  # paused ones take no turns, but hold their networks


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
        playing: of a live training, whether it goes on by itself, or has not yet told its last turn.
        ended: of a live training, why it is over: "finished", "unattended", "stopped", or empty while it is not.
        changes: of a live training, what was changed so far: (step, name, value).
    """

    frames: tuple[Frame, ...] = ()
    position: int = 0
    sharing: int = 1
    seconds_left: float | None = None
    running: bool = True
    cached: bool = False
    playing: bool = False
    ended: str = ""
    changes: tuple[tuple[int, str, Value], ...] = ()


class Lane:
    """Turns on one device, for the visitor served longest ago."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[str, float, int]] = []
        self._served: dict[str, float] = {}
        self._taken = False
        self.runs = 0

    def join(self, *, admitted: bool = False) -> None:
        """Admit one run; raises Busy when the lane is full, but not to a training that was admitted when it began."""
        with self._changed:
            if not admitted and self.runs >= MAX_RUNS:
                raise Busy(f"{MAX_RUNS} runs share this machine already; try again in a minute.")
            self.runs += 1

    def leave(self) -> None:
        """A run has ended."""
        with self._changed:
            self.runs -= 1
            if not self.runs:
                self._served.clear()

    def take(self, visitor: str, since: float, seconds: float) -> int:
        """0 once it is this visitor's turn; the place in the line if that takes too long.

        Whoever was served longest ago goes first, then whoever waits longest: many runs of one visitor share one place.
        """
        with self._changed:
            me = (visitor, since, threading.get_ident())
            self._waiting.append(me)
            mine = self._changed.wait_for(lambda: not self._taken and self._line()[0] == me, seconds)
            place = self._line().index(me) + 1
            self._waiting.remove(me)
            if mine:
                self._taken = True
                self._served[visitor] = time.monotonic()
            return 0 if mine else place

    def _line(self) -> list[tuple[str, float, int]]:
        return sorted(self._waiting, key=lambda waiting: (self._served.get(waiting[0], 0.0), *waiting[1:]))

    def release(self) -> None:
        """The turn is over."""
        with self._changed:
            self._taken = False
            self._changed.notify_all()


class Cache:
    """Finished runs by function and values, the least used dropped first."""

    def __init__(self, capacity: int) -> None:
        self._runs: OrderedDict[Hashable, tuple[Frame, ...]] = OrderedDict()
        self._lock = threading.Lock()
        self._capacity = capacity
        self._bytes = 0

    def get(self, key: Hashable | None) -> tuple[Frame, ...] | None:
        with self._lock:
            if key in self._runs:
                self._runs.move_to_end(key)
            return self._runs.get(key)

    def put(self, key: Hashable | None, frames: tuple[Frame, ...]) -> None:
        with self._lock:
            if key is None or key in self._runs:
                return
            self._runs[key] = frames
            self._bytes += _size(frames)
            while self._bytes > self._capacity:
                self._bytes -= _size(self._runs.popitem(last=False)[1])


def _size(frames: tuple[Frame, ...]) -> int:
    return sum(array.nbytes for frame in frames for array in frame.arrays.values()) + 500 * len(frames)


def _key(function: str, values: Mapping[str, Value]) -> Hashable | None:
    """What a run is kept under; None for one that holds what a visitor drew, wrote or uploaded: that is not kept."""
    uploaded = any(isinstance(value, np.ndarray | bytes) for value in values.values())
    written = any(values.get(name) not in offered for name, offered in _texts(function).items())
    if uploaded or written or values.get("strokes"):
        return None
    return function, tuple((name, repr(value)) for name, value in sorted(values.items()))


@cache
def _texts(function: str) -> dict[str, set[Value]]:
    """The texts that the page itself offers an engine, by control: the default and the presets'."""
    return {
        param.name: {param.default, *(preset.values.get(param.name, param.default) for preset in engine.presets)}
        for family in FAMILIES
        for engine in family.engines
        for param in engine.params
        if engine.function == function and param.kind == "text"
    }


class Training:
    """One visitor's live training: a generator in a thread of its own, sent an Order between two steps."""

    def __init__(self, function: str, values: Mapping[str, Value], visitor: str, stop: threading.Event) -> None:
        self._function, self._visitor, self._stop = function, visitor, stop
        self._values, self._controls = dict(values), dict(values)
        self._changed = threading.Condition()
        self._orders: deque[str] = deque(maxlen=20)
        self._pending: dict[str, Value] = {}
        self._playing, self._in_turn, self._position, self._ended = False, False, 0, ""
        self._frames: list[Frame] = []
        self._log: tuple[tuple[int, str, Value], ...] = ()
        self._news, self._first, self._touched = True, True, time.monotonic()
        self._error: Exception | None = None
        self.thread = threading.Thread(target=self._work, name="training", daemon=True)

    def controls(self) -> dict[str, Value]:
        """How the controls stand, whether a step has obeyed them yet or not."""
        with self._changed:
            return dict(self._controls)

    def steer(self, do: str, values: Mapping[str, Value]) -> None:
        """Take over the controls that moved, and obey "play", "pause", or one of the other orders."""
        with self._changed:
            moved = {name: value for name, value in values.items() if self._controls.get(name) != value}
            self._controls.update(moved)
            self._pending |= moved
            self._touched = time.monotonic()
            if do in ("play", "pause"):
                self._playing = do == "play"
            else:
                self._playing = self._playing and do == "look"
                self._orders.append(do)
            self._news = True
            self._changed.notify_all()

    def updates(self) -> Iterator[Update]:
        """What happened since the last look, until the end; raises what the engine raised."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._news or self._ended, WAIT_REPORT_SECONDS)
                update, self._frames, self._news = self._report(), [], False
            yield update
            if update.ended:
                if self._error is not None:
                    raise self._error
                return

    def _report(self) -> Update:
        return Update(
            tuple(self._frames), self._position, max(1, LANE.runs), running=not self._ended,
            playing=self._playing or self._in_turn,
            ended=self._ended, changes=self._log,
        )  # fmt: skip

    def _work(self) -> None:
        generator: LiveGenerator | None = None
        try:
            while not self._ended and (do := self._await_order()):
                generator = generator or resolve(self._function)(**self._values)
                self._obey(generator, do)
        except Exception as error:
            self._error = error
        finally:
            if generator is not None:
                generator.close()
            with self._changed:
                self._ended, self._playing = self._ended or "stopped", False
                self._in_turn = False
                self._changed.notify_all()

    def _await_order(self) -> str:
        """The next order; empty once the training is to end."""
        with self._changed:
            while not self._stop.is_set():
                left = IDLE_SECONDS - (time.monotonic() - self._touched)
                if left <= 0:
                    self._ended = "unattended"
                    return ""
                if self._orders:
                    return self._orders.popleft()
                if self._playing:
                    self._in_turn = True
                    return "play"
                self._changed.wait(min(left, WAIT_REPORT_SECONDS))
            return ""

    def _obey(self, generator: "LiveGenerator", do: str) -> None:
        """One order in one turn of the lane."""
        frames: list[Frame] = []
        LANE.join(admitted=not self._first)
        finished = False
        try:
            since = time.monotonic()
            while position := LANE.take(self._visitor, since, WAIT_REPORT_SECONDS):
                self._tell([], position)
                if self._stop.is_set():
                    return
            try:
                self._steps(generator, do, frames)
            except StopIteration:
                finished = True
            finally:
                LANE.release()
        finally:
            LANE.leave()
        self._tell(frames, 0)
        if finished:
            with self._changed:
                self._ended, self._playing = "finished", False

    def _steps(self, generator: "LiveGenerator", do: str, frames: list[Frame]) -> None:
        """Send one order, or a turn's worth of "play"; what it shows is added to `frames`."""

        def send(order: Order | None) -> bool:
            frame = generator.send(order)
            if frame is not None:
                frames.append(frame)
            return frame is not None

        if self._first:
            self._first = False
            send(None)
        with self._changed:
            changes, self._pending = self._pending, {}
        shown = False
        if changes and do == "play":  # then one step is enough for a turn, so that its effect is seen at once
            shown = send(Order(do, changes))
            self._record(frames[-1].step - (frames[-1].kind != "diverged"), changes)
        elif changes:
            send(Order("look", changes))
            self._record(frames[-1].step, changes)
        until = time.monotonic() + LIVE_TURN_SECONDS
        while do == "play" and not shown and time.monotonic() < until and not self._pending:
            shown = send(Order(look=False))
        if do == "play" and self._pending and not shown:
            return  # a control moved: the next turn, which obeys it, is the one to see
        if shown or send(Order(do)):
            self._playing = self._playing and frames[-1].kind != "diverged"

    def _record(self, step: int, changes: Mapping[str, Value]) -> None:
        """What a link replays: the last value of each control at each step; what is only looked at stays out."""
        told = {(at, name): value for at, name, value in self._log}
        told |= {(step, name): value for name, value in changes.items() if name not in UNRECORDED}
        self._log = tuple((at, name, value) for (at, name), value in told.items())[:MAX_RECORDED]

    def _tell(self, frames: list[Frame], position: int) -> None:
        with self._changed:
            self._frames = (self._frames + frames)[-MAX_WAITING_FRAMES:]
            self._position, self._news = position, True
            self._in_turn = self._in_turn and position > 0
            self._changed.notify_all()


LiveGenerator = Generator[Frame | None, Order | None, None]
LANE = Lane()
CACHE = Cache(CACHE_BYTES)
_stops: dict[tuple[str, str], threading.Event] = {}
_stops_lock = threading.Lock()
_trainings: dict[tuple[str, str], Training] = {}
_warming: dict[Hashable | None, threading.Event] = {}


def run(function: str, values: Mapping[str, Value], visitor: str) -> Iterator[Update]:
    """Run an engine for a visitor; a newer run of the same function by the same visitor ends this one.

    Raises:
        PlaygroundError: from the engine, or Busy when the lane is full.
    """
    stop = _begin(visitor, function)
    try:
        key = _key(function, values)
        yield from _await_warm_up(key, visitor, stop)
        if (frames := CACHE.get(key)) is not None:
            yield Update(frames, sharing=max(1, LANE.runs), running=False, cached=True)
            return
        LANE.join()
        try:
            yield from _turns(function, values, visitor, stop, key)
        finally:
            LANE.leave()
    finally:
        _end(visitor, function, stop)


def _turns(
    function: str, values: Mapping[str, Value], visitor: str, stop: threading.Event, key: Hashable
) -> Iterator[Update]:
    frames: list[Frame] = []
    since, began, spent, generator = time.monotonic(), 0.0, 0.0, None
    try:
        while not stop.is_set():
            if position := LANE.take(visitor, since, WAIT_REPORT_SECONDS):
                yield Update(position=position, sharing=LANE.runs, seconds_left=_left(frames, began))
                continue
            turn = time.monotonic()
            try:
                generator = generator or resolve(function)(**values)
                new, finished = _turn(generator, first=not frames)
            finally:
                LANE.release()
            spent += time.monotonic() - turn
            began, frames = began or turn, frames + new
            if finished:
                CACHE.put(key, tuple(frames))
                yield Update(tuple(new), sharing=LANE.runs, running=False)
                return
            yield Update(tuple(new), sharing=LANE.runs, seconds_left=_left(frames, began))
            since = time.monotonic()
            if spent > RUN_SECONDS:
                raise Busy(f"A run may compute for {RUN_SECONDS / 60:.0f} minutes: ask for fewer steps or pictures.")
        yield Update(sharing=LANE.runs, running=False)
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


def _begin(visitor: str, function: str) -> threading.Event:
    mine = threading.Event()
    with _stops_lock:
        earlier = _stops.get((visitor, function))
        _stops[visitor, function] = mine
    if earlier is not None:
        earlier.set()
    return mine


def _end(visitor: str, function: str, mine: threading.Event) -> None:
    mine.set()
    with _stops_lock:
        if _stops.get((visitor, function)) is mine:
            del _stops[visitor, function]


def train(function: str, values: Mapping[str, Value], visitor: str, do: str = "play") -> Iterator[Update]:
    """Begin a live training with its first order; a newer one of the same function by the same visitor ends this one.

    Raises:
        PlaygroundError: from the engine, or Busy when the lane is full.
    """
    if len(_trainings) >= MAX_TRAININGS and (visitor, function) not in _trainings:
        raise Busy(f"{MAX_TRAININGS} trainings are open on this machine already; try again in a minute.")
    stop = _begin(visitor, function)
    training = _trainings[visitor, function] = Training(function, values, visitor, stop)
    try:
        training.steer(do, values)
        training.thread.start()
        yield from training.updates()
    finally:
        _end(visitor, function, stop)
        if _trainings.get((visitor, function)) is training:
            del _trainings[visitor, function]


def controls(function: str, visitor: str) -> Mapping[str, Value]:
    """How the controls of the visitor's training stand; empty when there is none."""
    training = _trainings.get((visitor, function))
    return {} if training is None else training.controls()


def steer(function: str, values: Mapping[str, Value], visitor: str, do: str) -> bool:
    """Pass an order and controls' values to the visitor's training, all of them or some; False when there is none."""
    training = _trainings.get((visitor, function))
    if training is None:
        return False
    training.steer(do, values)
    return True


def stop(visitor: str, function: str | None = None) -> None:
    """End the visitor's runs of one function, or all of them (the page was closed)."""
    with _stops_lock:
        events = [event for (who, what), event in _stops.items() if who == visitor and function in (None, what)]
    for event in events:
        event.set()


def call(function: str, *arguments: object, visitor: str = "") -> Any:
    """One short computation by dotted name, in a turn of its own; raises Busy when the lane is full."""
    LANE.join()
    try:
        since = time.monotonic()
        while LANE.take(visitor, since, RUN_SECONDS):
            pass
        try:
            return resolve(function)(*arguments)
        finally:
            LANE.release()
    finally:
        LANE.leave()


def source(function: str) -> str:
    """The text of the engine function that runs."""
    return inspect.getsource(inspect.unwrap(resolve(function)))


def warm(runs: Iterable[tuple[str, Mapping[str, Value]]]) -> None:
    """Import the engines and compute what the first screen shows; a fault waits for the visitor who meets it."""
    todo = {_key(function, values): threading.Event() for function, values in runs}
    _warming.update(todo)
    for (function, values), done in zip(runs, todo.values(), strict=True):
        try:
            for _ in run(function, values, WARM_UP):
                pass
        except Exception as error:
            LOG.error("warm-up of %s: %s", function, error)
        done.set()


def _await_warm_up(key: Hashable | None, visitor: str, stop: threading.Event) -> Iterator[Update]:
    """While the warm-up computes this very run, wait for it instead of computing it twice."""
    done = _warming.get(key)
    while visitor != WARM_UP and done is not None and not (done.wait(WAIT_REPORT_SECONDS) or stop.is_set()):
        yield Update()
