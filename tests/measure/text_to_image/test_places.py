"""Where words are looked at: regions of pictures whose composition is known, and maps that lie there or do not."""

import random

import numpy as np
import pytest

from playground.data import captions, faces, scenes
from playground.measure.text_to_image.places import NOUNS, landed, lands, place_rows, regions
from playground.models.text_to_image.checker import Seen

SCENE = captions.Scene((("red", "car"), ("green", "tree")), "white", "left")


def spot(row: int, column: int) -> np.ndarray:
    heat = np.zeros((16, 16))
    heat[row, column] = 1
    return heat


@pytest.mark.usefixtures("made_up_emoji")
def test_an_object_has_the_box_in_which_it_was_drawn():
    picture, places = scenes.draw(SCENE, random.Random(1))
    seen = [Seen(colour, name, x, y) for (colour, name), (x, y, _) in zip(SCENE.things, places, strict=True)]
    found = regions(picture, seen)
    assert set(found) == {"car", "tree"} and not (found["car"] & found["tree"]).any()
    for (_, name), (x, y, size) in zip(SCENE.things, places, strict=True):
        ys, xs = np.nonzero(found[name])
        assert abs(xs.min() + xs.max() - 2 * x) <= 6 and abs(ys.min() + ys.max() - 2 * y) <= 6
        assert size - 4 <= max(np.ptp(xs), np.ptp(ys)) + 1 <= size + 1


def test_hair_skin_and_background_are_found_by_their_colours():
    facts = {"hair": "long", "hair colour": "red", "skin": "tan", "background": "blue"}
    picture = np.empty((64, 64, 3), np.uint8)
    picture[:20], picture[20:40], picture[40:] = faces.HAIR_INK["red"], faces.SKIN_INK["tan"], scenes.PAPER["blue"]
    picture[39] = 0  # a black outline is none of them
    found = regions(picture, facts)
    assert set(found) == set(NOUNS)
    for name, rows in (("hair", range(20)), ("skin", range(20, 39)), ("background", range(40, 64))):
        assert set(np.nonzero(found[name])[0]) == set(rows) and found[name][rows].all()
    alike = regions(picture, facts | {"skin": "brown", "hair colour": "auburn"})
    assert set(alike) == {"background"}, "brown skin and auburn hair cannot be told apart"
    assert found["mohawk"] is found["hair"] and "hair" not in regions(picture, facts | {"hair": "bald"})


def test_a_map_lands_where_it_is_brightest():
    left = np.zeros((64, 64), bool)
    left[:, :32] = True
    assert lands(spot(3, 7), left) == (True, 0.5) and lands(spot(3, 8), left) == (False, 0.5)
    thin = np.zeros((64, 64), bool)
    thin[:, 10] = True
    assert lands(spot(3, 2), thin) is None, "no cell is more than half of it"
    words = ["a", "car", "and", "a", "tree"]
    heat = np.stack([spot(0, 0), spot(5, 2), spot(0, 0), spot(0, 0), spot(5, 2)])
    told = landed(words, heat, {"car": left, "tree": ~left, "a": left, "boat": left})
    assert told == {"car": (True, 0.5), "tree": (False, 0.5)}, "a word that stands twice or not at all is left out"


def test_two_things_of_one_name_have_both_their_boxes():
    picture = np.full((64, 64, 3), 255, np.uint8)
    picture[8:24, 8:24], picture[40:56, 40:56] = (225, 35, 40), (40, 90, 225)
    found = regions(picture, (Seen("red", "car", 16, 16), Seen("blue", "car", 48, 48)))
    assert found["car"][16, 16] and found["car"][48, 48] and found["car"].sum() == 2 * 16 * 16


def test_nothing_is_found_in_an_empty_picture():
    assert regions(np.full((64, 64, 3), 200, np.uint8), (Seen("red", "car", 30, 30),)) == {}


@pytest.mark.slow
def test_words_of_objects_and_hair_lie_on_them():
    rows = {row["id"]: row for row in place_rows(None, 8)}
    assert rows["words.objects"]["value"] >= 0.8 and 0.1 < rows["words.objects"]["floor"] < 0.4
