"""Texts from a folder, held to their checksum, and the split of the tales."""

import hashlib

import pytest

from playground.data import text
from playground.errors import DataMissing

WORDS = "".join(
    f"{book.title}\n\n{''.join(f'{i} {n} ' for n in range(2300))}\n\n\n" for i, book in enumerate(text.BOOKS)
)


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A folder whose tales are thirteen titles with thousands of numbers after each."""
    (tmp_path / "fairy_tales.txt").write_text(WORDS)
    monkeypatch.setenv("PLAYGROUND_DATA", str(tmp_path))
    monkeypatch.setitem(text.SHA256, "tales", hashlib.sha256(WORDS.encode()).hexdigest())
    text.load.cache_clear()
    yield tmp_path
    text.load.cache_clear()


def test_the_folder_is_read(folder):
    assert text.load("tales") == WORDS


@pytest.mark.parametrize("name", ["tales", "shakespeare"])
def test_without_a_folder_a_sentence_says_what_to_do(monkeypatch, name):
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    text.load.cache_clear()
    with pytest.raises(DataMissing, match="set PLAYGROUND_DATA"):
        text.load(name)


def test_a_damaged_file_is_noticed(folder):
    (folder / "fairy_tales.txt").write_text(WORDS[:-1])
    with pytest.raises(DataMissing, match="damaged"):
        text.load("tales")


def test_train_and_held_out_make_up_the_whole(folder):
    train, held_out = text.split("tales")
    assert all(len(piece) == 9 * text.BLOCK for piece in train[:-1]) and all(held_out)
    pieces = [piece for pair in zip(train, [*held_out, ""], strict=False) for piece in pair]
    assert "".join(pieces) == WORDS


def test_passages_are_the_held_out_blocks_cut_where_a_book_begins(folder):
    _, held_out = text.split("tales")
    passages = text.passages()
    assert "".join(passage for _, passage in passages) == "".join(held_out)
    for author, passage in passages:
        at = WORDS.index(passage)
        begun = [book for book in text.BOOKS if WORDS.index(f"{book.title}\n") <= at]
        assert begun[-1].author == author
        assert not any(f"{book.title}\n" in passage[1:] for book in text.BOOKS)
