"""What the live duels share: how they are advanced and looked at, and D's scores as beliefs."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import torch

from playground.training.gan.duel import Duel

Method = TypeVar("Method", bound=Callable[..., Any])


class Fought:
    """What every live duel is to `driven`."""

    duel: Duel

    @property
    def step(self) -> int:
        return self.duel.step

    def turn(self) -> None:
        """Other rules hold from here on."""
        self.duel.turn()

    def rewind(self) -> None:
        """Stand where the steps began that were taken back."""
        self.duel.rewind()

    def advance(self, do: str) -> None:
        """One update of "D" or of "G", else a whole iteration; raises Diverged."""
        if do in ("D", "G"):
            self.duel.alone(do)
        else:
            self.duel.iterate()


def onlooker(method: Method) -> Method:
    """An arena's method that looks at the duel without a gradient and without touching D's power iteration."""

    @functools.wraps(method)
    def looking(arena: Fought, *arguments: Any, **named: Any) -> Any:
        arena.duel.discriminator.eval()
        try:
            with torch.no_grad():
                return method(arena, *arguments, **named)
        finally:
            arena.duel.discriminator.train()

    return cast("Method", looking)


def belief(loss: str, score: torch.Tensor, known: Callable[[], torch.Tensor]) -> torch.Tensor:
    """How real D's scores (N,) hold their samples to be, 0..1: (N,).

    The logistic function of the logit; for least squares the output itself; hinge and Wasserstein have no probability,
    so their scores are spread from -1..1, and from the lowest to the highest of the `known` scores. A score beyond all
    numbers, as in the last steps of a duel that diverges, says nothing: 1/2.
    """
    match loss:
        case "least squares":
            held = score
        case "hinge":
            held = (score + 1) / 2
        case "Wasserstein":
            low, high = known().aminmax()
            held = (score - low) / (high - low + 1e-9)
        case _:
            held = torch.sigmoid(score)
    return held.nan_to_num(0.5).clamp(0, 1)
