"""Classifiers from more and more sentences: all four answer, two of them write."""

import numpy as np
import pytest

from playground import store
from playground.engines.autoregressive import whose as autoregressive_whose
from playground.engines.autoregressive.whose import METHODS, confusions, figures, told, whose
from playground.errors import BadInput
from playground.models.autoregressive import authors
from playground.training.autoregressive import authors as training

trained = pytest.mark.skipif("autoregressive/bert" not in store.manifest(), reason="not trained yet")
TWO = authors.Task(("a", "b"), (("aaaa",), ("bbbb",)), ("aa", "bb", "ab", "ba"), np.array([0, 1, 0, 1]))


@pytest.fixture
def hasty(monkeypatch):
    """Two steps a network, short sentences, and few of them to be told apart."""
    monkeypatch.setattr(training, "LONGEST", 12)
    monkeypatch.setattr(training, "ENCODER_STEPS", (2, 2))
    monkeypatch.setattr(training, "DECODER_STEPS", (2, 2))
    full = authors.task

    def few(names, seed):
        asked = full(names, seed)
        return authors.Task(
            asked.authors, asked.pools, asked.test[:3] + asked.test[-3:], asked.labels[[0, 1, 2, -3, -2, -1]]
        )

    monkeypatch.setattr(autoregressive_whose, "task", few)


@pytest.mark.slow
@trained
def test_four_classifiers_answer_and_two_write(hasty):
    frames = [frame for frame in whose(authors=("Carroll", "Baum"), most="16") if frame.arrays]
    assert [frame.stats["amount"] for frame in frames] == [4, 8, 16]
    for frame in frames:
        np.testing.assert_allclose(frame.arrays["posterior"].sum(1), 1, atol=1e-5)
        assert (frame.arrays["confusion"].sum((1, 2)) == 6).all()
        ends = [0, *frame.arrays["samples_ends"].tolist()]
        lengths = np.diff(ends).reshape(len(METHODS), 2)
        assert (lengths[:2] == 0).all() and (lengths[2:] > 0).any(1).all()
        assert (frame.arrays["surprise"][:2] == 0).all() and (frame.arrays["surprise"][2:] > 0).all()


def test_figures_of_a_known_answer():
    perfect, coin = np.log([[0.9, 0.1], [0.1, 0.9]] * 2), np.log([[0.9, 0.1]] * 4)
    stats = figures({METHODS[0]: perfect, METHODS[2]: coin}, TWO)
    assert stats["right_0"] == 1 and stats["right_1"] == stats["chance"] == 0.5 and stats["gap_counted"] == 0.5
    assert stats["gap_low_counted"] < 0.5 < stats["gap_high_counted"] and "gap_networks" not in stats
    np.testing.assert_array_equal(confusions({METHODS[0]: perfect, METHODS[2]: coin}, TWO)[1], [[2, 0], [2, 0]])


@pytest.mark.slow
@trained
def test_a_network_learns_two_alphabets():
    asked = authors.Task(
        ("a", "b"), (("aaa aaa aaa",) * 16, ("zzz zzz zzz",) * 16), ("aaa aaa", "zzz zzz"), np.array([0, 1])
    )
    for method in METHODS[1::2]:
        learning = told(method, asked, 16)
        try:
            while True:
                next(learning)
        except StopIteration as ended:
            classifier, answers = ended.value
        assert (answers.argmax(1) == asked.labels).all(), method
        np.testing.assert_allclose(np.exp(answers).sum(1), 1, atol=1e-5)
    assert classifier.write(0, 1) == classifier.write(0, 1)


@trained
def test_the_shipped_networks_are_left_as_they_were():
    from playground.models.autoregressive.language import shipped

    before = shipped("autoregressive/gpt")[1].get_input_embeddings().weight.clone()
    learning = training.decoders((("a b c",), ("d e f",)), 0)
    next(learning)
    next(learning)
    assert (shipped("autoregressive/gpt")[1].get_input_embeddings().weight == before).all()


def test_one_author_is_refused():
    with pytest.raises(BadInput, match="at least two"):
        next(whose(authors=("Carroll",)))
