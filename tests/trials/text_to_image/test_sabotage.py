"""What each claim about text to image must answer when its model is replaced: `tests.trials.sabotage`."""

import random
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pytest
import torch

from playground.data import captions, faces, scenes
from playground.data.tensors import channels_first, to_signed
from playground.trials.text_to_image import costs
from playground.trials.text_to_image import pictures as trials
from tests.trials.sabotage import Control, Sabotage, answers, each, put

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("mnist_test")]
Make = Callable[[str, int, float], np.ndarray]  # prompt, seed, w -> uint8 (64,64,3)


def drawn_by(make: Make) -> Sabotage:
    """Its pictures come from elsewhere."""

    def drawn(prompts: Sequence[str], seed: int, w: float):
        yield 1.0
        made = np.stack([make(prompt, seed + k, w) for k, prompt in enumerate(prompts)])
        return to_signed(channels_first(made))

    return put(trials, "drawn", drawn)


@cache
def having(told: tuple[tuple[str, str], ...]) -> list[int]:
    """The faces that show these facts; those of the first of them where none shows all."""
    data = faces.load("train")
    for wanted in (told, told[:1]):
        found = [i for i, facts in enumerate(data.facts) if all(facts[name] == value for name, value in wanted)]
        if found:
            return found
    return list(range(len(data.facts)))


def real(prompt: str, seed: int, w: float = 1.0) -> np.ndarray:
    """A real picture that shows what the prompt says."""
    asked, rng = captions.meant(prompt), random.Random(seed)
    if isinstance(asked, captions.Scene):
        return scenes.draw(asked, rng)[0]
    return faces.load("train").images[rng.choice(having(tuple((asked or {}).items())))]


def astray(prompt: str, seed: int, w: float) -> np.ndarray:
    """What the prompt says at w = 1; above, whatever portrait."""
    return real(prompt, seed) if w == 1 else faces.load("train").images[0]


def alike(prompt: str, seed: int, w: float) -> np.ndarray:
    """What the prompt says; above w = 1 always the same of it."""
    return real(prompt, seed if w == 1 else 5)


def greyer(prompt: str, seed: int, w: float) -> np.ndarray:
    """The larger w, the nearer all values are to grey."""
    return (127.5 + (real(prompt, seed) - 127.5) * (1 if w == 1 else 0.3)).astype(np.uint8)


def burnt(prompt: str, seed: int, w: float) -> np.ndarray:
    """At large w every value is at an end of the range."""
    picture = real(prompt, seed)
    return picture if w == 1 else (255 * (picture > 127)).astype(np.uint8)


def told_by_words(prompt: str, seed: int, w: float) -> np.ndarray:
    """Other words are another picture, whatever the noise."""
    return real("a face", sum(map(ord, prompt)))


def told_by_noise(prompt: str, seed: int, w: float) -> np.ndarray:
    """Whatever is asked for."""
    return real("a face", seed)


def lost_together(prompt: str, seed: int, w: float) -> np.ndarray:
    """What was never seen together is drawn as something else."""
    asked = captions.meant(prompt)
    if isinstance(asked, captions.Scene):
        lost = not captions.held_out_things().isdisjoint(asked.things)
    else:
        lost = captions.unseen(asked or {})
    return faces.load("train").images[0] if lost else real(prompt, seed)


def pointing(hit: bool) -> Sabotage:
    """Every word's map lies on what it names, or none does."""

    def found(prompts: Sequence[str], seed: int) -> list[dict[str, tuple[bool, float]]]:
        return [dict.fromkeys(("apple", "hair", "skin", "background"), (hit, 0.2)) for _ in prompts]

    return put(trials.places, "found", found)


def costing(latent: float, pixels: float) -> Sabotage:
    """Calls take so many milliseconds, and a little more or less."""
    rng = random.Random(1)
    return put(costs, "taken", lambda kind: {"latent": latent, "pixels": pixels}[kind] * rng.uniform(0.9, 1.1))


FORESEEN: list[Control] = [
    ("text-guidance-faithful", "w changes nothing", drawn_by(real), ("inconclusive",)),
    ("text-guidance-faithful", "w only takes diversity away", drawn_by(alike), ("inconclusive",)),
    ("text-guidance-faithful", "w leads astray", drawn_by(astray), ("refuted",)),
    ("text-guidance-burns", "w changes nothing", drawn_by(real), ("inconclusive",)),
    ("text-guidance-burns", "w takes contrast away", drawn_by(greyer), ("refuted",)),
    ("text-guidance-burns", "w burns", drawn_by(burnt), ("confirmed",)),
    ("latent-faster", "pixels cost the same", costing(20, 20), ("refuted",)),
    ("latent-faster", "pixels cost thirty times as much", costing(20, 600), ("confirmed",)),
    ("noise-diversity", "real portraits", drawn_by(real), ("confirmed",)),
    ("noise-diversity", "one picture of a prompt", drawn_by(lambda prompt, seed, w: real(prompt, 5)), ("refuted",)),
    (
        "prompts-imprecise",
        "only the noise counts",
        drawn_by(told_by_noise),
        ("refuted",),
    ),
    ("prompts-imprecise", "only the words count", drawn_by(told_by_words), ("confirmed",)),
    ("attention-places", "every map is right", pointing(True), ("confirmed",)),
    ("attention-places", "none is", pointing(False), ("refuted",)),
    ("composes-unseen", "real pictures of all", drawn_by(real), ("confirmed",)),
    ("composes-unseen", "what was never together is lost", drawn_by(lost_together), ("refuted",)),
]


@each(FORESEEN)
def test_the_verdict_follows_what_is_there(monkeypatch, claim, sabotage, foreseen):
    answers(monkeypatch, claim, sabotage, foreseen, {"composes-unseen": 400})


def test_real_pictures_show_what_is_said():
    told = torch.tensor([len(having((("skin", skin),))) for skin in captions.SKIN])
    assert (told > 100).all() and len(having((("skin", "dark"), ("glasses", "yes")))) < told.min()
