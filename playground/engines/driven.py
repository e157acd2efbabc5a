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

RUN_AWAY = 30  # the steps before a divergence that are shown, each


class Session(Protocol):
    """One training and how it is drawn.

    `advance` makes one step, or the part of one that `do` names; it raises Diverged, after going back to the last good
    state, from where `rewind` leads to where that began. `turn` is told when other values hold. `frame` takes its
    numbers anew where `measure`; `slowly` makes one step, to be looked at without haste.
    """

    values: dict[str, Value]

    @property
    def step(self) -> int: ...

    def adopt(self, changes: dict[str, Value]) -> None: ...

    def turn(self) -> None: ...

    def advance(self, do: str) -> None: ...

    def rewind(self) -> None: ...

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
    """One step of the training between two `yield`s; sent an Order, it obeys that. None where no Frame is wanted.

    A training that runs away while it plays makes its last steps once more, each shown, before it says so.
    """
    script, driver = timeline(session.values["changes"], table), Driver(session)
    order = yield session.frame(measure=True)
    while session.step < session.values["steps"]:
        order = order or Order("step")
        with suppress(PlaygroundError):  # changes of a link that do not go together are left out
            if due := script.pop(session.step, {}):
                driver.adopt(due)
        if order.changes:
            driver.adopt(dict(order.changes))
        order = yield driver.obey(order)


class Driver:
    """A session, and the step at which it ran away while it makes the steps before that once more, else 0."""

    def __init__(self, session: Session) -> None:
        self._session, self._away = session, 0

    def adopt(self, changes: dict[str, Value]) -> None:
        """These values hold from the next step on."""
        self._session.adopt(changes)
        self._session.turn()

    def obey(self, order: Order) -> Frame | None:
        """What an order makes to be seen."""
        session = self._session
        try:
            match order.do:
                case "look":
                    return session.frame(measure=not order.changes)  # a change is to be seen at once
                case "slow":
                    return session.slowly()
                case _:
                    session.advance(order.do)
        except Diverged as error:
            return self._ran_away(order, error.step)
        if session.step >= self._away:  # as ever, or saved by a control that moved meanwhile
            self._away = 0
        last = session.step >= session.values["steps"]
        shown = last or (self._away > 0 and session.step >= self._away - RUN_AWAY)
        if not (order.look or shown):
            return None
        told = {"running_away": float(self._away)} if self._away else {}
        return session.frame(measure=shown or order.do != "play", **told)

    def _ran_away(self, order: Order, at: int) -> Frame | None:
        if order.do == "play" and not self._away:
            self._away = at
            self._session.rewind()
            return self.obey(order)
        self._away = 0
        return dataclasses.replace(self._session.frame(measure=True, diverged=float(at)), kind="diverged")


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
