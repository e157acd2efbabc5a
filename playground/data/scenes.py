"""Scenes of 64 x 64 pixels: one or two emoji, each in one of six colours, on a plain ground."""

import json
import os
import random
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from playground.data.captions import COLOURS, GROUNDS, OBJECTS, Scene
from playground.errors import DataMissing

TITLE, LICENCE = "scenes of recoloured Noto emoji", "Apache 2.0"
SIDE = 64
EMOJI = {
    "apple": "red apple", "car": "automobile", "boat": "sailboat", "tree": "deciduous tree", "heart": "red heart",
    "plane": "airplane", "book": "closed book", "shirt": "t-shirt", "shoe": "running shoe",
}  # fmt: skip  # the others bear their own name
INK = {
    "red": (225, 35, 40), "orange": (250, 130, 20), "yellow": (245, 210, 30),
    "green": (40, 160, 60), "blue": (40, 90, 225), "purple": (140, 50, 190),
}  # fmt: skip
PAPER = {
    "white": (255, 255, 255), "grey": (170, 170, 170), "blue": (182, 227, 244), "green": (192, 240, 192),
    "lilac": (209, 212, 249), "pink": (255, 213, 220), "yellow": (255, 233, 168),
}  # fmt: skip
assert set(INK) == set(COLOURS) and set(PAPER) == set(GROUNDS)


@cache
def _emoji() -> dict[str, Image.Image]:
    """Object -> RGBA picture; its white surroundings are transparent. Raises DataMissing."""
    root = os.environ.get("PLAYGROUND_DATA")
    if not root or not all(Path(root, f"emoji64.{end}").is_file() for end in ("npz", "json")):
        raise DataMissing("This needs the emoji: set PLAYGROUND_DATA to a folder that holds emoji64.npz.")
    names = [entry["name"] for entry in json.loads(Path(root, "emoji64.json").read_text(encoding="utf-8"))]
    with np.load(Path(root, "emoji64.npz")) as file:
        images = file["images"]
    return {name: _cut_out(images[names.index(EMOJI.get(name, name))]) for name in OBJECTS}


def _cut_out(image: np.ndarray) -> Image.Image:
    framed = Image.new("RGB", (SIDE + 2, SIDE + 2), "white")
    framed.paste(Image.fromarray(image), (1, 1))
    marker = (255, 0, 255)
    ImageDraw.floodfill(framed, (0, 0), marker, thresh=60)
    outside = (np.asarray(framed)[1:-1, 1:-1] == marker).all(-1)
    return Image.fromarray(np.dstack([image, np.where(outside, 0, 255).astype(np.uint8)]))


@cache
def sprite(colour: str, name: str, size: int) -> Image.Image:
    """One object in one colour, RGBA, its longer side `size` pixels: darker and lighter places keep their contrast."""
    picture = _emoji()[name]
    picture = picture.crop(picture.getchannel("A").getbbox())
    rgba = np.asarray(picture, np.float32)
    grey, there = rgba[..., :3].mean(-1) / 255, rgba[..., 3] > 0
    middle = float(np.clip(np.median(grey[there]), 0.25, 0.8))
    dark = np.minimum(grey / middle, 1)[..., None]
    light = (np.maximum(grey - middle, 0) / (1 - middle) * 0.7)[..., None]
    ink = np.array(INK[colour], np.float32) * dark
    coloured = np.dstack([ink + (255 - ink) * light, rgba[..., 3]])
    scale = size / max(picture.size)
    shape = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return Image.fromarray(coloured.round().astype(np.uint8)).resize(shape, Image.Resampling.BOX)


def centres(scene: Scene, rng: random.Random) -> list[tuple[int, int, int]]:
    """(x, y, size) of each object, in pixels, drawn so that the scene's relation is plain."""
    middle = SIDE // 2
    if len(scene.things) == 1:
        return [(middle + rng.randint(-7, 7), middle + rng.randint(-7, 7), rng.randint(36, 46))]
    near, far = middle - rng.randint(14, 16), middle + rng.randint(14, 16)
    along = (near, far) if scene.relation in ("left", "above") else (far, near)
    across = [middle + rng.randint(-5, 5) for _ in along]
    sizes = [rng.randint(25, 29) for _ in along]
    flat = scene.relation in ("left", "right")
    return [(a, b, s) if flat else (b, a, s) for a, b, s in zip(along, across, sizes, strict=True)]


def draw(scene: Scene, rng: random.Random) -> tuple[np.ndarray, list[tuple[int, int, int]]]:
    """uint8 (64,64,3), and where each object lies as in `centres`."""
    page, places = Image.new("RGB", (SIDE, SIDE), PAPER[scene.ground]), centres(scene, rng)
    for (colour, name), (x, y, size) in zip(scene.things, places, strict=True):
        one = sprite(colour, name, size)
        page.paste(one, (x - one.width // 2, y - one.height // 2), one)
    return np.asarray(page), places
