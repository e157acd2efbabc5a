"""The rows of the generated pictures: whether they show what was asked, by the checker, and how like real ones."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product

import numpy as np
import torch

from playground.data import captions, faces
from playground.data.captions import Facts, Pair, Scene
from playground.data.tensors import channels_first, to_signed
from playground.measure.distances import density_coverage, precision_recall
from playground.measure.quality import Row, row
from playground.measure.text_to_image.parts import holds
from playground.models.text_to_image.checker import Readings, read, seen_facts, seen_things

COUNT, TRIED, BATCH, STEPS, SEED = 500, 30, 50, 20, 11
WEIGHTS = (1.0, 2.0, 3.0, 5.0)
DETAILED, DETAIL_WEIGHT = 50, 3.0
NOTHING = "a face"  # a prompt that states nothing of a portrait
Draw = Callable[[Sequence[str], int], torch.Tensor]  # prompts, and the seed of the first


def drawn_facts(rng: random.Random, pair: Pair | None) -> Facts:
    """Three facts of a portrait: drawn evenly among those without a held-out pair, or such a pair and one more."""
    while True:
        fixed = dict(pair or ())
        others = rng.sample([name for name in captions.PORTRAIT if name not in fixed], 3 - len(fixed))
        facts = fixed | {name: rng.choice(captions.PORTRAIT[name]) for name in others}
        facts |= {name: "yes" for name in others if name in captions.EXTRAS}
        if facts.get("hair") == "bald" and "hair colour" in facts:
            continue
        if captions.unseen(facts) == bool(pair):
            return {name: facts[name] for name in captions.PORTRAIT if name in facts}


def drawn_scene(rng: random.Random, things: int, seen: bool) -> Scene:
    """A scene whose (colour, object) were all in training, or one that holds a held-out one."""
    while True:
        scene = captions.drawn_scene(rng, seen_only=seen, count=things)
        if seen or not captions.held_out_things().isdisjoint(scene.things):
            return scene


def shown(asked: Sequence[Facts | Scene], readings: Readings) -> list[bool]:
    """Which of the pictures show all that was asked; a portrait's facts only where the checker sees a portrait."""
    told = zip(asked, readings.portrait > 0, seen_facts(readings), seen_things(readings), strict=True)
    return [
        holds(found, one)
        if isinstance(one, Scene)
        else bool(portrait) and all(facts[name] == value for name, value in one.items())
        for one, portrait, facts, found in told
    ]


@torch.inference_mode()
def score(kind: str, count: int, seed: int, draw: Draw) -> list[bool]:
    """Draws each of `count` prompts from a seed of its own, and asks the checker whether all of it is shown."""
    asked, prompts = requests(kind, count, seed)
    right = []
    for start in range(0, count, BATCH):
        part = slice(start, start + BATCH)
        right += shown(asked[part], read(draw(prompts[part], seed * 100_000 + start)))
    return right


KINDS: dict[str, Callable[[random.Random], Facts | Scene]] = {
    "portrait_seen": lambda rng: drawn_facts(rng, None),
    "portrait_unseen": lambda rng: drawn_facts(rng, rng.choice(sorted(captions.held_out_pairs()))),
    "scene_one_seen": lambda rng: drawn_scene(rng, 1, seen=True),
    "scene_one_unseen": lambda rng: drawn_scene(rng, 1, seen=False),
    "scene_two_seen": lambda rng: drawn_scene(rng, 2, seen=True),
    "scene_two_unseen": lambda rng: drawn_scene(rng, 2, seen=False),
}


def requests(kind: str, count: int, seed: int) -> tuple[list[Facts | Scene], list[str]]:
    """What is asked for, and the prompts that say it."""
    rng = random.Random(f"{kind} {seed}")
    asked = [KINDS[kind](rng) for _ in range(count)]
    said = [captions.scene(one, rng) if isinstance(one, Scene) else captions.portrait(one, rng) for one in asked]
    return asked, said


def unet_rows(pictures: Callable[..., torch.Tensor], samples: int | None) -> Iterator[Row]:
    """All that was stated is right, at the weight w that did best with other prompts; likeness of portraits."""
    by = {w: partial(pictures, w=w, steps=STEPS) for w in WEIGHTS}
    count = min(TRIED, samples or TRIED)
    tried = {w: float(np.mean([score(kind, count, SEED + 1, by[w]) for kind in KINDS])) for w in WEIGHTS}
    best = max(tried, key=lambda w: tried[w])
    told = ", ".join(f"{w:g}: {share:.2f}" for w, share in tried.items())
    how = f"{STEPS} steps, w = {best:g}, best with {count * len(KINDS)} other prompts of all kinds ({told})"
    for kind in KINDS:
        right = score(kind, samples or COUNT, SEED, by[best])
        yield row(f"text.{kind}", np.mean(right), "share", len(right), how)
    yield from likeness_rows(by[1.0], samples)


def detail_rows(pictures: Callable[..., torch.Tensor], samples: int | None) -> Iterator[Row]:
    """How often the checker sees a detail of few pixels that the prompt asks for, and where it says nothing of it."""
    count = min(samples or DETAILED, DETAILED)
    for name, asked in product(captions.DETAILS, (True, False)):
        rng = random.Random(f"{name} {asked} {SEED}")
        plain = [{k: v for k, v in drawn_facts(rng, None).items() if k != name} for _ in range(count)]
        prompts = [captions.portrait(facts | ({name: "yes"} if asked else {}), rng) for facts in plain]
        seen = seen_facts(read(pictures(prompts, SEED * 100_000, w=DETAIL_WEIGHT, steps=STEPS)))
        told = "the prompt names it" if asked else "the prompt does not name it"
        how = f"{told}; {STEPS} steps, w = {DETAIL_WEIGHT:g}"
        share = np.mean([facts[name] == "yes" for facts in seen])
        yield row(f"details.{name}_{'asked' if asked else 'unasked'}", share, "share", count, how)


@torch.inference_mode()
def likeness_rows(draw: Draw, samples: int | None) -> Iterator[Row]:
    """Precision and coverage of portraits of which nothing is stated, in the checker's features."""
    images, count = faces.load("train").images, samples or 1000
    real, other = (_features(to_signed(channels_first(part))) for part in (images[:count], images[-count:]))
    made = [draw([NOTHING] * min(BATCH, count - start), start) for start in range(0, count, BATCH)]
    fake = _features(torch.cat(made))
    how = f'"{NOTHING}", w = 1, {STEPS} steps, the checker\'s features, k = 5'
    for name, found, which in (("precision", precision_recall, 0), ("coverage", density_coverage, 1)):
        yield row(f"text.{name}", found(real, fake)[which], "share", count, how, found(real, other)[which])


def _features(pictures: torch.Tensor) -> np.ndarray:
    return torch.cat([read(part).features for part in pictures.split(BATCH)]).cpu().numpy()


def student_rows(quick_pictures: Callable[..., torch.Tensor], samples: int | None) -> Iterator[Row]:
    """The same for the student, at 1 to 8 steps."""
    for steps, kind in product((1, 2, 4, 8), KINDS):
        right = score(kind, samples or COUNT, SEED, partial(quick_pictures, steps=steps))
        yield row(f"text.{kind}_{steps}", np.mean(right), "share", len(right), f"{steps} steps of the student")
