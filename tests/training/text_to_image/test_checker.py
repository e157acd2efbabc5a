"""What the checker is to say of a scene, and what counts in its loss."""

import random

import numpy as np
import pytest
import torch

from playground.data import captions, scenes
from playground.measure.text_to_image.parts import holds
from playground.models.text_to_image.checker import CELL, Readings, seen_things
from playground.training.text_to_image import checker

FACTS = [len(values) for values in captions.PORTRAIT.values()]


def readings(objects: torch.Tensor, colours: torch.Tensor, facts: torch.Tensor, portraits: int = 0) -> Readings:
    count = portraits + len(objects)
    return Readings(
        portrait=torch.tensor([9.0] * portraits + [-9.0] * len(objects)),
        facts=dict(zip(captions.PORTRAIT, facts, strict=True)),
        objects=torch.cat([torch.full((portraits, *objects.shape[1:]), -20.0), objects]),
        colours=torch.cat([torch.zeros(portraits, *colours.shape[1:]), colours]),
        features=torch.zeros(count, 4),
    )


def test_who_learnt_the_marks_by_heart_reads_every_scene():
    """Marks and readings fit together: their logits, read as the checker's are, give the scene back."""
    rng = random.Random(0)
    for _ in range(300):
        scene = captions.drawn_scene(rng, seen_only=False)
        objects, colours = checker.marks(scene, scenes.centres(scene, rng))
        known = torch.nn.functional.one_hot(torch.from_numpy(colours).clamp(min=0), len(captions.COLOURS))
        found = readings(
            torch.from_numpy(objects)[None].clamp(1e-6, 1 - 1e-6).logit(),
            known.permute(2, 0, 1)[None].float(),
            [torch.zeros(1, size) for size in FACTS],
        )
        assert holds(seen_things(found)[0], scene), scene


def test_a_mark_is_one_in_the_middle_of_a_cell_and_falls_off():
    scene = captions.Scene((("blue", "key"),), "white")
    middle = 3 * CELL + CELL // 2
    objects, colours = checker.marks(scene, [(middle, middle + CELL, 40)])
    mine = objects[captions.OBJECTS.index("key")]
    assert mine[4, 3] == 1 and mine[4, 4] == pytest.approx(np.exp(-64 / 50)) and objects.sum() == mine.sum()
    assert colours[4, 3] == captions.COLOURS.index("blue") and (colours >= 0).sum() == 1


def test_a_perfect_reader_has_the_least_loss_and_what_is_not_clear_does_not_count():
    scene = captions.Scene((("red", "car"), ("blue", "boat")), "white", "left")
    objects, colours = (torch.from_numpy(x)[None] for x in checker.marks(scene, [(16, 32, 27), (48, 32, 27)]))
    truth = torch.tensor([[0] * len(FACTS), [-1] * len(FACTS)])
    best = objects.clamp(1e-6, 1 - 1e-6).logit()
    even = [torch.ones(size) for size in FACTS]
    named = 20.0 * torch.nn.functional.one_hot(colours.clamp(min=0), 6).permute(0, 3, 1, 2)

    def loss(places: torch.Tensor, shades: torch.Tensor, second: float = 0.0) -> float:
        facts = [torch.zeros(3, size) for size in FACTS]
        for logits in facts:
            logits[0, 0], logits[1, -1] = 20.0, second
        return checker.loss(readings(places, shades, facts, portraits=2), truth, even, objects, colours).item()

    least = loss(best, named)
    assert loss(best, named, second=30.0) == least
    assert loss(best.flip(-1), named) > least + 1 and loss(best, named.flip(1)) > least + 1


def test_a_picture_is_moved_within_its_repeated_edge():
    rng, there = torch.Generator().manual_seed(0), torch.Generator().manual_seed(0)
    images = torch.rand(6, 3, 64, 64)
    assert torch.equal(checker.moved(images, 0, 0.0, rng, there), images)
    padded = torch.nn.functional.pad(images, (3, 3, 3, 3), mode="replicate")
    places = set()
    for image, whole in zip(checker.moved(images, 3, 0.0, rng, there), padded, strict=True):
        found = [(r, c) for r in range(7) for c in range(7) if torch.equal(whole[:, r : r + 64, c : c + 64], image)]
        assert len(found) == 1
        places |= set(found)
    assert len(places) > 1
