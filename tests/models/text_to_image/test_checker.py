"""The checker's shapes, and how its readings become facts and things."""

import pytest
import torch

from playground.data.captions import COLOURS, OBJECTS, PORTRAIT
from playground.models.text_to_image.checker import SURE, Checker, Readings, Seen, seen_facts, seen_things


def nothing(count: int = 1) -> Readings:
    """Readings that are sure of no object anywhere."""
    return Readings(
        portrait=torch.zeros(count),
        facts={name: torch.zeros(count, len(values)) for name, values in PORTRAIT.items()},
        objects=torch.full((count, len(OBJECTS), 8, 8), -9.0),
        colours=torch.zeros(count, len(COLOURS), 8, 8),
        features=torch.zeros(count, 16),
    )


def put(readings: Readings, name: str, colour: str, row: int, column: int, logit: float = 5.0) -> None:
    readings.objects[0, OBJECTS.index(name), row, column] = logit
    readings.colours[0, COLOURS.index(colour), row, column] = 5.0


def test_shapes():
    torch.manual_seed(0)
    found = Checker([4, 4, 8], 16).eval()(torch.zeros(2, 3, 64, 64))
    assert found.portrait.shape == (2,) and found.features.shape == (2, 16)
    assert found.objects.shape == (2, 24, 8, 8) and found.colours.shape == (2, 6, 8, 8)
    assert {name: tuple(logits.shape) for name, logits in found.facts.items()} == {
        name: (2, len(values)) for name, values in PORTRAIT.items()
    }


def test_the_likeliest_value_is_the_fact():
    readings = nothing(2)
    readings.facts["mood"][1, PORTRAIT["mood"].index("sad")] = 3.0
    readings.facts["beard"][0, PORTRAIT["beard"].index("yes")] = 3.0
    first, second = seen_facts(readings)
    assert (first["mood"], first["beard"]) == ("smiling", "yes") and (second["mood"], second["beard"]) == ("sad", "no")


def test_an_empty_picture_holds_nothing():
    assert seen_things(nothing(3)) == [(), (), ()]


def test_things_are_seen_where_they_are_the_likeliest_first():
    readings = nothing()
    put(readings, "car", "red", 4, 1, 3.0)
    put(readings, "boat", "blue", 3, 6, 5.0)
    (seen,) = seen_things(readings)
    assert seen == (Seen("blue", "boat", 52.0, 28.0), Seen("red", "car", 12.0, 36.0))


def test_one_thing_on_neighbouring_cells_is_one():
    readings = nothing()
    put(readings, "car", "red", 4, 4, 3.0)
    put(readings, "car", "red", 4, 5, 2.9)
    put(readings, "plane", "red", 6, 5, 2.0)
    ((one,),) = seen_things(readings)
    assert (one.name, one.x) == ("car", 36.0)


@pytest.mark.parametrize(("chance", "count"), [(SURE - 0.01, 0), (SURE + 0.01, 1)])
def test_what_is_not_sure_is_not_there(chance, count):
    readings = nothing()
    put(readings, "key", "green", 2, 2, torch.tensor(chance).logit().item())
    assert len(seen_things(readings)[0]) == count
