"""What a live training does when it runs away: it goes back to its last good state, and can run away once more."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import nn

KEEP_EVERY = 100


class Learner(NamedTuple):
    """A network, what trains it, and the learning rate that its rules now ask for."""

    network: nn.Module
    optimizer: torch.optim.Optimizer
    rate: float


class Copy(NamedTuple):
    """A training as it stood after a step: weights and moments of each learner, and what the step had noted."""

    step: int
    states: list[tuple[dict[str, Any], dict[str, Any]]]
    noted: Mapping[str, float]


class Rollback:
    """A training that can go back: every KEEP_EVERY steps a copy is made, good once a whole step from it went well.

    Another copy is made where the rules change, to see again how the training ran away under them.

    Attributes:
        step: finished steps.
    """

    step: int

    def learners(self) -> Sequence[Learner]:
        """All that a step changes."""
        raise NotImplementedError

    def noted(self) -> Mapping[str, float]:
        """What the last step found that a copy keeps, too."""
        return {}

    def keep(self) -> None:
        """Take the present state for a good one, as it is when a network is new."""
        self._good = self._hoped = self._turned = self._copy()

    def turn(self) -> None:
        """Other rules hold from here on."""
        self._turned = self._copy()

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
        self._first = max(self._good, self._turned, key=lambda one: one.step)
        self._turned = self._good
        self.stand(self._good)

    def rewind(self) -> None:
        """After `go_back`: stand where the steps began that were taken back, as far as the present rules made them."""
        self.stand(self._first)

    def stand(self, there: Copy) -> None:
        """Stand as a copy does, but with the learning rates of now."""
        self.step, self._hoped = there.step, self._good
        for learner, (weights, moments) in zip(self.learners(), there.states, strict=True):
            learner.network.load_state_dict(copy.deepcopy(weights))
            learner.optimizer.load_state_dict(copy.deepcopy(moments))
            for group in learner.optimizer.param_groups:
                group["lr"] = learner.rate

    def _copy(self) -> Copy:
        pairs = [(learner.network.state_dict(), learner.optimizer.state_dict()) for learner in self.learners()]
        return Copy(self.step, copy.deepcopy(pairs), dict(self.noted()))

    def _is_finite(self) -> bool:
        weights = [weight.data for learner in self.learners() for weight in learner.network.parameters()]
        return bool(torch.stack(torch._foreach_norm(weights)).isfinite().all())
