"""Scenes show what they are made of: objects of their colour, where the relation says, on their ground."""

import random

import numpy as np
import pytest

from playground.data import captions, scenes
from playground.data.captions import COLOURS, OBJECTS, Scene
from playground.errors import DataMissing

composed = pytest.mark.usefixtures("made_up_emoji")


@composed
@pytest.mark.parametrize("colour", COLOURS)
def test_what_is_grey_has_the_ink_and_what_is_dark_or_light_stays_so(colour):
    sprite = np.asarray(scenes.sprite(colour, "apple", 64))
    dark, light, middle = sprite[2, 2], sprite[2, 12], sprite[-8, -8]
    assert middle.tolist() == [*scenes.INK[colour], 255]
    assert dark[:3].max() == 0 and (light[:3] > middle[:3]).any() and (light[:3] >= middle[:3]).all()


@composed
def test_the_longer_side_is_as_long_as_asked_for():
    for name in OBJECTS:
        assert max(scenes.sprite("red", name, 27).size) == 27


@pytest.mark.parametrize("relation", captions.RELATIONS)
def test_the_relation_is_plain_and_nothing_leaves_the_page(relation):
    scene, rng = Scene((("red", "car"), ("blue", "boat")), "white", relation), random.Random(0)
    for _ in range(200):
        (x, y, size), (other_x, other_y, other_size) = scenes.centres(scene, rng)
        along = {"left": other_x - x, "right": x - other_x, "above": other_y - y, "below": y - other_y}[relation]
        across = abs(other_y - y) if relation in ("left", "right") else abs(other_x - x)
        assert along >= 28 and across <= 10
        for middle, extent in ((x, size), (y, size), (other_x, other_size), (other_y, other_size)):
            assert middle - extent // 2 >= 0 and middle + (extent + 1) // 2 <= scenes.SIDE


def test_one_object_alone_is_large_and_within_the_page():
    rng = random.Random(0)
    for _ in range(200):
        ((x, y, size),) = scenes.centres(Scene((("red", "car"),), "white"), rng)
        assert size >= 36
        assert all(middle - size // 2 >= 0 and middle + (size + 1) // 2 <= scenes.SIDE for middle in (x, y))


@composed
@pytest.mark.parametrize("ground", captions.GROUNDS)
def test_what_is_drawn_lies_where_it_is_said_to_and_the_rest_is_ground(ground):
    scene = Scene((("green", "key"), ("purple", "bell")), ground, "above")
    page, places = scenes.draw(scene, random.Random(3))
    assert page.shape == (64, 64, 3) and page.dtype == np.uint8
    for (colour, _), (x, y, _) in zip(scene.things, places, strict=True):
        assert page[y, x].tolist() == list(scenes.INK[colour])
    corners = page[:: scenes.SIDE - 1, :: scenes.SIDE - 1].reshape(-1, 3)
    assert {tuple(corner) for corner in corners.tolist()} == {scenes.PAPER[ground]}


@composed
def test_one_seed_is_one_picture():
    scene = Scene((("red", "car"),), "white")
    first, again, other = (scenes.draw(scene, random.Random(seed))[0] for seed in (1, 1, 2))
    assert (first == again).all() and (first != other).any()


def test_only_the_white_around_an_object_is_cut_away():
    image = np.full((64, 64, 3), 255, np.uint8)
    image[10:50, 10:50] = 60
    image[20:30, 20:30] = 255  # a hole that the outside does not reach
    alpha = np.asarray(scenes._cut_out(image))[..., 3]
    assert alpha[0, 0] == 0 and alpha[15, 15] == 255 and alpha[25, 25] == 255
    assert (alpha > 0).sum() == 1600


def test_without_a_folder_a_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PLAYGROUND_DATA", str(tmp_path))
    with pytest.raises(DataMissing, match="set PLAYGROUND_DATA"):
        scenes._emoji.__wrapped__()


def test_every_object_is_among_the_emoji():
    try:
        pictures = scenes._emoji()
    except DataMissing as missing:
        pytest.skip(str(missing))
    assert set(pictures) == set(OBJECTS)
    for name, picture in pictures.items():
        there = np.asarray(picture)[..., 3] > 0
        assert 0.05 < there.mean() < 0.95, name
