"""Every word of the captions is one token, of the same number everywhere, and any other word is many."""

import hashlib
import json
import random

import pytest

from playground.data import captions
from playground.models.text_to_image import tokenizer
from playground.training.text_to_image.clip import SETTINGS

TEXT = SETTINGS["network"]["text_config"]


def ids(text: str) -> list[int]:
    return tokenizer.build()(text).input_ids


@pytest.mark.parametrize("word", captions.words())
def test_every_word_of_the_captions_is_one_token(word):
    (start, one, end) = ids(word)
    assert (start, end) == (TEXT["bos_token_id"], TEXT["eos_token_id"])
    assert tokenizer.build().decode([one]).strip() == word


def test_any_other_word_is_many_and_comes_back():
    found = ids("zebra crossing")[1:-1]
    assert len(found) > 2
    assert "".join(tokenizer.build().decode(found).split()) == "zebracrossing"


def test_capitals_make_no_difference():
    assert ids("A Red CAR") == ids("a red car")


def test_a_prompt_is_filled_with_its_end_and_no_caption_is_cut():
    build = tokenizer.build()
    padded = build("a red car", padding="max_length", truncation=True).input_ids
    assert len(padded) == tokenizer.LENGTH == TEXT["max_position_embeddings"]
    assert set(padded[5:]) == {TEXT["pad_token_id"]} == {build.pad_token_id}
    rng = random.Random(0)
    full = {key: values[-1] for key, values in captions.PORTRAIT.items()} | {"hair": "bun"}
    for extras in ("yes", "no"):
        facts = full | dict.fromkeys(captions.EXTRAS, extras)
        assert max(len(ids(captions.portrait(facts, rng))) for _ in range(100)) <= tokenizer.LENGTH


def test_the_text_encoder_has_a_place_for_every_token():
    assert len(tokenizer.build()) <= TEXT["vocab_size"]


def test_every_token_has_the_number_that_the_shipped_encoders_learnt():
    """Other numbers, and they read other words: who changes the captions' words trains all parts anew."""
    for build in (tokenizer.build, *[tokenizer.build.__wrapped__] * 3):
        numbers = json.dumps(sorted(build().get_vocab().items()))
        assert hashlib.sha256(numbers.encode()).hexdigest().startswith("b2f997b4152dad1b")
