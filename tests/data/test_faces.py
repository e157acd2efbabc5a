"""Faces are cut from their sheet in order, and a held-out pair is seen wherever a drawing shows it."""

import numpy as np
import pytest
from PIL import Image

from playground.data import captions, faces
from playground.data.scenes import PAPER
from playground.errors import DataMissing

LABELS = {"hair": 0, "hairColor": 0, "skin": 0, "background": 0, "mouth": 0, **dict.fromkeys(captions.EXTRAS, 0)}


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A sheet of 5 x 4 faces, each of one grey, its number; the last four are for testing."""
    monkeypatch.setattr(faces, "COUNT", 20)
    monkeypatch.setattr(faces, "TEST", 4)
    greys = np.arange(20, dtype=np.uint8).reshape(5, 4)
    Image.fromarray(greys.repeat(64, 0).repeat(64, 1)).save(tmp_path / "faces64.png")
    labels = {key: np.full(20, value) for key, value in LABELS.items()} | {"hair": np.arange(20)}
    np.savez(tmp_path / "faces64_labels.npz", **labels)
    monkeypatch.setenv("PLAYGROUND_DATA", str(tmp_path))
    faces.load.cache_clear()
    yield
    faces.load.cache_clear()


@pytest.mark.usefixtures("folder")
def test_faces_are_read_row_by_row_and_the_last_are_for_testing():
    train, test = faces.load("train"), faces.load("test")
    assert train.images.shape == (16, 64, 64, 3) and len(test.images) == len(test.facts) == len(test.unseen) == 4
    numbers = np.concatenate([train.images, test.images])
    assert (numbers == np.arange(20)[:, None, None, None]).all()
    assert [facts["hair"] for facts in test.facts] == [None, None, None, None]
    assert [train.facts[i]["hair"] for i in (0, 4, 13, 14)] == ["short", "curly", "bun", "long"]


def test_without_a_folder_a_sentence_says_what_to_do(monkeypatch):
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    faces.load.cache_clear()
    with pytest.raises(DataMissing, match="set PLAYGROUND_DATA"):
        faces.load("train")


def test_no_drawing_has_two_names():
    for table in (faces.HAIR_VARIANTS, faces.MOOD_VARIANTS):
        indices = [index for those in table.values() for index in those]
        assert len(indices) == len(set(indices))
    assert set(faces.HAIR_VARIANTS) == set(captions.HAIR) and set(faces.MOOD_VARIANTS) == set(captions.MOOD)


def test_the_beard_of_a_bald_head_shows_a_held_out_hair_colour():
    bald = LABELS | {"hair": faces.HAIR_VARIANTS["bald"][0], "beard": 1}
    for (a, x), (b, y) in captions.held_out_pairs():
        if (a, b) != ("hair colour", "skin"):
            continue
        label = bald | {"hairColor": captions.HAIR_COLOUR.index(x), "skin": captions.SKIN.index(y)}
        assert faces._facts(label)["hair colour"] is None and faces._shows_unseen(label)


def test_drawn_faces_are_what_they_are_said_to_be():
    """The background of each is its colour, which tells whether sheet and labels go together."""
    try:
        data = faces.load("test")
    except DataMissing as missing:
        pytest.skip(str(missing))
    for image, facts in zip(data.images, data.facts, strict=True):
        assert np.abs(image[0, 0].astype(int) - PAPER[facts["background"]]).max() <= 3
    assert 0.2 < np.mean(data.unseen) < 0.4
