"""What the generators learn from: no held-out pair, captions that belong to their pictures, twins side by side."""

import re

import numpy as np
import pytest
import torch

from playground.data import captions
from playground.data.tensors import channels_first, to_signed
from playground.models.text_to_image import tokenizer
from playground.training.text_to_image import pictures
from tests.data.test_captions import read_portrait

pytestmark = pytest.mark.usefixtures("made_up_emoji")


@pytest.fixture
def captioned(monkeypatch, made_up_faces) -> pictures.Captioned:
    monkeypatch.setattr(pictures, "SCENES", 40)
    return pictures.captioned.__wrapped__()


def texts(data: pictures.Captioned, i: int) -> list[str]:
    rows = data.tokens[data.first[i] : data.first[i] + data.count[i]]
    plain = tokenizer.build().batch_decode(rows.tolist(), skip_special_tokens=True)
    return [re.sub(r"\s*,", ",", text).strip() for text in plain]


def test_no_picture_and_no_caption_holds_a_held_out_pair(captioned, made_up_faces):
    assert 0 < captioned.portraits == made_up_faces.unseen.count(False) < 300
    hidden = {" ".join(thing) for thing in captions.held_out_things()}
    for i in range(len(captioned.images)):
        for text in texts(captioned, i):
            if i < captioned.portraits:
                assert not captions.unseen(read_portrait(text)), text
            else:
                assert not any(thing in text for thing in hidden), text


def test_every_portraits_captions_are_true_of_it(captioned, made_up_faces):
    for i in range(captioned.portraits):
        which = int(captioned.images[i, 0, 0, 0]) * 256 + int(captioned.images[i, 1, 0, 0])
        facts = made_up_faces.facts[which]
        assert not made_up_faces.unseen[which] and captioned.count[i] == pictures.PORTRAIT_CAPTIONS
        for text in texts(captioned, i):
            assert read_portrait(text).items() <= facts.items(), text


def test_every_scenes_captions_name_what_it_shows(captioned):
    _, told = pictures.scene_pairs(40, 0)
    for scene, i in zip(told, range(captioned.portraits, len(captioned.images)), strict=True):
        assert captioned.count[i] == pictures.SCENE_CAPTIONS
        for text in texts(captioned, i):
            assert all(" ".join(thing) in text for thing in scene.things), text


def test_a_scene_is_followed_by_its_twin():
    images, told = pictures.scene_pairs(40, 0)
    assert images.shape == (40, 64, 64, 3)
    for scene, twin in zip(told[::2], told[1::2], strict=True):
        assert scene != twin and [name for _, name in scene.things] == [name for _, name in twin.things]


def test_a_draw_is_half_portraits_and_half_scenes_with_their_twins(captioned):
    chosen = pictures.mixed(captioned, 64)(torch.Generator().manual_seed(0))
    assert len(chosen) == 64 and (chosen < captioned.portraits).sum() == 32
    first, twin = (chosen[32:] - captioned.portraits).chunk(2)
    assert (first % 2 == 0).all() and torch.equal(twin, first + 1) and twin.max() < 40


def test_a_caption_at_random_is_one_of_the_pictures_own_and_each_comes_up(captioned):
    chosen = torch.full((600,), captioned.portraits + 3)
    found = {tuple(row) for row in captioned.caption(chosen, torch.Generator().manual_seed(0)).tolist()}
    start = int(captioned.first[captioned.portraits + 3])
    assert found == {tuple(row) for row in captioned.tokens[start : start + pictures.SCENE_CAPTIONS].tolist()}


def test_bytes_become_minus_one_to_one():
    images = channels_first(np.array([[[[0, 51, 255]]]], np.uint8))
    assert images.shape == (1, 3, 1, 1)
    assert to_signed(images).flatten().tolist() == pytest.approx([-1, -0.6, 1])
