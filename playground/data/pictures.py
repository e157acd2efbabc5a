"""Pictures to destroy that need no network: scikit-learn's photographs, a drawing, an upload."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from playground.errors import BadInput
from playground.spec import MAX_SIDE, MIN_SIDE

SIDE = 64
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
    pad = Image.new("L", (256, 256))
    pen = ImageDraw.Draw(pad)
    for stroke in filter(None, strokes.split(";")):
        points = [tuple(map(int, point.split(","))) for point in stroke.split(" ")]
        pen.line(points, fill=255, width=18, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - 9, y - 9, x + 9, y + 9), fill=255)
    return np.asarray(pad.resize((28, 28), Image.Resampling.BOX))


def upload(path: str | Path) -> tuple[np.ndarray, str]:
    """A picture file -> uint8 (64,64,3), square from its middle, and a note of what was done to it.

    An animation gives its first frame; transparency is laid on black. Raises BadInput for anything else.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as picture:
                _check_size(picture)
                notes = _notes(picture)
                rgba = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, *UNREADABLE) as error:
        raise BadInput("That file is not a picture we can read: choose a PNG, JPEG, WebP or GIF file.") from error
    opaque = Image.new("RGBA", rgba.size, "black")
    opaque.alpha_composite(rgba)
    return _square(opaque.convert("RGB")), notes


def _check_size(picture: Image.Image) -> None:
    if not MIN_SIDE <= min(picture.size) <= max(picture.size) <= MAX_SIDE:
        raise BadInput(
            f"That picture is {picture.width} x {picture.height} pixels: "
            f"choose one between {MIN_SIDE} and {MAX_SIDE} pixels wide and high."
        )


def _notes(picture: Image.Image) -> str:
    notes = [f"{picture.width} x {picture.height} pixels, its middle square brought to {SIDE} x {SIDE}"]
    if getattr(picture, "is_animated", False):
        notes.append("only the first frame of the animation is used")
    if "A" in picture.getbands() or "transparency" in picture.info:
        notes.append("transparent parts lie on black")
    return "; ".join(notes) + "."


def _square(picture: Image.Image) -> np.ndarray:
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    middle = picture.convert("RGB").crop((left, top, left + side, top + side))
    return np.asarray(middle.resize((SIDE, SIDE), Image.Resampling.LANCZOS))
