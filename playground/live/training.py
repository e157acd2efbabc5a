"""Live trainings: a run that its visitor steers between two steps.

It takes no turns in the lane while it is paused, and ends IDLE_SECONDS after the visitor last touched it. When its page
is gone it pauses at once, and AWAY_SECONDS later it is let go of, unless a page has taken it up again.
"""

import math
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import Literal

from playground.live import lane, loading, threads
from playground.live.history import History
from playground.live.runs import Update
from playground.registry import FAMILIES, resolve
from playground.spec import Frame, Order, Value

LIVE_TURN_SECONDS = 0.042
IDLE_SECONDS = 600.0
AWAY_SECONDS = 30.0  # for which a training without a page is kept
QUIET_SECONDS = 5.0  # between two reports of a training that has no news
MAX_WAITING_FRAMES = 40
MAX_RECORDED = 60  # changes in a link

LiveGenerator = Generator[Frame | None, Order | None, None]
Event = Literal["play", "pause", "turn", "told", "finish", "leave", "stop", "fail"]


class State(Enum):
    """How a training stands. The first four go on, the others are the end."""

    PAUSED = "makes only the steps that are asked for"
    PLAYING = "goes on by itself, and waits for a turn"
    IN_TURN = "goes on by itself, and has begun a turn that is not told yet"
    PAUSING = "is to pause once the turn that it has begun is told"
    FINISHED = "has made all its steps"
    UNATTENDED = "was not touched for too long"
    STOPPED = "was ended by its visitor, or by a newer training"
    FAILED = "was ended by an error"


GOING_ON = (State.PAUSED, State.PLAYING, State.IN_TURN, State.PAUSING)
ENDS: Mapping[Event, State] = {
    "finish": State.FINISHED, "leave": State.UNATTENDED, "stop": State.STOPPED, "fail": State.FAILED,
}  # fmt: skip
NEXT: Mapping[tuple[State, Event], State] = {
    (State.PAUSED, "play"): State.PLAYING,
    (State.PAUSING, "play"): State.IN_TURN,
    (State.PLAYING, "pause"): State.PAUSED,
    (State.IN_TURN, "pause"): State.PAUSING,
    (State.PLAYING, "turn"): State.IN_TURN,
    (State.IN_TURN, "told"): State.PLAYING,
    (State.PAUSING, "told"): State.PAUSED,
    **{(state, event): end for state in GOING_ON for event, end in ENDS.items()},
}
TOLD_ENDS = {  # the page is told of an error by the error itself
    State.FINISHED: "finished", State.UNATTENDED: "unattended", State.STOPPED: "stopped", State.FAILED: "stopped",
}  # fmt: skip
ELSEWHERE = "elsewhere"  # told to a page when another one has taken its training up


