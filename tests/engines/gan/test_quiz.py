"""The quiz: ten real pictures, ten forged ones of the same classes, in the seed's order."""

import pytest

from playground.data import digits
from playground.engines.gan.quiz import quiz
from playground.errors import DataMissing

pytestmark = pytest.mark.usefixtures("unskilled")


def frame(**values):
    (only,) = quiz(**values)
    return only


def test_ten_are_real_and_ten_are_forged_of_the_same_classes():
    found = frame().arrays
    truth = found["truth"].astype(bool)
    assert truth.sum() == 10 and len(truth) == 20
    assert sorted(found["classes"][truth]) == sorted(found["classes"][~truth])


def test_the_real_ones_are_test_pictures_with_their_classes():
    found, test = frame(seed=3).arrays, digits.load("mnist", "test")
    known = {picture.tobytes(): label for picture, label in zip(test.images, test.labels, strict=True)}
    for picture, label, real in zip(found["pictures"], found["classes"], found["truth"], strict=True):
        assert known.get(picture.tobytes(), -1) == (label if real else -1)


def test_the_order_is_shuffled_by_the_seed():
    orders = {frame(seed=seed).arrays["truth"].tobytes() for seed in range(6)}
    assert len(orders) == 6


def test_ten_seeds_on_all_forgeries_are_new():
    first, next_ = (frame(seed=seed).arrays for seed in (7, 17))
    forged = [{p.tobytes() for p in a["pictures"][a["truth"] == 0]} for a in (first, next_)]
    assert len(forged[0]) == 10 and not forged[0] & forged[1]


def test_without_the_data_set_it_says_what_is_missing(monkeypatch):
    def require(name, split):
        raise DataMissing("This number needs mnist: go online.")

    monkeypatch.setattr(digits, "require", require)
    with pytest.raises(DataMissing):
        frame()
