"""10,000 drawn faces of 64 x 64 pixels whose thirteen attributes are known, and what captions may state of them."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from playground.data.captions import BACKGROUND, EXTRAS, HAIR_COLOUR, SKIN, Facts, unseen
from playground.errors import DataMissing

TITLE, LICENCE = "10,000 drawn faces (DiceBear, design Lorelei by Lisa Wischofsky)", "CC0 1.0"
SIDE, COUNT, TEST = 64, 10_000, 1_000  # the last TEST are for testing
FILES = ("faces64.png", "faces64_labels.npz")

# The flat colours of hair and skin; those of the background are `scenes.PAPER`.
HAIR_INK = {
    "auburn": (165, 87, 40), "black": (44, 27, 24), "blond": (214, 179, 112), "blue": (74, 123, 208),
    "brown": (114, 65, 51), "grey": (154, 154, 154), "red": (232, 72, 63),
}  # fmt: skip
SKIN_INK = {
    "brown": (174, 93, 41), "dark": (105, 77, 61), "light": (255, 219, 180), "pale": (255, 240, 221),
    "tan": (208, 139, 91),
}  # fmt: skip
assert set(HAIR_INK) == set(HAIR_COLOUR) and set(SKIN_INK) == set(SKIN)

# Variants of a drawing that show the named value clearly at this size; the others are left unnamed.
HAIR_VARIANTS = {
    "short": (0, 1, 2, 3, 7, 8, 46),
    "long": (14, 15, 20, 34, 39, 40),
    "curly": (4, 23, 38),
    "bun": (13, 25, 35, 37),
    "mohawk": (26,),
    "bald": (24, 27, 33),
}
MOOD_VARIANTS = {"smiling": (0, 1, 2, 3, 4, 5, 8, 11, 12, 14), "sad": (20, 21, 22, 24)}


@dataclass(frozen=True)
class Faces:
    """`images` uint8 (N,64,64,3), what captions may state of each, and whether it shows a held-out pair."""

    images: np.ndarray
    facts: tuple[Facts, ...]
    unseen: tuple[bool, ...]


@cache
def load(split: Literal["train", "test"]) -> Faces:
    """The first 9,000 or the last 1,000 faces. Raises DataMissing."""
    root = os.environ.get("PLAYGROUND_DATA")
    if not root or not all(Path(root, file).is_file() for file in FILES):
        raise DataMissing("This needs the drawn faces: set PLAYGROUND_DATA to a folder that holds faces64.png.")
    from PIL import Image

    grid = np.asarray(Image.open(Path(root, FILES[0])).convert("RGB"))
    rows = COUNT * SIDE // grid.shape[1]
    images = grid.reshape(rows, SIDE, -1, SIDE, 3).transpose(0, 2, 1, 3, 4).reshape(COUNT, SIDE, SIDE, 3)
    with np.load(Path(root, FILES[1])) as labels:
        table = {key: labels[key] for key in labels.files}
    chosen = slice(0, COUNT - TEST) if split == "train" else slice(COUNT - TEST, COUNT)
    drawn = [{key: int(column[i]) for key, column in table.items()} for i in range(COUNT)[chosen]]
    return Faces(images[chosen], tuple(map(_facts, drawn)), tuple(map(_shows_unseen, drawn)))


def _facts(label: dict[str, int]) -> Facts:
    hair = _named(HAIR_VARIANTS, label["hair"])
    return {
        "hair": hair,
        "hair colour": None if hair == "bald" else HAIR_COLOUR[label["hairColor"]],
        "skin": SKIN[label["skin"]],
        "background": BACKGROUND[label["background"]],
        "mood": _named(MOOD_VARIANTS, label["mouth"]),
        **{extra: "yes" if label[extra] else "no" for extra in EXTRAS},
    }


def _shows_unseen(label: dict[str, int]) -> bool:
    """A bald head's hair colour is no fact, but its beard, its eyebrows and its last tuft have it."""
    return unseen({**_facts(label), "hair colour": HAIR_COLOUR[label["hairColor"]]})


def _named(variants: dict[str, tuple[int, ...]], index: int) -> str | None:
    return next((name for name, indices in variants.items() if index in indices), None)
