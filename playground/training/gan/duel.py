"""The live duel: two perceptrons, trained one step of each `next()`, whose rules may change between steps."""

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import torch
from torch.func import functional_call

from playground.models.gan.plane import Discriminator, Generator
from playground.training.gan.losses import discriminator_loss, generator_loss, gradient_penalty, r1_penalty
from playground.training.rollback import Copy, Learner, Rollback
from playground.training.run import Diverged, step_generator, step_seed

Draw = Callable[[int, torch.Generator], torch.Tensor]  # count, rng -> real samples (count,F)
BETAS = (0.5, 0.99)
AVERAGE_DECAY = 0.999


@dataclass(frozen=True)
class Rules:
    """What each step obeys; the names are the controls'."""

    loss: str = "non-saturating"
    smoothing: float = 0.0
    d_steps: int = 3
    g_steps: int = 1
    d_rate: float = 0.005
    g_rate: float = 0.001
    d_optimizer: str = "Adam"
    g_optimizer: str = "Adam"
    d_hidden: int = 3
    d_width: int = 128
    g_hidden: int = 3
    g_width: int = 64
    g_output: str = "linear"
    noise: str = "2-D uniform"
    r1: bool = False
    r1_weight: float = 0.1
    gp: bool = True
    gp_weight: float = 0.2
    spectral: bool = False
    crowd: str = "alone"
    unrolled: int = 0
    average: bool = False
    batch: int = 256

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Rules":
        """The rules among an engine's values."""
        return cls(**{field.name: values[field.name] for field in fields(cls) if field.name in values})

    @property
    def dimensions(self) -> int:
        return int(self.noise.split("-")[0])


