"""What each claim about diffusion must answer when its model is replaced: `tests.trials.sabotage`."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from playground.trials.diffusion import pictures as trials
from tests.trials.sabotage import Control, Draw, Sabotage, answers, blurred, digits_of, each, noise, real

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("mnist_test")]


def carved_by(draw: Callable[[int, float, bool, int], np.ndarray]) -> Sabotage:
    """Its digits come from elsewhere, by steps, w, clip and count."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        def sampled(run, place, total):
            images = draw(*run)
            yield from ()
            return images, trials.judge(images)

        def asked(sampler, steps, seeds, seed, w, clip=True):
            return steps, w, clip, seeds

        monkeypatch.setattr(trials, "digit_run", asked)
        monkeypatch.setattr(trials, "_sample", sampled)

    return patch


def carved(draw: Draw) -> Sabotage:
    """As `carved_by`, whatever is asked for."""
    return carved_by(lambda steps, w, clip, count: draw(count, 7))


def clearer_by_step(steps: int, w: float, clip: bool, count: int) -> np.ndarray:
    """Digits as pale as mist at 5 steps, clearer with each doubling, themselves at 160."""
    left = np.float32(0.4 * (1 - np.log2(steps / 5) / 5))
    return (1 - left) * real(count, 7) + left / 2


def astray(steps: int, w: float, clip: bool, count: int) -> np.ndarray:
    """One picture a class at w = 1; above, digits of any class."""
    if w > 1:
        return real(count, 7)[np.random.default_rng(7).permutation(count)]
    return np.stack([real(10, 7)[k % 10] for k in range(count)])


def louder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of the walk has a tenth more noise than the schedule says."""
    randn = torch.randn
    monkeypatch.setattr(torch, "randn", lambda *shape, **named: 1.1 * randn(*shape, **named))


def exchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is called linear is the cosine schedule, and the other way round."""
    named = dict(trials.BETA_SCHEDULES)
    named["linear"], named["cosine"] = named["cosine"], named["linear"]
    monkeypatch.setattr(trials, "BETA_SCHEDULES", named)


def some_copied(share: float) -> Draw:
    """So many of the samples are training digits, the others real digits that no training saw."""

    def draw(count: int, seed: int) -> np.ndarray:
        found = real(count, seed)
        found[: round(share * count)] = digits_of("train", round(share * count), seed)
        return found

    return draw


FORESEEN: list[Control] = [
    ("jump-to-t", "the walk is a tenth louder", louder, ("refuted",)),
    ("linear-destroys-faster", "the schedules are exchanged", exchanged, ("refuted",)),
    ("ddim-50", "both counts give the same", carved(real), ("confirmed",)),
    (
        "ddim-50",
        "50 steps give noise",
        carved_by(lambda steps, w, clip, n: (noise if steps == 50 else real)(n, 7)),
        ("refuted",),
    ),
    ("more-steps-better", "every count gives the same", carved(real), ("refuted",)),
    ("more-steps-better", "every doubling takes noise away", carved_by(clearer_by_step), ("confirmed",)),
    ("guidance-faithful", "w changes nothing", carved(real), ("inconclusive",)),
    ("guidance-faithful", "w leads astray", carved_by(astray), ("refuted",)),
    ("guidance-burns", "w changes nothing", carved(real), ("inconclusive",)),
    (
        "guidance-burns",
        "w dims the picture",
        carved_by(lambda steps, w, clip, n: real(n, 7) / (1 + (w > 1))),
        ("refuted",),
    ),
    ("memorises", "every sample is a training digit", carved(some_copied(1.0)), ("confirmed",)),
    ("memorises", "one in fifty is", carved(some_copied(0.02)), ("confirmed",)),
    ("memorises", "held-out digits, blurred", carved(blurred), ("refuted",)),
    ("memorises", "noise", carved(noise), ("refuted",)),
]


@each(FORESEEN)
def test_the_verdict_follows_what_is_there(monkeypatch, claim, sabotage, foreseen):
    answers(monkeypatch, claim, sabotage, foreseen)
