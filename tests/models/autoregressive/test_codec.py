"""The coder: what was encoded comes back, in as many bytes as bits; every other file ends in a sentence."""

import numpy as np
import pytest
import torch

from playground.errors import BadInput
from playground.models.autoregressive import codec
from playground.models.autoregressive.language import SHAKESPEARE, TALES, Language, surprise
from playground.models.autoregressive.networks import build, byte_pairs, characters

NETWORK = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32,
           "max_position_embeddings": 16, "tie_word_embeddings": True}  # fmt: skip


def untrained(name: str, tokenizer) -> Language:
    tokenizer.encode_special_tokens = True
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = build("LlamaForCausalLM", NETWORK | {"vocab_size": tokenizer.get_vocab_size()})
        for parameter in network.parameters():
            parameter.requires_grad_(False).mul_(20 if parameter.ndim > 1 else 1)
    start = tokenizer.encode("\n").ids[0]
    return Language(name, network.eval(), tokenizer, 16, start, name == SHAKESPEARE)


@pytest.fixture(scope="module")
def model() -> Language:
    return untrained(TALES, byte_pairs(["the king and the queen\n" * 5], 270))


@pytest.fixture(scope="module")
def letters() -> Language:
    return untrained(SHAKESPEARE, characters(["a king and\n"]))


@pytest.mark.parametrize(
    "text",
    [
        "", "the king", "the king and the queen\r\n\tthe the the" * 6, " " * 70,
        "Ωμέγα, 日本語 🦊\u200d e\u0301", "\x00\x07\x1b[0m\ufeff",
        "<script>alert(1)</script> {{7*7}} <pad><mask><end>",
    ],
)  # fmt: skip
def test_comes_back_in_as_many_bytes_as_bits(model, text):
    data = codec.encode(model, text)
    assert codec.decode(model, data) == text
    bits = float(surprise(model, model.encode(text)).sum()) / np.log(2) if text else 0
    assert len(data) <= 1.01 * bits / 8 + 16


def test_characters_of_an_alphabet(letters):
    assert codec.decode(letters, codec.encode(letters, "a kind king\n")) == "a kind king\n"
    with pytest.raises(BadInput, match="not “X”, “é”: take"):
        codec.encode(letters, "a king, é X".replace(",", ""))
    with pytest.raises(BadInput, match=r"not U\+0000: take"):
        codec.encode(letters, "a king\x00")


def test_every_damaged_byte_is_noticed(model):
    data = codec.encode(model, "the king and the queen")
    for place in range(len(data)):
        for changed in (data[place] ^ 1, data[place] ^ 128):
            with pytest.raises(BadInput):
                codec.decode(model, data[:place] + bytes([changed]) + data[place + 1 :])
    for length in range(len(data)):
        with pytest.raises(BadInput):
            codec.decode(model, data[:length])
    with pytest.raises(BadInput, match="damaged"):
        codec.decode(model, data + b"\0")


@pytest.mark.parametrize("data", [b"", b"AR", b"ARt", b"PK\x03\x04" * 9, b"ARt" + b"\xff" * 40, bytes(200)])
def test_a_foreign_file_is_a_sentence(model, data):
    with pytest.raises(BadInput) as caught:
        codec.decode(model, data)
    assert str(caught.value).endswith(".")


def test_another_models_file_is_named(model, letters):
    with pytest.raises(BadInput, match="the model of Shakespeare"):
        codec.decode(model, codec.encode(letters, "a king"))


def test_a_sound_file_of_other_weights_is_noticed(model):
    data = codec.encode(model, "the king and the queen")
    other = untrained(TALES, model.tokenizer)
    other.network.get_input_embeddings().weight.neg_()
    with pytest.raises(BadInput, match="other weights"):
        codec.decode(other, data)


def test_reading_ends_where_one_stops_and_noise_comes_back(model):
    noise = np.random.default_rng(0).integers(0, 2**32, 12, dtype=np.uint64).astype(np.uint32)
    reader = codec.reading(model, noise)
    ids = [next(reader) for _ in range(30)]
    data = codec.drained(codec.encoding(model, ids))
    words = codec.words_of(data)
    bits = float(surprise(model, ids).sum()) / np.log(2)
    assert words[: int(bits // 32 - 1) * 4] == noise.tobytes()[: int(bits // 32 - 1) * 4] and bits > 100
    assert codec.drained(codec.decoding(model, data)) == ids


def test_noise_without_end_is_zeros(model):
    reader = codec.reading(model, np.zeros(0, np.uint32))
    assert all(0 <= next(reader) < 270 for _ in range(40))


def test_too_many_tokens_are_refused(model, monkeypatch):
    monkeypatch.setattr(codec, "MOST_TOKENS", 3)
    with pytest.raises(BadInput, match="shorten"):
        codec.encode(model, "one two three four")
