"""A model of the hub from a filled cache: a small one of our own, laid down as the hub's library does."""

import hashlib
from dataclasses import replace

import pytest
import torch
import transformers
from huggingface_hub import constants

from playground.data import hub as shelf
from playground.engines.autoregressive.write import tokens_like, write
from playground.errors import BadWeights, DataMissing
from playground.models.autoregressive import hub
from playground.models.autoregressive.networks import byte_pairs

COMMIT = "89abcdef0123456789abcdef0123456789abcdef"
NAME = "distilgpt2"


@pytest.fixture
def cache(monkeypatch, tmp_path):
    """An empty cache, offline."""
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    model = shelf.HubModel(NAME, "ours/small", COMMIT, 1, "", "none")
    monkeypatch.setitem(shelf.MODELS, NAME, model)
    hub.language.cache_clear()
    yield tmp_path
    hub.language.cache_clear()


@pytest.fixture
def filled(cache, monkeypatch):
    """The cache with a GPT-2 of one layer, untrained, and a tokenizer of 300 entries."""
    folder = cache / "models--ours--small" / "snapshots" / COMMIT
    tokenizer = byte_pairs(["once upon a time there was a wolf and a goat " * 9], 300)
    tokenizer.add_special_tokens([hub.DOCUMENT])
    size = tokenizer.get_vocab_size()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        settings = {"n_embd": 16, "n_layer": 1, "n_head": 2, "n_positions": 64}
        config = transformers.GPT2Config(vocab_size=size + 5, bos_token_id=size - 1, eos_token_id=size - 1, **settings)
        transformers.GPT2LMHeadModel(config).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    known = hashlib.sha256((folder / shelf.WEIGHTS).read_bytes()).hexdigest()
    monkeypatch.setitem(shelf.MODELS, NAME, replace(shelf.MODELS[NAME], sha256=known))
    return folder


def test_reads_as_the_shipped_ones_do(filled):
    model = hub.language(NAME)
    assert model.window == 64 and not model.characters and not model.network.training
    assert model.pieces([model.start]) == [hub.DOCUMENT.encode()] and model.ends == {model.start}
    text = "once upon “ж” <|endoftext|> {{x}}"
    assert b"".join(model.pieces(model.encode(text))).decode() == text
    assert model.start not in model.encode(text)
    assert all(not weight.requires_grad for weight in model.network.parameters())


def test_writes(filled):
    frames = list(write(model=NAME, prompt="once upon a time", length=70, temperature=0.8, top_k=40))
    assert len(frames) > 1 and frames[0].stats["vocabulary"] == hub.language(NAME).size
    assert all(frame.arrays["ids"].max() < hub.language(NAME).size for frame in frames)  # no output without a token
    assert max(frame.stats["context"] for frame in frames) <= 64


def test_an_end_of_text_ends_it(filled):
    end = hub.language(NAME).start
    *_, last = write(model=NAME, prompt="once", length=9, forced=f"3:{end}")
    assert last.step == 3 and last.stats["ends"] == 1 and bytes(last.arrays["taken"]) == hub.DOCUMENT.encode()


def test_its_tokens_can_be_searched(filled):
    found = tokens_like(NAME, "wolf")
    assert found and all(b"wolf" in bytes(one["piece"]) for one in found)


def test_what_is_not_in_the_cache_is_asked_for(cache):
    with pytest.raises(DataMissing, match="press its Download button"):
        list(write(model=NAME))


@pytest.mark.parametrize("file", sorted(set(shelf.FILES) - {shelf.WEIGHTS}))
def test_a_spoilt_file_is_a_sentence(filled, file):
    (filled / file).write_bytes(b"\x80 nonsense")
    with pytest.raises(BadWeights, match="cannot be read"):
        hub.language(NAME)


def test_other_weights_than_those_known_are_deleted_and_never_read(filled):
    (filled / shelf.WEIGHTS).write_bytes(b"something else")
    with pytest.raises(DataMissing, match="not the file that was asked for"):
        hub.language(NAME)
    assert not (filled / shelf.WEIGHTS).exists()


def test_pickles_are_not_read(filled):
    (filled / shelf.WEIGHTS).rename(filled / "pytorch_model.bin")
    with pytest.raises(DataMissing):
        hub.language(NAME)
