"""How a live training is driven: orders between two steps, changes on the way, and what is shown when it runs away."""

from collections.abc import Generator
from contextlib import suppress
from typing import Protocol

from playground.errors import PlaygroundError
from playground.spec import Engine, Frame, Order
from playground.training.run import Diverged


class Session(Protocol):
    """One training and how it is drawn.

    `advance` makes one step, or the part of one that `do` names; it raises Diverged, after going back to the last good
    state. `frame` takes its numbers anew where `measure`; `slowly` makes one step, to be looked at without haste.
    """

    values: dict

    @property
    def step(self) -> int: ...

    def adopt(self, changes: dict) -> None: ...

    def advance(self, do: str) -> None: ...

    def frame(self, *, measure: bool, **stats: float) -> Frame: ...

    def slowly(self) -> Frame: ...


def driven(session: Session, table: Engine) -> Generator[Frame | None, Order | None, None]:
    """One step of the training between two `yield`s; sent an Order, it obeys that. None where no Frame is wanted."""
    script = timeline(session.values["changes"], table)
    order = yield session.frame(measure=True)
    while session.step < session.values["steps"]:
        order = order or Order("step")
        due = script.pop(session.step, {}) | dict(order.changes)
        if due:
            session.adopt(due)
        order = yield _obey(session, order)


def _obey(session: Session, order: Order) -> Frame | None:
    try:
        match order.do:
            case "look":
                return session.frame(measure=not order.changes)  # a change is to be seen at once
            case "slow":
                return session.slowly()
            case _:
                session.advance(order.do)
    except Diverged as error:
        return session.frame(measure=True, diverged=float(error.step))
    last = session.step >= session.values["steps"]
    return session.frame(measure=last or order.do != "play") if order.look or last else None


def timeline(text: str, table: Engine) -> dict[int, dict]:
    """ "120:r1=true;300:loss=hinge" -> {120: {"r1": True}, 300: {"loss": "hinge"}}; what cannot be read is left out."""
    params, found = {param.name: param for param in table.params}, {}
    for item in filter(None, text.split(";")):
        step, change = item.split(":", 1)
        name, value = change.split("=", 1)
        if name in params:
            with suppress(PlaygroundError):
                found.setdefault(int(step), {})[name] = params[name].parse(value)
    return found
