"""Faces and emoji that are made up, so that no data folder is needed: flat pictures whose facts are known."""

import random

import numpy as np
from PIL import Image

from playground.data import captions, faces, scenes

GREY = 128


def emoji() -> dict[str, Image.Image]:
    """Grey blocks, no two of one shape, each with a dark and a light corner."""
    pictures = {}
    for i, name in enumerate(captions.OBJECTS):
        rgba = np.zeros((scenes.SIDE, scenes.SIDE, 4), np.uint8)
        rgba[: 40 + i, : 64 - i] = GREY, GREY, GREY, 255
        rgba[:8, :8, :3], rgba[:8, 8:16, :3] = 0, 255
        pictures[name] = Image.fromarray(rgba)
    return pictures


def made_up(count: int, seed: int = 0) -> faces.Faces:
    """Faces of any attributes, held-out pairs too, some of which only a bald head's beard shows.

    Each is one flat colour, its number.
    """
    rng = random.Random(seed)
    shown: list[captions.Facts] = [
        {key: rng.choice((*values, None) if key in ("hair", "mood") else values)
         for key, values in captions.PORTRAIT.items()} for _ in range(count)
    ]  # fmt: skip
    facts = tuple(one | {"hair colour": None} if one["hair"] == "bald" else one for one in shown)
    images = np.zeros((count, faces.SIDE, faces.SIDE, 3), np.uint8)
    images[..., 0], images[..., 1] = (np.arange(count) // 256)[:, None, None], (np.arange(count) % 256)[:, None, None]
    return faces.Faces(images, facts, tuple(map(captions.unseen, shown)))