class Training:
    """One visitor's live training: a generator in a thread of its own, sent an Order between two steps."""

    def __init__(self, function: str, values: Mapping[str, Value], let_go: Callable[["Training"], None]) -> None:
        """`let_go` is called once nobody can take it up any more."""
        self.function, self.token = function, secrets.token_urlsafe(16)
        self._visitor, self._let_go = "", let_go
        self._stop, self._dropped = threading.Event(), False
        self._values, self._controls = dict(values), dict(values)
        self._changed = threading.Condition()
        self._state = State.PAUSED
        self._orders: deque[str] = deque(maxlen=20)
        self._pending: dict[str, Value] = {}
        self._frames: list[Frame] = []
        self._history = History()
        self._log: tuple[tuple[int, str, Value], ...] = ()
        self._position, self._news, self._begun, self._touched = 0, True, False, time.monotonic()
        self._error: Exception | None = None
        self._page, self._alone, self._resumes = 0, time.monotonic(), False
        self._thread = threading.Thread(target=self._work, name="training", daemon=True)

    @property
    def state(self) -> State:
        return self._state

    @property
    def taken_up(self) -> bool:
        """Whether another page showed it before."""
        return self._page > 1

    def _meet(self, event: Event) -> None:
        """The only place that changes the state; an event that the state does not know changes nothing."""
        with self._changed:
            self._state = NEXT.get((self._state, event), self._state)

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
            if do != "look":  # a single step pauses, too
                self._meet("play" if do == "play" else "pause")
            if do not in ("play", "pause"):
                self._orders.append(do)
            self._news = True
            self._changed.notify_all()

    def shown(self, visitor: str, *, again: bool) -> tuple[int, Update]:
        """A page shows it from now on, in place of the page before.

        Args:
            again: the page has nothing of it yet: the update holds its history, and how its controls stand.
        """
        with self._changed:
            self._page, self._visitor, self._alone, self._touched = self._page + 1, visitor, math.inf, time.monotonic()
            if self._resumes:
                self._meet("play")
            self._resumes = False
            update, self._frames, self._news = self._report(), [], False
            if again:
                began, controls = dict(self._values), dict(self._controls)
                update = replace(update, frames=self._history.frames, began=began, controls=controls)
            self._changed.notify_all()
            return self._page, update

    def leave(self, visitor: str) -> None:
        """The page of a visitor is gone; of one that shows it no more, that changes nothing."""
        with self._changed:
            if visitor != self._visitor or self._alone < math.inf:
                return
            self._alone, self._resumes = time.monotonic(), self._state in (State.PLAYING, State.IN_TURN)
            self._meet("pause")
            self._changed.notify_all()

    def begin(self) -> None:
        """Obey orders from now on."""
        self._thread.start()

    def stop(self) -> None:
        """It makes no more steps; a page may come back for its history, for IDLE_SECONDS at most."""
        self._stop.set()
        with self._changed:
            self._changed.notify_all()

    def drop(self) -> None:
        """Nobody can take it up any more: a newer one stands in its place."""
        self._dropped = True
        self.stop()

    def updates(self, page: int) -> Iterator[Update]:
        """What happened since the last look, until the end or another page shows it; raises the engine's error."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._page != page or self._has_news(), QUIET_SECONDS)
                if self._page != page:
                    update = Update(running=False, ended=ELSEWHERE, changes=self._log, token=self.token)
                else:
                    update, self._frames, self._news = self._report(), [], False
            yield update
            if update.ended:
                if self._error is not None and update.ended != ELSEWHERE:
                    raise self._error
                return

    def _has_news(self) -> bool:
        return self._news or self._state in TOLD_ENDS

    def _report(self) -> Update:
        ended = TOLD_ENDS.get(self._state, "")
        playing = self._state in GOING_ON and self._state is not State.PAUSED
        return Update(
            tuple(self._frames), self._position, max(1, lane.LANE.runs), running=not ended, playing=playing,
            ended=ended, changes=self._log, token=self.token,
        )  # fmt: skip

    def _work(self) -> None:
        end: Event = "fail"
        try:
            end = self._go_on()
        except Exception as error:
            self._error = error
        finally:
            with self._changed:
                self._meet(end)
                self._changed.notify_all()
                while end != "fail" and not self._dropped and (left := self._seconds_left()) > 0:
                    self._changed.wait(min(left, AWAY_SECONDS))
            self._let_go(self)

    def _seconds_left(self) -> float:
        """Until nobody has touched it for too long, or no page shows it any more."""
        return min(self._touched + IDLE_SECONDS, self._alone + AWAY_SECONDS) - time.monotonic()

    def _go_on(self) -> Event:
        """Obey orders until the end; returns what ended it."""
        loading.begin(self.function).join()
        with closing(resolve(self.function)(**self._values)) as generator:
            while do := self._await_order():
                if self._obey(generator, do):
                    return "finish"
        return "stop" if self._stop.is_set() else "leave"

    def _await_order(self) -> str:
        """The next order; empty once the training is to end."""
        with self._changed:
            while not self._stop.is_set():
                left = self._seconds_left()
                if left <= 0:
                    return ""
                if self._orders:
                    return self._orders.popleft()
                if self._state is State.PLAYING:
                    self._meet("turn")
                    return "play"
                self._changed.wait(min(left, lane.WAIT_REPORT_SECONDS))
            return ""

    def _obey(self, generator: LiveGenerator, do: str) -> bool:
        """One order in one turn of the lane; returns whether all steps are made."""
        frames: list[Frame] = []
        address = lane.LANE.join(self._visitor, admitted=self._begun)
        finished = False
        try:
            since = time.monotonic()
            while position := lane.LANE.take(self._visitor, since, lane.WAIT_REPORT_SECONDS, first=not self._begun):
                self._tell([], position)
                if self._stop.is_set():
                    return False
            try:
                threads.use(self.function)
                self._steps(generator, do, frames)
            except StopIteration:
                finished = True
            finally:
                lane.LANE.release()
        finally:
            lane.LANE.leave(address)
        self._tell(frames, 0)
        return finished

    def _steps(self, generator: LiveGenerator, do: str, frames: list[Frame]) -> None:
        """Send one order, or a turn's worth of "play"; what it shows is added to `frames`."""

        def send(order: Order | None) -> bool:
            frame = generator.send(order)
            if frame is not None:
                frames.append(frame)
            return frame is not None

        if not self._begun:
            self._begun = True
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
        if (shown or send(Order(do))) and frames[-1].kind == "diverged":
            self._meet("pause")

    def _record(self, step: int, changes: Mapping[str, Value]) -> None:
        """What a link replays: the last value of each control at each step; what is not recorded stays out."""
        told = {(at, name): value for at, name, value in self._log}
        unrecorded = _unrecorded(self.function)
        told |= {(step, name): value for name, value in changes.items() if name not in unrecorded}
        self._log = tuple((at, name, value) for (at, name), value in told.items())[:MAX_RECORDED]

    def _tell(self, frames: list[Frame], position: int) -> None:
        """Note what a turn has brought, or the place in the line while there is none yet."""
        with self._changed:
            self._frames = (self._frames + frames)[-MAX_WAITING_FRAMES:]
            self._history.add(frames)
            self._position, self._news = position, True
            if not position:
                self._meet("told")
            self._changed.notify_all()


@cache
def _unrecorded(function: str) -> frozenset[str]:
    """The controls of an engine that a link takes as they stand in the end."""
    engines = [engine for family in FAMILIES for engine in family.engines if engine.function == function]
    return frozenset(param.name for engine in engines for param in engine.params if not param.recorded)
