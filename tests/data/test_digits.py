"""The chain folder, hub, embedded: each link gives the same pictures and says what it is."""

import gzip
import hashlib
import io
import time

import huggingface_hub
import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from huggingface_hub import constants
from PIL import Image

from playground.data import digits
from playground.errors import DataMissing

PIXELS = np.random.default_rng(0).integers(0, 256, (12, 28, 28), dtype=np.uint8)
LABELS = np.arange(12, dtype=np.uint8) % 10


@pytest.fixture(autouse=True)
def nothing_within_reach(monkeypatch, tmp_path):
    """An empty cache, no hub, no folder, and the checksum of PIXELS in MNIST's place."""
    monkeypatch.delenv("PLAYGROUND_DATA", raising=False)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setitem(digits.PIXELS_MD5, ("mnist", "test"), hashlib.md5(PIXELS.tobytes()).hexdigest())
    digits.load.cache_clear()
    yield
    digits.load.cache_clear()


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A data folder whose MNIST test set is PIXELS and LABELS."""
    write_folder(tmp_path / "data")
    monkeypatch.setenv("PLAYGROUND_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "mnist"


def write_folder(root, pixels=PIXELS):
    (root / "mnist").mkdir(parents=True, exist_ok=True)
    images, labels = (root / "mnist" / f"t10k-{kind}-ubyte.gz" for kind in ("images-idx3", "labels-idx1"))
    images.write_bytes(gzip.compress(bytes(16) + pixels.tobytes()))
    labels.write_bytes(gzip.compress(bytes(8) + LABELS.tobytes()))


@pytest.fixture
def hub(tmp_path):
    """A Hugging Face cache that holds ylecun/mnist with PIXELS as its test split."""
    repo = tmp_path / "hub" / "datasets--ylecun--mnist"
    snapshot = repo / "snapshots" / ("0" * 40) / "mnist"
    snapshot.mkdir(parents=True)
    (repo / "refs").mkdir()
    (repo / "refs" / "main").write_text("0" * 40)
    cells = [{"bytes": png(pixels), "path": None} for pixels in PIXELS]
    table = pyarrow.table({"image": cells, "label": LABELS.astype(np.int64)})
    pyarrow.parquet.write_table(table, snapshot / "test-00000-of-00001.parquet")


def png(pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def assert_is_pixels(found, source):
    assert found.source == source and found.name == "mnist" and found.note == ""
    assert found.images.dtype == np.uint8 and found.labels.dtype == np.int64
    assert np.array_equal(found.images, PIXELS) and np.array_equal(found.labels, LABELS)


def test_folder(folder):
    assert_is_pixels(digits.load("mnist", "test"), "folder")


def test_hub(hub):
    assert_is_pixels(digits.load("mnist", "test"), "hub")


def test_folder_comes_before_hub(folder, hub):
    assert digits.load("mnist", "test").source == "folder"


def test_a_folder_without_mnist_is_passed_over(monkeypatch, tmp_path, hub):
    monkeypatch.setenv("PLAYGROUND_DATA", str(tmp_path))
    assert digits.load("mnist", "test").source == "hub"


@pytest.mark.parametrize("split", ["train", "test"])
def test_embedded(split):
    found = digits.load("mnist", split)
    assert (found.source, found.name) == ("embedded", "mnist")
    assert found.images.shape[1:] == (28, 28) and found.images.dtype == np.uint8
    assert set(found.labels) == set(range(10)) and len(found.images) == len(found.labels)
    assert "MNIST" in found.note and "PLAYGROUND_DATA" in found.note


def test_embedded_splits_share_no_picture():
    train, test = ({image.tobytes() for image in digits.load("mnist", split).images} for split in ("train", "test"))
    assert train.isdisjoint(test)


def test_the_note_names_what_was_asked_for():
    assert "Fashion" in digits.load("fashion_mnist", "test").note


def test_require_refuses_the_stand_in():
    with pytest.raises(DataMissing, match="PLAYGROUND_DATA"):
        digits.require("mnist", "test")


def test_require_takes_the_folder(folder):
    assert digits.require("mnist", "test").source == "folder"


def test_an_altered_pixel_is_noticed(folder):
    write_folder(folder.parent, PIXELS ^ 1)
    with pytest.raises(DataMissing, match="damaged"):
        digits.load("mnist", "test")


@pytest.mark.parametrize("kind", ["images-idx3", "labels-idx1"])
def test_a_truncated_file_is_noticed(folder, kind):
    path = folder / f"t10k-{kind}-ubyte.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataMissing):
        digits.load("mnist", "test")


def test_a_damaged_hub_copy_is_noticed(hub, tmp_path):
    (path,) = (tmp_path / "hub").rglob("*.parquet")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DataMissing):
        digits.load("mnist", "test")


def test_an_unreachable_hub_is_asked_once(monkeypatch):
    asked = []

    def unreachable(*arguments, **options):
        asked.append(arguments)
        raise ConnectionError

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", unreachable)
    digits.load("mnist", "test")
    before = len(asked)
    digits.load("mnist", "test")
    assert len(asked) == before > 0


def test_an_unreachable_hub_does_not_keep_the_page_waiting(monkeypatch):
    """Nobody listens on port 9; what counts is how long the client would sleep between attempts."""
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    template = constants.HUGGINGFACE_CO_URL_TEMPLATE.replace("https://huggingface.co", "http://127.0.0.1:9")
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    assert digits.load("mnist", "test").source == "embedded"
    assert sum(slept) < 3


def test_to_signed():
    signed = digits.to_signed(PIXELS)
    assert signed.shape == (12, 1, 32, 32) and signed.dtype == np.float32
    assert signed.min() == -1 and signed.max() == 1
    inner = signed[:, 0, 2:30, 2:30]
    assert np.array_equal(np.round((inner + 1) * 127.5), PIXELS)
    assert signed.sum() == pytest.approx(inner.sum() - 12 * (32 * 32 - 28 * 28), rel=1e-5)


def test_the_real_pixels_are_mnist(mnist_test):
    assert mnist_test.images.shape == (10000, 28, 28)
    assert np.bincount(mnist_test.labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
