"""How a live duel is driven: orders between two steps, changes on the way, and what is kept when it runs away."""

import functools
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import Protocol

import torch

from playground.errors import PlaygroundError
from playground.spec import Engine, Frame, Order
from playground.training.gan_duel import Diverged, Duel


class Arena(Protocol):
    """One duel and how it is drawn. `frame` takes its numbers anew where `measure`; `slowly` runs one iteration."""

    values: dict
    duel: Duel

    def adopt(self, changes: dict) -> None: ...

    def frame(self, *, measure: bool, **stats: float) -> Frame: ...

    def slowly(self) -> Frame: ...


def driven(arena: Arena, table: Engine) -> Generator[Frame | None, Order | None, None]:
    """One iteration of the duel between two `yield`s; sent an Order, it obeys that. None where no Frame is wanted."""
    script = timeline(arena.values["changes"], table)
    order = yield arena.frame(measure=True)
    while arena.duel.step < arena.values["steps"]:
        order = order or Order("both")
        due = script.pop(arena.duel.step, {}) | dict(order.changes)
        if due:
            arena.adopt(due)
        order = yield _obey(arena, order)


def _obey(arena: Arena, order: Order) -> Frame | None:
    try:
        match order.do:
            case "look":
                return arena.frame(measure=not order.changes)  # a change is to be seen at once
            case "slow":
                return arena.slowly()
            case "D" | "G":
                arena.duel.alone(order.do)
            case _:
                arena.duel.iterate()
    except Diverged as error:
        return arena.frame(measure=True, diverged=float(error.step))
    last = arena.duel.step >= arena.values["steps"]
    return arena.frame(measure=last or order.do != "play") if order.look or last else None


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


def onlooker(method: Callable) -> Callable:
    """An arena's method that looks at the duel without a gradient and without touching D's power iteration."""

    @functools.wraps(method)
    def looking(arena: Arena, *arguments, **named):
        arena.duel.discriminator.eval()
        try:
            with torch.no_grad():
                return method(arena, *arguments, **named)
        finally:
            arena.duel.discriminator.train()

    return looking


def belief(loss: str, score: torch.Tensor, known: Callable[[], torch.Tensor]) -> torch.Tensor:
    """How real D's scores (N,) hold their samples to be, 0..1: (N,).

    The logistic function of the logit; for least squares the output itself; hinge and Wasserstein have no probability,
    so their scores are spread from -1..1, and from the lowest to the highest of the `known` scores.
    """
    match loss:
        case "least squares":
            return score.clamp(0, 1)
        case "hinge":
            return (score.clamp(-1, 1) + 1) / 2
        case "Wasserstein":
            low, high = known().aminmax()
            return ((score - low) / (high - low + 1e-9)).clamp(0, 1)
    return torch.sigmoid(score)