class Duel(Rollback):
    """Both opponents, their optimisers, and what the last step found.

    Attributes:
        step: finished iterations (all of D's and G's updates that the rules ask for).
        losses: the last "d_real", "d_fake" (D's two halves) and "g", as floats.
        real, fake, z: the last batches (B,F), (B,F), (B,Z).
        sampler: what samples are drawn from: G, or its moving average where the rules ask for that (arXiv 1806.04498).
    """

    def __init__(self, rules: Rules, draw: Draw, features: int, seed: int) -> None:
        self.rules, self.draw, self.features, self.seed, self.step = rules, draw, features, seed, 0
        self.losses = dict.fromkeys(("d_real", "d_fake", "g"), 0.0)
        self.rng = step_generator(seed, 0)
        self._new_generator()
        self._new_discriminator()
        self._forge()
        self.keep()

    def _forge(self) -> None:
        self.real = self.draw(self.rules.batch, self.rng)
        self.z = self.latent(self.rules.batch, self.rng)
        with torch.no_grad():
            self.fake = self.generator(self.z)

    def _new_generator(self) -> None:
        rules = self.rules
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(step_seed(self.seed, self.step))
            self.generator = Generator(
                rules.dimensions, rules.g_hidden, rules.g_width, self.features, output=rules.g_output
            )
        self.g_optimizer = _optimizer(rules.g_optimizer, self.generator, rules.g_rate)
        self._new_average()

    def _new_average(self) -> None:
        self.sampler, self._averaged = self.generator, 0
        if self.rules.average:
            self.sampler = copy.deepcopy(self.generator).requires_grad_(False)

    def _move_average(self) -> None:
        """A step of the exponential moving average, quick at first (as the warm-up of arXiv 1703.01780)."""
        self._averaged += 1
        decay = min(AVERAGE_DECAY, self._averaged / (self._averaged + 9))
        fresh = [p.data for p in self.generator.parameters()]
        torch._foreach_lerp_(list(self.sampler.parameters()), fresh, 1 - decay)

    def _new_discriminator(self) -> None:
        rules = self.rules
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(step_seed(self.seed + 1, self.step))
            self.discriminator = Discriminator(
                self.features, rules.d_hidden, rules.d_width, crowd=rules.crowd, spectral=rules.spectral
            )
        self.d_optimizer = _optimizer(rules.d_optimizer, self.discriminator, rules.d_rate)

    def adopt(self, rules: Rules) -> tuple[str, ...]:
        """Obey other rules from the next step on; returns which networks had to start afresh ("G", "D")."""
        old, self.rules = self.rules, rules
        changed = {field.name for field in fields(Rules) if getattr(old, field.name) != getattr(rules, field.name)}
        afresh = []
        if changed & {"g_hidden", "g_width", "g_output"} or old.dimensions != rules.dimensions:
            self._new_generator()
            afresh.append("G")
        elif changed & {"g_optimizer", "g_rate"}:
            self.g_optimizer = _retuned(self.g_optimizer, rules.g_optimizer, self.generator, rules.g_rate)
        if "average" in changed and "G" not in afresh:
            self._new_average()
        if changed & {"d_hidden", "d_width", "spectral", "crowd"}:
            self._new_discriminator()
            afresh.append("D")
        elif changed & {"d_optimizer", "d_rate"}:
            self.d_optimizer = _retuned(self.d_optimizer, rules.d_optimizer, self.discriminator, rules.d_rate)
        if afresh or changed & {"g_optimizer", "d_optimizer"}:
            self.keep()  # an older state would not fit
        return tuple(afresh)

    def latent(self, count: int, rng: torch.Generator) -> torch.Tensor:
        """(count,Z): uniform in [-1,1] or standard normal, as the rules say."""
        if self.rules.noise.endswith("uniform"):
            return torch.rand(count, self.rules.dimensions, generator=rng) * 2 - 1
        return torch.randn(count, self.rules.dimensions, generator=rng)

    def begin(self) -> None:
        """The iteration's own random numbers; now and then the state is kept, to go back to."""
        self.before_step()
        self.rng = step_generator(self.seed, self.step)

    def iterate(self) -> None:
        """All of D's updates, then all of G's; raises Diverged."""
        self.begin()
        for _ in range(self.rules.d_steps):
            self.discriminator_gradient()
            self.d_optimizer.step()
        for _ in range(self.rules.g_steps):
            self.generator_gradient()
            self.g_optimizer.step()
        self.finish()

    def alone(self, who: str) -> None:
        """One update of "D" or of "G" only, counted as an iteration; raises Diverged."""
        self.begin()
        if who == "D":
            self.discriminator_gradient()
            self.d_optimizer.step()
        else:
            self.generator_gradient()
            self.g_optimizer.step()
        self.finish()

    def finish(self) -> None:
        """Count the iteration; raises Diverged, after going back to the last good state."""
        self.step += 1
        if not all(map(math.isfinite, self.losses.values())):
            at = self.step
            self.go_back()
            raise Diverged(at)
        self.after_step()
        if self.rules.average:
            self._move_average()

    def discriminator_gradient(self) -> None:
        """Fresh real and fake samples, D's loss on them, and its gradient, ready for `d_optimizer.step()`."""
        rules, D = self.rules, self.discriminator
        self._forge()
        halves = discriminator_loss(rules.loss, D(self.real), D(self.fake), rules.smoothing)
        loss = halves[0] + halves[1]
        if rules.r1:
            loss = loss + rules.r1_weight * r1_penalty(D, self.real)
        if rules.gp or rules.loss == "Wasserstein":
            mix = torch.rand(rules.batch, 1, generator=self.rng)
            loss = loss + rules.gp_weight * gradient_penalty(D, self.real, self.fake, mix)
        self.d_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.losses["d_real"], self.losses["d_fake"] = halves[0].item(), halves[1].item()

    def generator_gradient(self) -> None:
        """Fresh fakes, G's loss on them, and its gradient, ready for `g_optimizer.step()`."""
        self.z = self.latent(self.rules.batch, self.rng)
        fake = self.generator(self.z)
        logits = self._unrolled(fake) if self.rules.unrolled else self.discriminator(fake)
        loss = generator_loss(self.rules.loss, logits)
        self.g_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.fake, self.losses["g"] = fake.detach(), loss.item()

    def _unrolled(self, fake: torch.Tensor) -> torch.Tensor:
        """Logits of the D that `unrolled` more updates would make, as a function of G (arXiv 1611.02163, eq. 7).

        Each of these updates is scaled as Adam's next one would be by its second moments, or by nothing under SGD.
        """
        D, rules = self.discriminator, self.rules
        real, state = self.draw(rules.batch, self.rng), self.d_optimizer.state
        params: dict[str, torch.Tensor] = dict(D.named_parameters())
        sizes = {name: _second_moment(state.get(p, {})) for name, p in params.items()}
        for _ in range(rules.unrolled):
            scores = functional_call(D, params, (real,)), functional_call(D, params, (fake,))
            of_real, of_fake = discriminator_loss(rules.loss, *scores, rules.smoothing)
            loss = of_real + of_fake
            slopes = torch.autograd.grad(loss, list(params.values()), create_graph=True)
            params = {
                name: p - rules.d_rate * slope / sizes[name]
                for (name, p), slope in zip(params.items(), slopes, strict=True)
            }
        return functional_call(D, params, (fake,))

    def advice(self, fake: torch.Tensor) -> torch.Tensor:
        """Where each of fake (N,F) is told to move: minus the gradient of its own loss, (N,F)."""
        fake = fake.detach().requires_grad_()
        with torch.enable_grad():
            loss = generator_loss(self.rules.loss, self.discriminator.among(fake, self.fake)) * len(fake)
        return -torch.autograd.grad(loss, fake)[0]

    def foreseen(self, z: torch.Tensor) -> torch.Tensor:
        """What G would make of z (N,Z) after its next update, as `alone("G")` makes it now: (N,F); none is made."""
        trial = copy.copy(self)
        trial.losses, trial.rng = dict(self.losses), step_generator(self.seed, self.step)
        trial.generator = copy.deepcopy(self.generator)
        trial.g_optimizer = _optimizer(self.rules.g_optimizer, trial.generator, self.rules.g_rate)
        trial.g_optimizer.load_state_dict(copy.deepcopy(self.g_optimizer.state_dict()))
        with torch.enable_grad():
            trial.generator_gradient()
        trial.g_optimizer.step()
        with torch.no_grad():
            return trial.generator(z)

    def learners(self) -> tuple[Learner, Learner]:
        """G and D."""
        return (
            Learner(self.generator, self.g_optimizer, self.rules.g_rate),
            Learner(self.discriminator, self.d_optimizer, self.rules.d_rate),
        )

    def noted(self) -> dict[str, float]:
        """The losses."""
        return self.losses

    def stand(self, there: Copy) -> None:
        """Stand as a copy does, the average begun anew."""
        super().stand(there)
        self.losses = dict(there.noted)
        self._new_average()


def train(duel: Duel) -> Iterator[Duel]:
    """One iteration per `next()`; raises Diverged."""
    while True:
        duel.iterate()
        yield duel


def _second_moment(state: dict[str, Any]) -> torch.Tensor | float:
    """What Adam divides a parameter's update by, bias corrected; 1 where it has no state yet, and under SGD."""
    if "exp_avg_sq" not in state:
        return 1.0
    return (state["exp_avg_sq"] / (1 - BETAS[1] ** state["step"])).sqrt() + 1e-8


def _optimizer(name: str, network: torch.nn.Module, rate: float) -> torch.optim.Optimizer:
    if name == "SGD":
        return torch.optim.SGD(network.parameters(), lr=rate)
    return torch.optim.Adam(network.parameters(), lr=rate, betas=BETAS, fused=True)


def _retuned(
    optimizer: torch.optim.Optimizer, name: str, network: torch.nn.Module, rate: float
) -> torch.optim.Optimizer:
    if type(optimizer).__name__ != name:
        return _optimizer(name, network, rate)
    for group in optimizer.param_groups:
        group["lr"] = rate
    return optimizer
