"""N-grams: they are probabilities, agree with counting by hand, and score as published."""

import itertools
import math

import numpy as np
import pytest

from playground.data import text
from playground.errors import DataMissing
from playground.models.autoregressive import ngram


def taught(data: bytes, orders: int = 3) -> list[ngram.Counts]:
    return [ngram.count(data, order) for order in range(1, orders + 1)]


@pytest.mark.parametrize("orders", [1, 2, 3, 6])
@pytest.mark.parametrize("before", [b"", b"ab", b"abra", b"zz", b"\n\n"])
def test_what_may_follow_sums_to_one(orders, before):
    counts = taught(b"abracadabra\nabba\n", orders)
    following = [ngram.nats(counts, before + bytes([sign]))[-1, -1] for sign in range(256)]
    assert np.exp(-np.array(following)).sum() == pytest.approx(1)


def test_texts_of_one_length_sum_to_one(monkeypatch):
    monkeypatch.setattr(ngram, "ALPHABET", 3)
    counts = taught(bytes([0, 1, 2, 0, 1, 0, 0, 2, 1]), 3)
    monkeypatch.setattr(ngram, "BEFORE", bytes(5))
    texts = [bytes(signs) for signs in itertools.product(range(3), repeat=5)]
    assert sum(math.exp(-ngram.nats(counts, one)[-1].sum()) for one in texts) == pytest.approx(1)


def test_agrees_with_witten_bell_by_hand():
    counts = taught(b"aab", 2)  # c(a) = 2, c(b) = 1; after a: a once, b once
    unigram = (1 + 2 / 256) / (3 + 2)
    assert math.exp(-ngram.nats(counts, b"b")[0, 0]) == pytest.approx(unigram)
    assert math.exp(-ngram.nats(counts, b"ab")[1, 1]) == pytest.approx((1 + 2 * unigram) / (2 + 2))
    assert ngram.nats(counts, b"xb")[1, 1] == ngram.nats(counts, b"xb")[0, 1]  # x was never seen


def test_any_bytes_have_a_probability():
    for data in (bytes(range(256)), "Ω\u200d🦊".encode(), b""):
        found = ngram.nats(taught(b"some text", 6), data)
        assert found.shape == (6, len(data)) and np.isfinite(found).all()


def test_the_reference_figure_of_shakespeare():
    """Witten-Bell on nanoGPT's split, first 20,000 validation characters: 1.557 nats with 5 signs, 1.572 with 6."""
    try:
        train, held_out = text.split("shakespeare")
    except DataMissing:
        pytest.skip("needs tinyshakespeare.txt")
    found = ngram.nats(taught(train[0].encode(), 6), held_out[0][:20_000].encode()).mean(1)
    assert found[4:] == pytest.approx([1.557, 1.572], abs=0.002)


def test_without_the_folder_the_other_passages_teach(monkeypatch):
    def gone(name):
        raise DataMissing("gone.")

    monkeypatch.setattr(text, "split", gone)
    ngram.lesson.cache_clear()
    try:
        mine, next_one = (passage.text[200:400].encode() for passage in ngram.held_out()[1:3])
        taught_by = ngram.lesson("tales", frozenset({1}))
        assert not taught_by.whole and len(mine) == len(next_one) == 200
        assert mine not in taught_by.data and next_one in taught_by.data
    finally:
        ngram.lesson.cache_clear()
