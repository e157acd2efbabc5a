"""What a live training does when it runs away: it goes back to its last good state."""

import copy
from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import nn

KEEP_EVERY = 100


class Learner(NamedTuple):
    """A network, what trains it, and the learning rate that its rules now ask for."""

    network: nn.Module
    optimizer: torch.optim.Optimizer
    rate: float


class Rollback:
    """A training that can go back: every KEEP_EVERY steps a copy is made, good once a whole step from it went well.

    Attributes:
        step: finished steps.
    """

    step: int

    def learners(self) -> Sequence[Learner]:
        """All that a step changes."""
        raise NotImplementedError

    def keep(self) -> None:
        """Take the present state for a good one, as it is when a network is new."""
        self._good = self._hoped = self._copy()

    def before_step(self) -> None:
        """Now and then make a copy, of which it is hoped that it is good."""
        if self.step % KEEP_EVERY == 0:
            self._hoped = self._copy()

    def after_step(self) -> None:
        """The copy is good, unless the step left weights that are no numbers."""
        if self._hoped is not self._good and self._is_finite():
            self._good = self._hoped

    def go_back(self) -> None:
        """Stand as the last good copy does, but with the learning rates of now."""
        self.step, states = self._good
        self._hoped = self._good
        for learner, (weights, moments) in zip(self.learners(), states, strict=True):
            learner.network.load_state_dict(copy.deepcopy(weights))
            learner.optimizer.load_state_dict(copy.deepcopy(moments))
            for group in learner.optimizer.param_groups:
                group["lr"] = learner.rate

    def _copy(self) -> tuple[int, list[tuple[dict[str, Any], dict[str, Any]]]]:
        pairs = [(learner.network.state_dict(), learner.optimizer.state_dict()) for learner in self.learners()]
        return self.step, copy.deepcopy(pairs)

    def _is_finite(self) -> bool:
        weights = [weight.data for learner in self.learners() for weight in learner.network.parameters()]
        return bool(torch.stack(torch._foreach_norm(weights)).isfinite().all())
