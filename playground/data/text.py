"""Tiny Shakespeare and thirteen children's classics, split for training; nothing stands in for them."""

import hashlib
import os
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from playground.errors import DataMissing

Name = Literal["tales", "shakespeare"]

FILES = {"tales": "fairy_tales.txt", "shakespeare": "tinyshakespeare.txt"}
TITLES = {"tales": "thirteen children's classics", "shakespeare": "tiny Shakespeare"}
SHA256 = {
    "tales": "6c786a7c4452875ca8e27d1dc9eb8296ebc2c61975b807dc248c2a8a5bdbb329",
    "shakespeare": "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
}
BLOCK = 20_000  # characters; of every ten blocks of the tales the last is held out
SHAKESPEARE_TRAIN = 1_003_854  # nanoGPT's split: the first nine tenths


@dataclass(frozen=True)
class Book:
    """One book of the tales: its title as it stands in the file, and who wrote or collected it."""

    title: str
    author: str


BOOKS = (
    Book("ALICE'S ADVENTURES IN WONDERLAND", "Carroll"),
    Book("THROUGH THE LOOKING-GLASS", "Carroll"),
    Book("ANDERSEN'S FAIRY TALES", "Andersen"),
    Book("GRIMMS' FAIRY TALES", "Grimm"),
    Book("THE BLUE FAIRY BOOK", "Lang"),
    Book("THE YELLOW FAIRY BOOK", "Lang"),
    Book("THE JUNGLE BOOK", "Kipling"),
    Book("JUST SO STORIES", "Kipling"),
    Book("THE WONDERFUL WIZARD OF OZ", "Baum"),
    Book("THE RAILWAY CHILDREN", "Nesbit"),
    Book("THE WIND IN THE WILLOWS", "Grahame"),
    Book("THE SECRET GARDEN", "Burnett"),
    Book("THE ADVENTURES OF PINOCCHIO", "Collodi"),
)
AUTHORS = tuple(dict.fromkeys(book.author for book in BOOKS))


@cache
def load(name: Name) -> str:
    """The whole text, from the folder PLAYGROUND_DATA. Raises DataMissing."""
    path = Path(os.environ.get("PLAYGROUND_DATA", ""), FILES[name])
    if not path.is_file():
        raise DataMissing(f"This needs {FILES[name]}: set PLAYGROUND_DATA to a folder that holds it.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256[name]:
        raise DataMissing(f"{FILES[name]} is damaged: fetch that file again.")
    return data.decode("ascii")


def split(name: Name) -> tuple[list[str], list[str]]:
    """Stretches of text to train on, and held-out ones, in the text's order. Raises DataMissing."""
    text = load(name)
    if name == "shakespeare":
        return [text[:SHAKESPEARE_TRAIN]], [text[SHAKESPEARE_TRAIN:]]
    period = 10 * BLOCK
    starts = range(0, len(text), period)
    train = [text[start : start + period - BLOCK] for start in starts]
    held_out = [text[start + period - BLOCK : start + period] for start in starts]
    return train, [block for block in held_out if block]


def passages() -> list[tuple[str, str]]:
    """The tales' held-out blocks, cut where a book begins: author and text. Raises DataMissing."""
    whole, found = load("tales"), []
    begins = [whole.index(f"{book.title}\n") for book in BOOKS]
    for start in range(9 * BLOCK, len(whole), 10 * BLOCK):
        cuts = [start, *(begin for begin in begins if start < begin < start + BLOCK), start + BLOCK]
        for begin, end in pairwise(cuts):
            book = BOOKS[bisect_right(begins, begin) - 1]
            found.append((book.author, whole[begin:end]))
    return found
