"""How a live training is driven: orders between two steps, changes on the way, and what is shown when it runs away."""

import dataclasses
from collections.abc import Generator
from contextlib import suppress
from typing import Protocol

import torch
from torch import nn

from playground.errors import PlaygroundError
from playground.spec import Engine, Frame, Order, Value
from playground.training.rollback import Learner, Rollback
from playground.training.run import Diverged


class Session(Protocol):
    """One training and how it is drawn.

    `advance` makes one step, or the part of one that `do` names; it raises Diverged, after going back to the last good
    state. `frame` takes its numbers anew where `measure`; `slowly` makes one step, to be looked at without haste.
    """

    values: dict[str, Value]

    @property
    def step(self) -> int: ...

    def adopt(self, changes: dict[str, Value]) -> None: ...

    def advance(self, do: str) -> None: ...

    def frame(self, *, measure: bool, **stats: float) -> Frame: ...

    def slowly(self) -> Frame: ...


class Rated(Protocol):
    """The rules of a training, the learning rate among them."""

    @property
    def rate(self) -> float: ...


class Trainer(Protocol):
    """One network's training; `iterate` makes one step, and raises Diverged."""

    step: int

    @property
    def network(self) -> nn.Module: ...

    @property
    def optimizer(self) -> torch.optim.Optimizer: ...

    @property
    def rules(self) -> Rated: ...

    def iterate(self) -> None: ...


class Kept(Rollback):
    """One network's training that goes back to its last good state when it runs away."""

    trainer: Trainer

    @property
    def step(self) -> int:
        return self.trainer.step

    @step.setter
    def step(self, step: int) -> None:
        self.trainer.step = step

    def learners(self) -> tuple[Learner]:
        """The network alone."""
        return (Learner(self.trainer.network, self.trainer.optimizer, self.trainer.rules.rate),)

    def advance(self, do: str) -> None:
        """One optimiser step; raises Diverged, after going back to the last good state."""
        self.before_step()
        try:
            self.trainer.iterate()
        except Diverged:
            self.go_back()
            raise
        self.after_step()


def driven(session: Session, table: Engine) -> Generator[Frame | None, Order | None, None]:
    """One step of the training between two `yield`s; sent an Order, it obeys that. None where no Frame is wanted."""
    script = timeline(session.values["changes"], table)
    order = yield session.frame(measure=True)
    while session.step < session.values["steps"]:
        order = order or Order("step")
        with suppress(PlaygroundError):  # changes of a link that do not go together are left out
            if due := script.pop(session.step, {}):
                session.adopt(due)
        if order.changes:
            session.adopt(dict(order.changes))
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
        return dataclasses.replace(session.frame(measure=True, diverged=float(error.step)), kind="diverged")
    last = session.step >= session.values["steps"]
    return session.frame(measure=last or order.do != "play") if order.look or last else None


def timeline(text: str, table: Engine) -> dict[int, dict[str, Value]]:
    """ "120:r1=true;300:loss=hinge" -> {120: {"r1": True}, 300: {"loss": "hinge"}}; what cannot be read is left out."""
    params = {param.name: param for param in table.params}
    found: dict[int, dict[str, Value]] = {}
    for item in filter(None, text.split(";")):
        step, change = item.split(":", 1)
        name, value = change.split("=", 1)
        if name in params:
            with suppress(PlaygroundError):
                found.setdefault(int(step), {})[name] = params[name].parse(value)
    return found
