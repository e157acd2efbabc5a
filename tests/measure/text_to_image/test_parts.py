"""When a picture shows what it was to show: things, colours and places."""

import pytest

from playground.data.captions import Scene
from playground.measure.text_to_image.parts import holds
from playground.models.text_to_image.checker import Seen

CAR, BOAT = ("red", "car"), ("blue", "boat")
PLACES = {"left": (16, 32), "right": (48, 32), "above": (32, 16), "below": (32, 48)}


@pytest.mark.parametrize("told", PLACES)
@pytest.mark.parametrize("lies", PLACES)
def test_two_things_must_lie_as_told(told, lies):
    x, y = PLACES[lies]
    seen = (Seen(*BOAT, 64 - x, 64 - y), Seen(*CAR, x, y))
    assert holds(seen, Scene((CAR, BOAT), "white", told)) == (told == lies)
    assert holds(seen, Scene((CAR, BOAT), "white", told).turned()) == (told == lies)


def test_a_slant_is_no_place():
    seen = (Seen(*CAR, 16, 16), Seen(*BOAT, 48, 48))
    assert not any(holds(seen, Scene((CAR, BOAT), "white", told)) for told in PLACES)


def test_nothing_may_lack_be_more_or_have_another_colour():
    scene = Scene((CAR,), "white")
    assert holds((Seen(*CAR, 32, 32),), scene)
    assert not holds((), scene)
    assert not holds((Seen("blue", "car", 32, 32),), scene)
    assert not holds((Seen(*CAR, 12, 32), Seen(*CAR, 52, 32)), scene)
    pair = Scene((CAR, BOAT), "white", "left")
    assert not holds((Seen("blue", "car", 16, 32), Seen("red", "boat", 48, 32)), pair)
