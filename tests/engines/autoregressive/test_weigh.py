"""Texts weighed and filed: figures that follow from the model's own, and every bad text a sentence."""

import numpy as np
import pytest

from playground import store
from playground.engines.autoregressive.weigh import excerpt, unpack, weigh
from playground.errors import BadInput
from playground.families.autoregressive.weigh import AUTHORS, KEYS, SCRIPTS, SIGNS, SPEECH, WEIGH
from playground.models.autoregressive import codec
from playground.models.autoregressive.language import TALES, held_out, language, surprise
from playground.spec import Frame

pytestmark = pytest.mark.skipif(TALES not in store.manifest(), reason="the language models are not trained yet")


def told(frames) -> list[Frame]:
    return [frame for frame in frames if "progress" not in frame.stats]


def own(text: str, **values) -> list[Frame]:
    return told(weigh(source="own text", text=text, **values))


@pytest.mark.slow
@pytest.mark.parametrize("text", [SCRIPTS, SIGNS, KEYS, "a", "\x00\x07", "  two \n\n lines\r\n"])
def test_weighs_and_files_any_text(text):
    tokens, rivals, file = own(text)
    reader = language()
    ids = reader.encode(text)
    assert tokens.arrays["ids"].tolist() == ids
    assert tokens.stats["nats"] == pytest.approx(float(surprise(reader, ids).sum()), rel=1e-4)
    assert (tokens.stats["characters"], tokens.stats["bytes"]) == (len(text), len(text.encode()))
    assert file.stats["equal"] and file.arrays["decoded"].tobytes() == text.encode()
    assert len(file.arrays["file"]) <= 1.01 * tokens.stats["nats"] / np.log(2) / 8 + 16
    assert rivals.arrays["ngram"].sum() / np.log(2) == pytest.approx(rivals.arrays["orders"].min(), rel=1e-4)
    assert len(rivals.arrays["ngram"]) == len(text.encode())


@pytest.mark.slow
def test_a_file_is_decoded_by_the_model_that_wrote_it():
    for model, text in (("tales", "The fox read the letter."), ("Shakespeare", SPEECH)):
        file = own(text, model=model)[2].arrays["file"].tobytes()
        tokens, _, again = told(unpack(data=file))
        assert again.arrays["decoded"].tobytes() == text.encode() and again.arrays["file"].tobytes() == file
        assert tokens.stats["shakespeare"] == (model == "Shakespeare")


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"ARt\x05", b"ARt" + bytes(50), codec.MARKS[TALES] + b"\xff" * 9])
def test_no_other_file_is_decoded(data):
    with pytest.raises(BadInput) as caught:
        list(unpack(data=data))
    assert str(caught.value).endswith(".")


@pytest.mark.slow
def test_noise_comes_back():
    tokens, _, file = told(weigh(source="random bytes", length=100))
    assert tokens.stats["bytes"] >= 100
    assert file.stats["returned"] >= tokens.stats["nats"] / np.log(2) / 8 - 8
    other = told(weigh(source="random bytes", length=100, seed=8))[2]
    assert file.arrays["noise"].tobytes() != other.arrays["noise"].tobytes()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": " \n"}, "Your text is empty"),
        ({"text": "x" * 100_000}, "100,000 characters, 20,000 at most"),
        ({"text": "日本" * 9000}, "54,000 tokens long"),
        ({"text": "naïve", "model": "Shakespeare"}, "not “ï”"),
    ],
)
def test_a_bad_text_is_a_sentence(values, words):
    with pytest.raises(BadInput, match=words) as caught:
        own(**values)
    assert str(caught.value).endswith(".")


def test_passages_are_held_out_and_as_long_as_asked():
    for author in AUTHORS:
        text, place = excerpt(author, 3000, 1)
        assert held_out()[place].author == author and text in held_out()[place].text and 2900 < len(text) <= 3000
        before, after = held_out()[place].text.split(text, 1)
        assert before[-1].isspace() and after[0].isspace()
    assert excerpt("Grimm", 500, 1) != excerpt("Grimm", 500, 2)
    left = told(weigh(model="Shakespeare", length=300, coder=False))
    assert len(left) == 2 and left[0].stats["left_out"] + left[0].stats["characters"] in range(270, 301)


def test_every_preset_may_be_asked_for():
    for preset in WEIGH.presets:
        WEIGH.check(preset.values)
