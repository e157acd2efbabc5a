"""Whose sentence is it? The task, drawn from held-out tales, and two ways to learn it without a network.

A discriminative classifier learns P(author | sentence); a generative one P(sentence | author) for each author, and
turns it round by Bayes' rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from playground.data.rewriting import sentences
from playground.models.autoregressive import ngram
from playground.models.autoregressive.language import held_out

TEST = 50  # sentences of each author that are never learnt from: the last of the last passage
AMOUNTS = (4, 8, 16, 32, 64, 128)  # sentences of each author to learn from


class Classifier(Protocol):
    """Whatever says whose a sentence is."""

    def log_posterior(self, lines: Sequence[str]) -> np.ndarray:
        """ln P(author | sentence) of N sentences, (N,authors)."""
        ...


@dataclass(frozen=True)
class Task:
    """Sentences and their authors.

    Attributes:
        authors: in the order of the labels.
        pools: what may be learnt from, of each author, in an order drawn by the seed.
        test, labels: sentences to be told apart, TEST of each author, and whose they are, counted in `authors`.
    """

    authors: tuple[str, ...]
    pools: tuple[tuple[str, ...], ...]
    test: tuple[str, ...]
    labels: np.ndarray

    def amounts(self, most: int) -> tuple[int, ...]:
        """The AMOUNTS up to `most` that every author has sentences for."""
        return tuple(amount for amount in AMOUNTS if amount <= min(most, *map(len, self.pools)))

    def lesson(self, amount: int) -> tuple[tuple[str, ...], ...]:
        """The first `amount` sentences of each author's pool."""
        return tuple(pool[:amount] for pool in self.pools)


@cache
def _sentences(author: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may be learnt of an author, and the TEST last sentences; from another passage, if enough is left then."""
    passages = [tuple(sentences([one.text])) for one in held_out() if one.author == author]
    passages = [one for one in passages if one]
    before, last = sum(passages[:-1], ()), passages[-1]
    pool = before if len(before) >= AMOUNTS[-1] else before + last[:-TEST]
    test = last[-TEST:]
    return tuple(line for line in pool if line not in test), test


def task(authors: Sequence[str], seed: int = 0) -> Task:
    """The task among these authors; the seed orders what is learnt from."""
    rng, pools = np.random.default_rng(seed), []
    for author in authors:
        pool = _sentences(author)[0]
        pools.append(tuple(pool[i] for i in rng.permutation(len(pool))))
    test = tuple(line for author in authors for line in _sentences(author)[1])
    return Task(tuple(authors), tuple(pools), test, np.repeat(np.arange(len(authors)), TEST))


def log_posterior(log_likelihood: np.ndarray) -> np.ndarray:
    """Bayes' rule with all authors equally likely: log P(x|y) (N,authors) -> log P(y|x)."""
    return log_likelihood - np.logaddexp.reduce(log_likelihood, axis=1, keepdims=True)


@dataclass(frozen=True, eq=False)
class Linear:
    """Logistic regression over the stretches of up to four characters within a word, weighted by how rare they are."""

    fitted: Pipeline

    def log_posterior(self, lines: Sequence[str]) -> np.ndarray:
        """ln P(author | sentence), (N,authors)."""
        return self.fitted.predict_log_proba(list(lines))


def logistic(lesson: Sequence[Sequence[str]]) -> Linear:
    """Fit to each author's sentences."""
    lines = [line for one in lesson for line in one]
    labels = np.repeat(np.arange(len(lesson)), [len(one) for one in lesson])
    features = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(1, 4))
    return Linear(make_pipeline(features, LogisticRegression(C=10.0, max_iter=300)).fit(lines, labels))


@dataclass(frozen=True, eq=False)
class Counted:
    """An n-gram per author, over bytes: it gives P(sentence | author), and writes."""

    tables: tuple[list[ngram.Counts], ...]

    def log_likelihood(self, lines: Sequence[str]) -> np.ndarray:
        """ln P(x|y), and of the line's end after it: (N,authors)."""
        data, own, begins = ngram.apart(lines)
        columns = [np.add.reduceat(ngram.nats(table, data)[-1] * own, begins) for table in self.tables]
        return -np.stack(columns, 1)

    def log_posterior(self, lines: Sequence[str]) -> np.ndarray:
        """ln P(author | sentence) by Bayes' rule, (N,authors)."""
        return log_posterior(self.log_likelihood(lines))

    def write(self, author: int, seed: int, longest: int = 160) -> str:
        """A sentence drawn byte by byte."""
        rng = np.random.default_rng(seed)
        written = bytearray(ngram.BEFORE)
        while len(written) < longest + len(ngram.BEFORE):
            p = following(self.tables[author], bytes(written))
            written.append(int(rng.choice(len(p), p=p / p.sum())))
            if written.endswith(b"\n"):
                break
        return written[len(ngram.BEFORE) :].decode(errors="replace").strip()


def following(table: list[ngram.Counts], before: bytes) -> np.ndarray:
    """p of every next byte (256,) after a text."""
    p = np.full(ngram.ALPHABET, 1 / ngram.ALPHABET)
    for counts in table:
        context = int.from_bytes(before[len(before) - counts.order + 1 :] if counts.order > 1 else b"", "big")
        p = counts.refine(p, context * ngram.ALPHABET + np.arange(ngram.ALPHABET))
    return p


def counted(lesson: Sequence[Sequence[str]]) -> Counted:
    """Count each author's sentences, every one from its beginning to its end."""
    orders = range(1, ngram.ORDERS + 1)
    return Counted(tuple([ngram.count_lines(lines, order) for order in orders] for lines in lesson))


def right(classifier: Classifier, asked: Task) -> np.ndarray:
    """Which test sentences are given to whom wrote them: bool (N,)."""
    return classifier.log_posterior(asked.test).argmax(1) == asked.labels
