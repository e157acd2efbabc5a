"""A picture shows what was asked: all of it, and of a portrait only where a portrait is seen."""

import torch

from playground.data import captions
from playground.measure.text_to_image.composition import shown
from playground.models.text_to_image.checker import Readings


def readings(portrait: list[float]) -> Readings:
    """Pictures of which each fact reads as its first value."""
    count = len(portrait)
    facts = {name: torch.eye(len(values))[[0] * count] for name, values in captions.PORTRAIT.items()}
    empty = torch.full((count, len(captions.OBJECTS), 8, 8), -9.0)
    return Readings(torch.tensor(portrait), facts, empty, torch.zeros(count, 6, 8, 8), torch.zeros(count, 4))


def test_a_portraits_facts_count_only_in_a_portrait():
    asked = [{"hair": "short", "mood": "smiling"}, {"hair": "short", "mood": "sad"}, {"hair": "short"}]
    assert shown(asked, readings([1.0, 1.0, -1.0])) == [True, False, False]
    scene = captions.Scene((("red", "car"),), "white")
    assert shown([scene], readings([-1.0])) == [False]
