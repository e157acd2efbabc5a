"""Whose sentence is it? Classifiers that learn P(author | sentence) against language models and Bayes' rule."""

import time
from collections.abc import Generator, Iterator, Sequence

import numpy as np

from playground.engines._runtime import checked, engine, progress
from playground.engines.autoregressive.tokens import packed
from playground.families.autoregressive.whose import METHODS
from playground.measure.statistics import mean_interval, wilson
from playground.models.autoregressive.authors import Classifier, Counted, Task, counted, log_posterior, logistic, task
from playground.models.autoregressive.reading import writer
from playground.spec import Frame
from playground.training.autoregressive.authors import LONGEST, Decoders, decoders, encoder

AT_ONCE = 25  # test sentences before others get a turn
PAIRS = {"counted": (METHODS[0], METHODS[2]), "networks": (METHODS[1], METHODS[3])}  # discriminative, generative


@checked(engine("autoregressive", "whose"))
def whose(
    *, sentence: str = "The White Knight fell off his horse once more, and said it was quite an ordinary thing to do.",
    authors: tuple[str, ...] = ("Carroll", "Andersen", "Kipling", "Baum", "Collodi"),
    methods: tuple[str, ...] = METHODS, most: str = "64", seed: int = 0,
) -> Iterator[Frame]:  # fmt: skip
    """Progress, and one Frame for each amount of sentences learnt from: 4, 8, 16 ... of each author.

    Methods are counted from 0. Shares right have Wilson's interval; gaps are paired by sentence, for the PAIRS asked
    for.
    """
    began, asked = time.perf_counter(), task(authors, seed)
    amounts = asked.amounts(int(most))
    pieces = packed("methods", _bytes(methods)) | packed("authors", _bytes(authors))
    left_out = float(max(0, len(writer().encode(sentence)) - LONGEST + 2))
    for k, amount in enumerate(amounts):
        found: dict[str, np.ndarray] = {}
        taught: dict[str, Classifier] = {}
        for place, method in enumerate(methods):
            learning = told(method, asked, amount, seed)
            turn = progress(k, len(amounts), (k + place / len(methods)) / len(amounts))
            try:
                while True:
                    next(learning)
                    yield turn
            except StopIteration as ended:
                taught[method], found[method] = ended.value
        stats = {"amount": float(amount), "left_out": left_out} | figures(found, asked)
        arrays = pieces | _of_sentence(taught, sentence, len(authors)) | {"confusion": confusions(found, asked)}
        arrays |= packed("samples", _bytes([line for one in taught.values() for line in _written(one, asked, seed)]))
        yield Frame(k, len(amounts), arrays, stats | {"seconds": time.perf_counter() - began}, kind="step")


def told(
    method: str, asked: Task, amount: int, seed: int = 0
) -> Generator[float | None, None, tuple[Classifier, np.ndarray]]:
    """Learn from `amount` sentences of each author and answer the test, in short turns.

    Yields the losses of a network, then nothing.
    Returns the classifier, and ln P(author | sentence) of every test sentence, (N,authors).
    """
    lesson = asked.lesson(amount)
    if method in METHODS[1::2]:
        learning: Generator[float, None, Classifier] = (encoder if method == METHODS[1] else decoders)(lesson, seed)
        classifier = yield from learning
    else:
        classifier = logistic(lesson) if method == METHODS[0] else counted(lesson)
    order = sorted(range(len(asked.test)), key=lambda i: len(asked.test[i]))  # little padding
    answers = np.empty((len(order), len(asked.authors)))
    for at in range(0, len(order), AT_ONCE):
        rows = order[at : at + AT_ONCE]
        answers[rows] = classifier.log_posterior([asked.test[i] for i in rows])
        yield None
    return classifier, answers


def figures(found: dict[str, np.ndarray], asked: Task) -> dict[str, float]:
    """Shares right with intervals, and the paired differences between discriminative and generative ones."""
    right = {method: answers.argmax(1) == asked.labels for method, answers in found.items()}
    n = len(asked.labels)
    stats = {"n": float(n), "chance": 1 / len(asked.authors)}
    for k, one in enumerate(right.values()):
        low, high = wilson(int(one.sum()), n)
        stats |= {f"right_{k}": float(one.mean()), f"low_{k}": low, f"high_{k}": high}
    for name, (telling, writing) in PAIRS.items():
        if telling in right and writing in right:
            gap, low, high = mean_interval(right[telling].astype(float) - right[writing])
            stats |= {f"gap_{name}": gap, f"gap_low_{name}": low, f"gap_high_{name}": high}
    return stats


def confusions(found: dict[str, np.ndarray], asked: Task) -> np.ndarray:
    """How many test sentences of each author were given to each, int32 (methods,authors,authors)."""
    count = len(asked.authors)
    tables = [
        np.bincount(asked.labels * count + answers.argmax(1), minlength=count * count).reshape(count, count)
        for answers in found.values()
    ]
    return np.stack(tables).astype(np.int32)


def _of_sentence(taught: dict[str, Classifier], sentence: str, count: int) -> dict[str, np.ndarray]:
    posterior, surprise = np.zeros((2, len(taught), count), np.float32)
    for k, classifier in enumerate(taught.values()):
        if isinstance(classifier, Counted | Decoders):
            log_likelihood = classifier.log_likelihood([sentence])
            surprise[k], posterior[k] = -log_likelihood[0], np.exp(log_posterior(log_likelihood)[0])
        else:
            posterior[k] = np.exp(classifier.log_posterior([sentence])[0])
    return {"posterior": posterior, "surprise": surprise}


def _written(classifier: Classifier, asked: Task, seed: int) -> list[str]:
    if not isinstance(classifier, Counted | Decoders):
        return [""] * len(asked.authors)
    return [classifier.write(author, seed + author) for author in range(len(asked.authors))]


def _bytes(words: Sequence[str]) -> list[bytes]:
    return [word.encode() for word in words]
