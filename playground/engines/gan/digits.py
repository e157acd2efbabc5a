"""The live duel on 8x8 digits: forged pictures, D's verdict on each, and the gradient that tells G why."""

from collections.abc import Generator

import numpy as np
import torch

from playground.data.digits import small as digits_of_64_pixels
from playground.engines._runtime import checked, engine, to_bytes
from playground.engines.driven import driven
from playground.engines.gan.live import Fought, belief, onlooker
from playground.measure import small
from playground.spec import Frame, Order, Value
from playground.training.gan.duel import Duel, Rules

SIDE, FORGED, REAL, JUDGED = 8, 24, 12, 500
MEASURE_EVERY = 5
TABLE = engine("gan", "digits")


class Forgery(Fought):
    """One duel over pictures, and how it is drawn."""

    def __init__(self, values: dict[str, Value]) -> None:
        self.values = values
        self.seen, self.held = (
            torch.from_numpy(digits_of_64_pixels(split)[0]) for split in ("train", "test")
        )  # (N,64)
        self.duel = Duel(Rules.of(values), self._draw, SIDE * SIDE, values["seed"])
        self.looks, self.marks = 0, 0
        self.numbers: dict[str, float] = {}

    def _draw(self, count: int, rng: torch.Generator) -> torch.Tensor:
        return self.seen[torch.randint(len(self.seen), (count,), generator=rng)]

    def adopt(self, changes: dict[str, Value]) -> None:
        """Take over changed values: they hold from the next step on."""
        self.values = TABLE.check(self.values | changes)
        afresh = self.duel.adopt(Rules.of(self.values))
        self.marks = 1 + ("G" in afresh) + 2 * ("D" in afresh)

    @onlooker
    def frame(self, *, measure: bool, **stats: float) -> Frame:
        """The duel as it stands; `measure` takes its numbers anew."""
        duel, seed = self.duel, self.values["seed"]
        z = duel.latent(JUDGED, torch.Generator().manual_seed(seed + 7))  # one set, so that its pictures do not jump
        fake = duel.generator(z)
        if duel.step and (not self.numbers or measure or self.looks % MEASURE_EVERY == 0):
            self.numbers = _measured(fake)
        self.looks += 1
        losses = {"d_loss": duel.losses["d_real"] + duel.losses["d_fake"], "g_loss": duel.losses["g"]}
        beliefs = {
            "belief_real": self.belief(self.seen).mean().item(),
            "belief_held": self.belief(self.held).mean().item(),
            "belief_fake": self.belief(fake).mean().item(),
        }
        sizes = {"parameters_g": _size(duel.generator), "parameters_d": _size(duel.discriminator)}
        marks, self.marks = {"changed": float(self.marks)} if self.marks else {}, 0
        stats = losses | beliefs | self.numbers | sizes | marks | stats
        return Frame(duel.step, self.values["steps"] + 1, self._pictures(fake[:FORGED], z[:FORGED]), stats, kind="step")

    def _pictures(self, fake: torch.Tensor, z: torch.Tensor) -> dict[str, np.ndarray]:
        advice, after = self.duel.advice(fake), self.duel.foreseen(z)
        change = after - fake
        scales = {"advice_scale": _largest(advice), "change_scale": _largest(change)}
        followed = torch.cosine_similarity(advice, change, dim=1)
        held = self.held[:REAL]
        verdicts = {
            "verdict": self.belief(fake), "verdict_after": self.belief(after), "verdict_real": self.belief(held),
            "followed": followed,
        }  # fmt: skip
        pictures = {"fake": fake, "after": after, "real": held}
        signed = {"advice": advice / scales["advice_scale"], "change": change / scales["change_scale"]}
        return (
            {name: _picture(x) for name, x in pictures.items()}
            | {name: _around(x) for name, x in signed.items()}
            | {name: scale[:, 0].numpy().astype(np.float32) for name, scale in scales.items()}
            | {name: verdict.nan_to_num().numpy().astype(np.float16) for name, verdict in verdicts.items()}
        )

    def belief(self, x: torch.Tensor) -> torch.Tensor:
        """How real D holds each of x (N,64) to be, among others of its kind: (N,) in 0..1."""
        D = self.duel.discriminator
        return belief(self.duel.rules.loss, D.among(x, x), lambda: D(torch.cat([self.held, self.duel.fake])))

    def slowly(self) -> Frame:
        """One iteration, to be looked at without haste."""
        self.duel.iterate()
        return self.frame(measure=True, slow=1.0)


def _measured(fake: torch.Tensor) -> dict[str, float]:
    floors = {f"{name}_floor": value for name, value in small.floors().items()}
    return small.recognised(fake.clamp(-1, 1).nan_to_num().numpy()) | floors


def _size(network: torch.nn.Module) -> float:
    return float(sum(p.numel() for p in network.parameters()))


def _largest(x: torch.Tensor) -> torch.Tensor:
    """(N,F) -> (N,1), each picture's largest absolute value; never zero."""
    return x.nan_to_num().abs().amax(1, keepdim=True).clamp(1e-12, 1e30)


def _picture(x: torch.Tensor) -> np.ndarray:
    return to_bytes(x.nan_to_num()).reshape(-1, SIDE, SIDE)


def _around(x: torch.Tensor) -> np.ndarray:
    """(N,64) in [-1,1] -> uint8 (N,8,8), 128 being zero."""
    return (x.nan_to_num().clamp(-1, 1) * 127 + 128.5).to(torch.uint8).numpy().reshape(-1, SIDE, SIDE)


@checked(TABLE)
def digits(**values: Value) -> Generator[Frame | None, Order | None, None]:
    """Train G against D on 8x8 digits, one iteration between two `yield`s; sent an Order, it obeys that.

    Advice is minus the gradient of G's loss by the pixels; `after` is what G would make of the same z were its update
    the next; `followed` is the cosine between advice and change. All numbers of the judge are there from the first step
    on.
    """
    yield from driven(Forgery(values), TABLE)
