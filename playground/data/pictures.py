"""Pictures to destroy that need no network: scikit-learn's photographs, a drawing, an upload."""

import threading
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from playground.errors import BadInput
from playground.spec import MAX_SIDE, MIN_SIDE

SIDE = 64
ENOUGH = 512  # pixels of a side: what is much larger is reduced first
DECODING = threading.BoundedSemaphore(2)  # pictures at a time: one of 4096 x 4096 takes 64 MB

INK = 40  # grey values by which ink differs from its ground
UNREADABLE = (OSError, ValueError, SyntaxError, TypeError, AttributeError)
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
CROPS = (("china.jpg", (60, 0, 487, 427)), ("flower.jpg", (190, 40, 530, 380)), ("china.jpg", (330, 120, 560, 350)))


def photograph(index: int) -> np.ndarray:
    """One of three crops of scikit-learn's sample photographs, counted round: uint8 (64,64,3)."""
    from sklearn.datasets import load_sample_image

    name, box = CROPS[index % len(CROPS)]
    return _square(Image.fromarray(load_sample_image(name)).crop(box))


def drawing(strokes: str) -> np.ndarray:
    """Polylines "x,y x,y;x,y" on a 256 x 256 pad -> white on black, uint8 (28,28)."""
    if not strokes:
        raise BadInput("The pad is empty: draw something first.")
    return np.asarray(_pad(strokes).resize((28, 28), Image.Resampling.BOX))


def painted(strokes: str, side: int) -> np.ndarray:
    """Which cells of a square such polylines cover, a fifth of a cell at least: bool (side,side)."""
    return np.asarray(_pad(strokes).resize((side, side), Image.Resampling.BOX)) > 51


def _pad(strokes: str) -> Image.Image:
    pad = Image.new("L", (256, 256))
    pen = ImageDraw.Draw(pad)
    for stroke in filter(None, strokes.split(";")):
        points = [tuple(map(int, point.split(","))) for point in stroke.split(" ")]
        pen.line(points, fill=255, width=18, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - 9, y - 9, x + 9, y + 9), fill=255)
    return pad


def as_digit(image: np.ndarray) -> tuple[np.ndarray, bool]:
    """Any picture, uint8 (H,W) or (H,W,3), laid out as MNIST's: uint8 (28,28), and whether it was dark on light.

    Light ink on black, its longer side brought to 20 pixels, its centre of mass to the middle. Without ink: all black.
    """
    grey = np.asarray(Image.fromarray(image).convert("L"), np.float32)
    ground = float(np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])))
    inverted = ground > 127
    ink = (ground - grey if inverted else grey - ground).clip(0, None)
    if ink.max() < INK:
        return np.zeros((28, 28), np.uint8), inverted
    ink *= 255 / ink.max()
    rows, columns = (np.flatnonzero((ink > INK).any(axis)) for axis in (1, 0))
    cropped = Image.fromarray(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.uint8))
    scale = 20 / max(cropped.size)
    size = max(1, round(cropped.width * scale)), max(1, round(cropped.height * scale))
    small = np.asarray(cropped.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR))
    middle = [(np.arange(n) @ small.sum(1 - axis) / small.sum()) for axis, n in enumerate(small.shape)]
    top, left = (int(np.clip(round(13.5 - centre), 0, 28 - n)) for centre, n in zip(middle, small.shape, strict=True))
    placed = np.zeros((28, 28), np.uint8)
    placed[top : top + small.shape[0], left : left + small.shape[1]] = small
    return placed, inverted


def upload(path: str | Path) -> tuple[np.ndarray, str]:
    """A picture file -> uint8 (64,64,3), square from its middle, and a note of what was done to it.

    An animation gives its first frame; transparency is laid on black, or on white where the ink is dark. Raises
    BadInput for anything else.
    """
    with DECODING:
        return _read(path)


def _read(path: str | Path) -> tuple[np.ndarray, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as picture:
                _check_size(picture)
                turned = ImageOps.exif_transpose(picture)
                rgba = turned.convert("RGBA").reduce(max(1, min(turned.size) // ENOUGH))
                ground = _ground(rgba)
                notes = _notes(picture, turned.size, ground)
    except (UnidentifiedImageError, Image.DecompressionBombError, *UNREADABLE) as error:
        raise BadInput("That file is not a picture we can read: choose a PNG, JPEG, WebP or GIF file.") from error
    opaque = Image.new("RGBA", rgba.size, ground)
    opaque.alpha_composite(rgba)
    return _square(opaque.convert("RGB")), notes


def _check_size(picture: Image.Image) -> None:
    if not MIN_SIDE <= min(picture.size) <= max(picture.size) <= MAX_SIDE:
        raise BadInput(
            f"That picture is {picture.width} x {picture.height} pixels: "
            f"choose one between {MIN_SIDE} and {MAX_SIDE} pixels wide and high."
        )


def _ground(rgba: Image.Image) -> str:
    """The ground on which a picture's opaque parts stand out: white for dark ink, else black."""
    grey, opacity = (np.asarray(rgba.convert("L"), np.float32), np.asarray(rgba.getchannel("A"), np.float32))
    if opacity.min() == 255 or not opacity.any():
        return "black"
    return "white" if np.average(grey, weights=opacity) < 128 else "black"


def _notes(picture: Image.Image, size: tuple[int, int], ground: str) -> str:
    notes = [f"{size[0]} x {size[1]} pixels, its middle square brought to {SIDE} x {SIDE}"]
    if getattr(picture, "is_animated", False):
        notes.append("only the first frame of the animation is used")
    if "A" in picture.getbands() or "transparency" in picture.info:
        notes.append(f"transparent parts lie on {ground}")
    return "; ".join(notes) + "."


def _square(picture: Image.Image) -> np.ndarray:
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    middle = picture.convert("RGB").crop((left, top, left + side, top + side))
    return np.asarray(middle.resize((SIDE, SIDE), Image.Resampling.LANCZOS))
