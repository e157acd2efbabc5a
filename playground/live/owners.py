"""Whose a live training is: a page begins it, steers it, and may take it up again after it was gone."""

import threading
from collections.abc import Iterator, Mapping

from playground.errors import Busy
from playground.live import places, runs
from playground.live.runs import Update, stoppable
from playground.live.training import GOING_ON, Training
from playground.spec import Value

MAX_TRAININGS = 600  # paused ones take no turns, but hold their networks
MAX_OF_ADDRESS = 400  # of all visitors from one address

_owned: dict[tuple[str, str], Training] = {}  # by visitor and function
_held: dict[str, Training] = {}  # by token, those without a page too
_lock = threading.Lock()


def train(function: str, values: Mapping[str, Value], visitor: str, do: str = "play") -> Iterator[Update]:
    """Begin a live training with its first order; a newer one of the same function by the same visitor ends this one.

    Raises:
        PlaygroundError: from the engine, or Busy when the lane is full.
    """
    if (visitor, function) not in _owned:
        _find_place(visitor)
    training = Training(function, values, _let_go)
    training.steer(do, values)
    yield from _shown(training, visitor, again=False)


def resume(function: str, token: str, visitor: str) -> Iterator[Update]:
    """Go on with the training of this token, as the page that shows it from now on; nothing if it is gone."""
    if training := _found(function, token):
        yield from _shown(training, visitor, again=True)


def is_held(function: str, token: str) -> bool:
    """Whether a training of this token can be taken up."""
    return _found(function, token) is not None


def _found(function: str, token: str) -> Training | None:
    training = _held.get(token)
    return training if training is not None and training.function == function else None


def controls(function: str, visitor: str) -> Mapping[str, Value]:
    """How the controls of the visitor's training stand; empty when there is none."""
    training = _owned.get((visitor, function))
    return {} if training is None else training.controls()


def is_shown(function: str, visitor: str, token: str) -> bool:
    """Whether a page that shows the training of this token, or none yet, may steer the visitor's own."""
    training = _owned.get((visitor, function))
    return training is not None and (token == training.token or not (token or training.taken_up))


def steer(function: str, values: Mapping[str, Value], visitor: str, do: str) -> bool:
    """Pass an order, and the values of some controls or all, to the visitor's training; False where none goes on."""
    training = _owned.get((visitor, function))
    if training is None or training.state not in GOING_ON:
        return False
    training.steer(do, values)
    return True


def stop(visitor: str, function: str | None = None) -> None:
    """End the visitor's runs and trainings of one function, or all of them."""
    runs.stop(visitor, function)
    for training in _of(visitor, function):
        training.stop()


def leave(visitor: str) -> None:
    """The page was closed: its runs end, its trainings pause and wait a while for a page that takes them up."""
    runs.stop(visitor)
    for training in _of(visitor, None):
        training.leave(visitor)


def _of(visitor: str, function: str | None) -> list[Training]:
    with _lock:
        return [one for (who, what), one in _owned.items() if who == visitor and function in (None, what)]


def _find_place(visitor: str) -> None:
    address = places.address(visitor)
    with _lock:
        near = sum(places.address(who) == address for who, _ in _owned) if address else 0
    if len(_held) >= MAX_TRAININGS:
        raise Busy(f"{MAX_TRAININGS} trainings are open on this machine already; try again in a minute.")
    if near >= MAX_OF_ADDRESS:
        raise Busy(f"{MAX_OF_ADDRESS} trainings from your network are open already; try again in a minute.")


def _shown(training: Training, visitor: str, *, again: bool) -> Iterator[Update]:
    """The updates of a training for as long as this page shows it."""
    with stoppable(visitor, training.function) as told:
        with _lock:
            if told.is_set():  # a newer one has begun meanwhile
                return
            if again and training.token not in _held:  # it was let go of meanwhile
                return
            earlier = _place(training, visitor)
            page, update = training.shown(visitor, again=again)
        if earlier is not None:
            earlier.drop()
        try:
            if not again:
                training.begin()
            yield update
            yield from training.updates(page)
        except RuntimeError:  # there is no thread for it
            _let_go(training)
            raise
        finally:
            if training.state in GOING_ON:  # else its page is still there
                training.leave(visitor)


def _place(training: Training, visitor: str) -> Training | None:
    """Make it the visitor's own; returns the earlier one, which nobody can take up any more."""
    _displace(training)
    earlier = _owned.pop((visitor, training.function), None)
    _owned[visitor, training.function] = _held[training.token] = training
    if earlier is not None:
        _held.pop(earlier.token, None)
    return earlier


def _displace(training: Training) -> None:
    for place in [place for place, one in _owned.items() if one is training]:
        del _owned[place]


def _let_go(training: Training) -> None:
    with _lock:
        _held.pop(training.token, None)
        _displace(training)
