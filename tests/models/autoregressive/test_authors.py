"""Whose sentence: a fair task, and classifiers on cases with a known answer."""

import numpy as np
import pytest

from playground import store
from playground.models.autoregressive import authors, ngram
from playground.models.autoregressive.authors import TEST, counted, following, log_posterior, logistic, right, task

trained = pytest.mark.skipif("autoregressive/tales" not in store.manifest(), reason="not trained yet")
LESSON = (("aaa aaa aaaa.", "aa aaaa aaa."), ("bbb bbb bbbb.", "bb bbbb bbb."))


@trained
def test_the_test_is_never_learnt_from():
    asked = task(("Carroll", "Grimm", "Baum"))
    assert len(asked.test) == len(asked.labels) == 3 * TEST
    assert not set(asked.test) & {line for pool in asked.pools for line in pool}
    assert asked.amounts(128) == (4, 8, 16, 32, 64) and asked.amounts(16) == (4, 8, 16)


@trained
def test_lessons_grow_and_the_seed_orders_them():
    asked = task(("Carroll", "Baum"))
    assert [set(few) <= set(many) for few, many in zip(asked.lesson(4), asked.lesson(8), strict=True)] == [True, True]
    assert task(("Carroll", "Baum"), seed=1).lesson(4) != asked.lesson(4)
    assert task(("Carroll", "Baum")).lesson(4) == asked.lesson(4)


@trained
def test_tests_come_from_another_passage_where_there_is_one():
    for author in ("Andersen", "Grimm", "Kipling"):
        pool, test = authors._sentences(author)
        passages = [one.text for one in authors.held_out() if one.author == author]
        assert all(any(line in text for text in passages[:-1]) for line in pool)
        assert all(line in passages[-1] for line in test)


@pytest.mark.parametrize("learn", [logistic, counted])
def test_two_alphabets_are_told_apart(learn):
    asked = authors.Task(("a", "b"), LESSON, ("aaa aa.", "bbb bb."), np.array([0, 1]))
    classifier = learn(asked.pools)
    assert right(classifier, asked).all()
    np.testing.assert_allclose(np.exp(classifier.log_posterior(asked.test)).sum(1), 1, atol=1e-6)


def test_bayes_rule():
    found = np.exp(log_posterior(np.log([[0.2, 0.1], [0.3, 0.3]])))
    np.testing.assert_allclose(found, [[2 / 3, 1 / 3], [0.5, 0.5]])


def test_the_ngram_sums_to_one_and_gives_what_it_writes():
    model = counted(LESSON)
    for before in (b"\n\n\n\n\n", b"\n\naaa", b"\n\n zqx"):
        p = following(model.tables[0], before)
        assert p.sum() == pytest.approx(1) and (p > 0).all()
    text = "aa."
    told = sum(
        np.log(following(model.tables[0], b"\n\n\n\n\n" + text.encode()[:k])[byte]) for k, byte in enumerate(b"aa.\n")
    )
    assert model.log_likelihood([text, "bb"])[0, 0] == pytest.approx(told)


def test_a_sentence_begins_with_a_letter_and_is_written():
    model = counted(LESSON)
    for table in model.tables:
        assert following(table, ngram.BEFORE)[ord("\n")] < 0.05
    for author, letter in enumerate("ab"):
        written = [model.write(author, seed) for seed in range(20)]
        assert all(written) and all(letter in line for line in written)
    assert model.write(0, seed=1) == model.write(0, seed=1)


def test_a_sentence_weighs_the_same_in_any_company():
    model, lines = counted(LESSON), ["aa.", "bb aab", "", "é", "bbbbbbbbb"]
    alone = np.concatenate([model.log_likelihood([line]) for line in lines])
    together = model.log_likelihood(lines)
    np.testing.assert_allclose(together, alone, rtol=1e-12)
    np.testing.assert_allclose(model.log_likelihood(lines[::-1]), together[::-1], rtol=1e-12)
    for line, row in zip(lines, together, strict=True):
        told = [-ngram.nats(table, line.encode() + b"\n")[-1].sum() for table in model.tables]
        np.testing.assert_allclose(row, told, rtol=1e-12)


def test_nothing_is_counted_across_sentences():
    together, first, second = (ngram.count_lines(lines, 6) for lines in (["abc", "xyz"], ["abc"], ["xyz"]))
    assert set(together.grams) == set(first.grams) | set(second.grams)
    assert together.times.sum() == len("abc\nxyz\n")
