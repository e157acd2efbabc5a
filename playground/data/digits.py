"""MNIST and Fashion-MNIST, from a folder, from the hub, or scikit-learn's 8x8 digits in their place; and those 8x8."""

import gzip
import hashlib
import io
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from playground.errors import DataMissing

Name = Literal["mnist", "fashion_mnist"]
Split = Literal["train", "test"]

HUB = {"mnist": ("ylecun/mnist", "mnist"), "fashion_mnist": ("zalando-datasets/fashion_mnist", "fashion_mnist")}
TITLES = {"mnist": "MNIST", "fashion_mnist": "Fashion-MNIST"}
LICENCES = {"mnist": "CC BY-SA 3.0", "fashion_mnist": "MIT"}  # which the weights trained on them bear too
PREFIX = {"train": "train", "test": "t10k"}
# MD5 of the pixels alone, so that a folder and any revision on the hub are held to the same bytes.
PIXELS_MD5 = {
    ("mnist", "train"): "6510e85a72c3e9475c492d559d3770d2",
    ("mnist", "test"): "240610fa99e73bfa49df8e7fc24d3206",
    ("fashion_mnist", "train"): "f209073e486d5113ebe2cc431d4df862",
    ("fashion_mnist", "test"): "b7656a891b218fc13e45205c48a92cae",
}


@dataclass(frozen=True)
class Digits:
    """Labelled pictures: `images` uint8 (N,28,28), `labels` int64 (N,), what was asked for, where it was found."""

    images: np.ndarray
    labels: np.ndarray
    name: str
    source: Literal["folder", "hub", "embedded"]

    @property
    def note(self) -> str:
        """One sentence for the page when something else is shown than was asked for, else empty."""
        if self.source != "embedded":
            return ""
        return (
            f"{TITLES[self.name]} was not found: these are scikit-learn's 1,797 digits of 8x8 pixels, enlarged. "
            "Set PLAYGROUND_DATA or connect to the internet to see it."
        )


@cache
def load(name: Name = "mnist", split: Split = "train") -> Digits:
    """The pictures of one split through the chain folder, hub, embedded stand-in."""
    if found := _from_folder(name, split):
        return Digits(*found, name=name, source="folder")
    if found := _from_hub(name, split):
        return Digits(*found, name=name, source="hub")
    return Digits(*_embedded(split), name=name, source="embedded")


def shown(name: Name, split: Split) -> str:
    """One sentence for the page: which pictures these are."""
    digits = load(name, split)
    where = {"folder": "from the data folder", "hub": "from the hub"}
    return digits.note or f"{TITLES[name]}, {split} set of {len(digits.images):,}, {where[digits.source]}."


def require(name: Name, split: Split) -> Digits:
    """As `load`, for numbers that mean nothing on a stand-in. Raises DataMissing."""
    digits = load(name, split)
    if digits.source == "embedded":
        raise DataMissing(f"This number needs {name}: set PLAYGROUND_DATA to a folder that holds it, or go online.")
    return digits


def to_signed(images: np.ndarray) -> np.ndarray:
    """uint8 (N,28,28) -> float32 (N,1,32,32) in [-1,1], zero-padded (that is, black) by two pixels."""
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2)))
    return (padded[:, None].astype(np.float32) / 127.5) - 1.0


def _from_folder(name: str, split: str) -> tuple[np.ndarray, np.ndarray] | None:
    root = os.environ.get("PLAYGROUND_DATA")
    if not root:
        return None
    images = Path(root, name, f"{PREFIX[split]}-images-idx3-ubyte.gz")
    labels = Path(root, name, f"{PREFIX[split]}-labels-idx1-ubyte.gz")
    if not (images.is_file() and labels.is_file()):
        return None
    try:
        pixels = _idx(images, header=16).reshape(-1, 28, 28)
        classes = _idx(labels, header=8).astype(np.int64)
    except (EOFError, OSError, ValueError) as error:
        raise _damaged(name, split) from error
    if len(classes) != len(pixels):
        raise _damaged(name, split)
    return _verified(pixels, name, split), classes


def _idx(path: Path, header: int) -> np.ndarray:
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def _from_hub(name: str, split: str) -> tuple[np.ndarray, np.ndarray] | None:
    import pyarrow
    import pyarrow.parquet as parquet
    from PIL import Image

    repo, folder = HUB[name]
    path = _hub_file(repo, f"{folder}/{split}-00000-of-00001.parquet")
    if path is None:
        return None
    try:
        rows = parquet.read_table(path, columns=["image", "label"]).to_pydict()
        pixels = np.stack([np.asarray(Image.open(io.BytesIO(cell["bytes"]))) for cell in rows["image"]])
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise _damaged(name, split) from error
    return _verified(pixels, name, split), np.asarray(rows["label"], np.int64)


def _hub_file(repo: str, file: str) -> str | None:
    """The file from the hub's cache, else from the hub if it answers and goes on sending."""
    from huggingface_hub import errors, hf_hub_download

    from playground.data import hub

    try:
        return hf_hub_download(repo, file, repo_type="dataset", local_files_only=True)
    except (errors.LocalEntryNotFoundError, OSError):
        pass
    if not hub.reachable():
        return None
    fetch = hub.Fetch(repo, (file,), kind="dataset")
    try:
        for _ in fetch.watch():
            pass
    except Exception:  # its client raises many kinds when the line drops; each means "not to be had from there"
        return None
    return str(fetch.path)


def _verified(pixels: np.ndarray, name: str, split: str) -> np.ndarray:
    if hashlib.md5(pixels.tobytes(), usedforsecurity=False).hexdigest() != PIXELS_MD5[name, split]:
        raise _damaged(name, split)
    return pixels


def _damaged(name: str, split: str) -> DataMissing:
    return DataMissing(f"The {split} pictures of {TITLES[name]} are damaged: delete that copy and fetch it again.")


def _embedded(split: str) -> tuple[np.ndarray, np.ndarray]:
    """scikit-learn's 8x8 digits, each pixel tripled and centred in 28x28; every sixth is a test picture."""
    pixels, labels = _eight(split)
    small = (pixels * (255 / 16)).astype(np.uint8)
    return np.pad(small.repeat(3, 1).repeat(3, 2), ((0, 0), (2, 2), (2, 2))), labels


@cache
def small(split: Split | None = None) -> tuple[np.ndarray, np.ndarray]:
    """scikit-learn's 1,797 digits, or one split of them: float32 (N,64) in [-1,1], rows of 8; int64 labels (N,)."""
    pixels, labels = _eight(split)
    return (pixels.reshape(-1, 64) / 8 - 1).astype(np.float32), labels


def _eight(split: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (N,8,8) in 0..16 and labels of scikit-learn's digits; every sixth is a test picture."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    is_test = np.arange(len(bunch.images)) % 6 == 0
    chosen = {"test": is_test, "train": ~is_test, None: slice(None)}[split]
    return bunch.images[chosen], bunch.target[chosen].astype(np.int64)
