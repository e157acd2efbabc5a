"""The live duel in the plane: what the stage draws of it, and the numbers beside it."""

from collections.abc import Generator

import numpy as np
import torch

from playground.data import plane
from playground.engines._runtime import checked, engine
from playground.engines.driven import driven
from playground.engines.gan.live import Fought, belief, onlooker
from playground.errors import BadInput
from playground.measure.plane import MMD_SAMPLES, SAMPLES, coverage, floors, mmd2, smoothed
from playground.spec import Frame, Order, Value
from playground.training.gan.duel import Duel, Rules

POINTS, ARROWS, SIDE, CELLS = 400, 80, 36, 20
SMOOTHING = 0.055  # of the window's half: the kernel that p and q are both blurred with before D* is formed
FAR = 1e3  # of the plane: nothing that is shown or counted lies there
MEASURE_EVERY = 8
TABLE = engine("gan", "duel")
COMPARABLE = ("minimax", "non-saturating", "least squares")


class Arena(Fought):
    """One duel, its density, and how both are drawn."""

    def __init__(self, values: dict[str, Value]) -> None:
        self.values, self.seed = values, values["seed"]
        self.density, self.undrawn = plane.density(values["density"], values["strokes"]), False
        self.duel = Duel(Rules.of(values), self._draw, 2, self.seed)
        self.axis = torch.linspace(-1, 1, SIDE)  # in units of the window, as all that is drawn
        self.looks, self.marks = 0, 0
        self.numbers: dict[str, float] = {}
        self._data_changed()

    def _draw(self, count: int, rng: torch.Generator) -> torch.Tensor:
        return self.density.sample(count, rng)

    def _data_changed(self) -> None:
        rng = torch.Generator().manual_seed(self.seed)
        self.real = self.density.sample(POINTS, rng)
        y, x = torch.meshgrid(self.axis, self.axis, indexing="ij")
        reach = self.density.reach
        self.lattice = torch.stack([x.flatten(), y.flatten()], 1) * reach  # (S*S,2)
        blurred = self.density.blurred(SMOOTHING * reach)
        self.blurred = torch.exp(blurred.log_prob(self.lattice)).view(SIDE, SIDE) * reach**2
        self.floors = {f"{name}_floor": value for name, value in floors(self.density).items()}
        self.numbers = {}

    def adopt(self, changes: dict[str, Value]) -> None:
        """Take over changed values: they hold from the next step on."""
        self.values = TABLE.check(self.values | changes)
        if {"density", "strokes"} & changes.keys():
            self._take_data()
        afresh = self.duel.adopt(Rules.of(self.values))
        if changes.keys() - {"layers"}:
            self.marks = 1 + ("G" in afresh) + 2 * ("D" in afresh)

    def _take_data(self) -> None:
        """The chosen data; while nothing is drawn, the duel goes on with those it had."""
        try:
            self.density, self.undrawn = plane.density(self.values["density"], self.values["strokes"]), False
            self._data_changed()
        except BadInput:
            self.undrawn = True

    def frame(self, *, measure: bool, **stats: float) -> Frame:
        """The duel as it stands; `measure` takes its numbers anew."""
        return self._drawn(measure, {}, stats)

    @onlooker
    def _drawn(self, measure: bool, extra: dict[str, np.ndarray], stats: dict[str, float]) -> Frame:
        """The duel as it stands, with `extra` arrays of an iteration that was made slowly, and its `stats`."""
        duel, layers = self.duel, self.values["layers"]
        rng = torch.Generator().manual_seed(self.seed + 7)  # one set of z, so that its points move and do not jump
        z = duel.latent(POINTS, rng)
        fake = duel.sampler(z)
        shade = self.belief(self.lattice).view(SIDE, SIDE)
        if not self.numbers or measure or self.looks % MEASURE_EVERY == 0:
            self.numbers = self._measure(rng, shade)
        self.looks += 1
        arrays = {"real": self._points(self.real), "fake": self._points(fake)}
        if {"belief", "best"} & set(layers) or extra:
            arrays["belief"] = _shade(shade)
        if "best" in layers:
            arrays["best"] = _shade(self.best)
        if "manifold" in layers:
            arrays["manifold"] = self._manifold()
        if "advice" in layers or extra:
            arrays["advice"] = _plain(duel.advice(fake[:ARROWS]))
        losses = {"d_loss": duel.losses["d_real"] + duel.losses["d_fake"], "g_loss": duel.losses["g"]}
        beliefs = {
            "belief_real": self.belief(self.real, self.real).mean().item(),
            "belief_fake": self.belief(fake).mean().item(),
        }
        marks, self.marks = {"changed": float(self.marks)} if self.marks else {}, 0
        marks |= {"undrawn": 1.0} if self.undrawn else {}
        stats = losses | beliefs | self.numbers | self.floors | marks | stats
        total = self.values["steps"] + 1
        return Frame(duel.step, total, arrays | extra, stats | {"mode_count": float(self.density.modes)}, kind="step")

    def _points(self, x: torch.Tensor) -> np.ndarray:
        """(N,2) in units of the window, for drawing."""
        return _plain(x / self.density.reach)

    def belief(self, x: torch.Tensor, company: torch.Tensor | None = None) -> torch.Tensor:
        """How real D holds x (N,2) to be, 0..1: (N,); Wasserstein's scores are spread over those on the lattice.

        Where D sees a sample in company, that is the last forged batch unless said otherwise.
        """
        D = self.duel.discriminator
        score = D.among(x, self.duel.fake if company is None else company)
        return belief(self.duel.rules.loss, score, lambda: D.among(self.lattice, self.real))

    def _measure(self, rng: torch.Generator, shade: torch.Tensor) -> dict[str, float]:
        samples = _placed(self.duel.sampler(self.duel.latent(SAMPLES, rng)))
        numbers = coverage(self.density, samples)
        reach = self.density.reach
        numbers["mmd2"] = mmd2(samples[:MMD_SAMPLES] / reach, self.real[:MMD_SAMPLES] / reach)
        rules = self.duel.rules
        forged = self.duel.generator(self.duel.latent(SAMPLES, rng)) if rules.average else samples
        met = _placed(forged)  # what D trains against
        q = smoothed(met / reach, self.axis, SMOOTHING)
        self.best = (1 - rules.smoothing) * self.blurred / (self.blurred + q + 1e-12)
        if rules.loss in COMPARABLE and rules.crowd == "alone":
            weight = self.blurred + q
            gap = (shade - self.best).abs()
            numbers["gap"] = ((gap * weight).sum() / weight.sum()).item()
        return numbers

    def _manifold(self) -> np.ndarray:
        """Where G puts an even lattice of z: float16 (CELLS+1,CELLS+1,2), or (101,2) for one-dimensional z."""
        reach = 1.0 if self.duel.rules.noise.endswith("uniform") else 2.0
        if self.duel.rules.dimensions == 1:
            return self._points(self.duel.sampler(torch.linspace(-reach, reach, 101)[:, None]))
        axis = torch.linspace(-reach, reach, CELLS + 1)
        z = torch.stack(torch.meshgrid(axis, axis, indexing="xy"), 2).view(-1, 2)
        return self._points(self.duel.sampler(z)).reshape(CELLS + 1, CELLS + 1, 2)

    def slowly(self) -> Frame:
        """One update of D and one of G, part by part: what was drawn, how it was judged, what each update changed.

        Arrays beside those of `frame`: batch_real and batch_fake (B,2), belief_after (S,S), forged (B,2) before and
        forged_after (B,2) after G's update, forged_advice (B,2).
        """
        duel = self.duel
        duel.begin()
        duel.discriminator_gradient()
        before = _shade(self.belief(self.lattice).detach().view(SIDE, SIDE))
        batch = {"batch_real": self._points(duel.real), "batch_fake": self._points(duel.fake)}
        scores = {
            "score_real": self.belief(duel.real, duel.real).mean().item(),
            "score_fake": self.belief(duel.fake).mean().item(),
        }
        duel.d_optimizer.step()
        after = _shade(self.belief(self.lattice).detach().view(SIDE, SIDE))
        duel.generator_gradient()
        forged, z = duel.fake, duel.z
        advice = duel.advice(forged)
        scores["score_forged"] = self.belief(forged).mean().item()
        duel.g_optimizer.step()
        with torch.no_grad():
            moved = duel.generator(z)
            scores["score_moved"] = self.belief(moved).mean().item()
        duel.finish()
        parts = {
            "belief_before": before,
            "belief_after": after,
            "forged": self._points(forged),
            "forged_after": self._points(moved),
            "forged_advice": _plain(advice),
        }
        return self._drawn(True, batch | parts, {"slow": 1.0} | scores)


def _placed(x: torch.Tensor) -> torch.Tensor:
    """(N,2) in which what has left all numbers, in a duel about to diverge, lies far outside the window."""
    return x.nan_to_num(FAR).clamp(-FAR, FAR)


def _plain(x: torch.Tensor) -> np.ndarray:
    return x.detach().nan_to_num(FAR).clamp(-9, 9).numpy().astype(np.float16)


def _shade(belief: torch.Tensor) -> np.ndarray:
    return (belief.clamp(0, 1) * 255 + 0.5).to(torch.uint8).numpy()


@checked(TABLE)
def duel(**values: Value) -> Generator[Frame | None, Order | None, None]:
    """Train G against D in the plane, one iteration between two `yield`s; sent an Order, it obeys that.

    Arrays are there as far as their layers are on. The gap is mean |D - D*| under (p+q)/2, not measured for every loss.
    """
    yield from driven(Arena(values), TABLE)
