"""The GANs' rows: known answers, and real digits score at their floors."""

import numpy as np
import pytest

from playground.data import digits
from playground.measure.digits import class_shares, confident_real, reference, sure
from playground.measure.gan import digits as gan_rows
from playground.models.classifier.digits import Judgement


def judged(*classes: int, confidence: float = 1.0) -> Judgement:
    """A judgement that gives each picture its class with this confidence."""
    rest = (1 - confidence) / 9
    probabilities = np.full((len(classes), 10), rest)
    probabilities[np.arange(len(classes)), classes] = confidence
    return Judgement(probabilities, np.zeros((len(classes), 2)))


def test_shares_of_the_classes():
    shares = class_shares(judged(0, 0, 0, 7))
    assert shares.tolist() == [0.75, 0, 0, 0, 0, 0, 0, 0.25, 0, 0]


def test_a_generator_of_one_class_has_an_empty_one():
    shares = class_shares(judged(*[3] * 50))
    assert shares.max() == 1 and shares.min() == 0


@pytest.mark.parametrize(("confidence", "share"), [(0.95, 1), (0.85, 0)])
def test_sure(confidence, share):
    assert sure(judged(1, 2, confidence=confidence)).mean() == share


def test_nearest_of_finds_a_picture_among_others():
    among = np.random.default_rng(0).integers(0, 256, (30, 28, 28), dtype=np.uint8)
    distance, nearest = gan_rows.nearest_of(among[[4, 20]], among)
    assert nearest.tolist() == [4, 20] and distance == pytest.approx([0, 0], abs=0.02)
    moved = among[[4]] / np.float32(255)
    moved[0, 0, 0] += 0.3
    moved[0, 1, 0] += 0.4
    distance, nearest = gan_rows.nearest_of(moved, among)
    assert nearest[0] == 4 and distance[0] == pytest.approx(0.5, abs=0.01)


def rows(found) -> dict[str, dict]:
    return {row["id"]: row for row in found}


@pytest.fixture
def real_digits(mnist_test):
    """A perfect sampler: real test digits of the asked classes, of all for none."""

    def sample(labels: np.ndarray) -> np.ndarray:
        rng = np.random.default_rng(1)
        if (labels == gan_rows.NONE).all():
            return mnist_test.images[rng.choice(len(mnist_test.images), len(labels), replace=False)]
        return mnist_test.images[reference_rows(labels, rng)]

    def reference_rows(labels: np.ndarray, rng: np.random.Generator) -> list[int]:
        return [int(rng.choice(np.flatnonzero(mnist_test.labels == label))) for label in labels]

    return sample


@pytest.mark.slow
def test_real_digits_score_at_the_floor(real_digits):
    found = rows(gan_rows.unconditional_rows(real_digits, 1000)) | rows(gan_rows.accuracy_rows(real_digits, 500))
    assert found.keys() == {
        "gan.digits_class_share_least", "gan.digits_class_share_most", "gan.digits_confident",
        "gan.digits_class_accuracy",
    }  # fmt: skip
    for row in found.values():
        assert row["value"] == pytest.approx(row["floor"], abs=0.03), row["id"]


@pytest.mark.slow
def test_the_likeness_of_real_digits_is_the_floor(real_digits):
    found = rows(gan_rows.likeness_rows(real_digits, 300))
    shares = ("precision", "recall", "density", "coverage")
    assert found.keys() == {f"gan.{name}" for name in (*shares, "frechet")}
    for name in shares:
        assert found[f"gan.{name}"]["value"] == pytest.approx(found[f"gan.{name}"]["floor"], abs=0.06), name
    assert found["gan.frechet"]["value"] == pytest.approx(found["gan.frechet"]["floor"], rel=0.3)


def test_the_floor_of_the_shares_is_that_of_the_test_digits():
    shares = class_shares(reference().judgement())
    true = np.bincount(reference().labels, minlength=10) / len(reference().labels)
    assert np.abs(shares - true).max() < 0.002
    assert confident_real() == pytest.approx(0.98, abs=0.01)


def test_an_even_draw_has_an_even_floor(monkeypatch):
    """Not that of the test digits, whose classes are uneven; what the pictures themselves score is not asked."""
    monkeypatch.setattr(gan_rows, "judge", lambda pictures: judged(*np.arange(len(pictures)) % 10))
    monkeypatch.setattr(gan_rows, "confident", lambda pictures, judgement: 1.0)
    found = rows(gan_rows.unconditional_rows(lambda labels: np.zeros((len(labels), 28, 28), np.float32), 10_000))
    assert 0.093 < found["gan.digits_class_share_least"]["floor"] < 0.1
    assert 0.1 < found["gan.digits_class_share_most"]["floor"] < 0.107


def test_clothing_that_is_real_scores_at_the_floor(monkeypatch):
    """Blocks of one grey value a class, a little noise on top: fresh ones are as near as the test ones."""

    def made(seed: int, count: int) -> digits.Digits:
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, 10, count)
        images = 25 * labels[:, None, None] + rng.integers(0, 6, (count, 28, 28))
        return digits.Digits(images.astype(np.uint8), labels, "fashion_mnist", "folder")

    def sample(labels: np.ndarray) -> np.ndarray:
        noise = np.random.default_rng(3).integers(0, 6, (len(labels), 28, 28))
        return (25 * labels[:, None, None] + noise).astype(np.float32) / 255

    sets = {"train": made(0, 400), "test": made(1, 100)}
    monkeypatch.setattr(digits, "require", lambda name, split: sets[split])
    monkeypatch.setattr(gan_rows, "NEIGHBOURS_AMONG", 400)
    found = rows(gan_rows.clothing_rows(sample, 100))
    assert found["gan.fashion_nearest_class"]["value"] == found["gan.fashion_nearest_class"]["floor"] == 1
    for name in ("gan.fashion_nearest_real", "gan.fashion_nearest_forged"):
        assert found[name]["value"] == pytest.approx(found[name]["floor"], rel=0.05)
