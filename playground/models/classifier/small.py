"""The classifier of 8x8 digits, trained at first use on scikit-learn's digits alone."""

import warnings
from functools import cache

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from playground.data import digits

NONE = 10  # the class of what is no digit
EPOCHS = 20


@cache
def classifier() -> MLPClassifier:
    """A perceptron over the ten digits and "none", the same on each machine of one scikit-learn; half a second.

    Without examples of what is no digit it would be sure of nearly everything (arXiv 1412.1897).
    """
    x, labels = digits.small("train")
    junk = _junk(x, labels, np.random.default_rng(1))
    samples = np.concatenate([x, x, junk])
    targets = np.concatenate([labels, labels, np.full(len(junk), NONE)])
    network = MLPClassifier(
        (200,), alpha=0.01, batch_size=300, learning_rate_init=0.003, max_iter=EPOCHS, random_state=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is to stop there
        return network.fit(samples, targets)


def _junk(x: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """No digits: two classes blended about evenly, the pixels of one shuffled, or drowned in noise."""
    n, half = len(x), len(x) // 2
    i, j = rng.integers(0, n, (2, n))
    i, j = i[labels[i] != labels[j]], j[labels[i] != labels[j]]
    share = rng.uniform(0.4, 0.6, (len(i), 1))
    drowned = x[half:] + rng.uniform(0.8, 1.5, (n - half, 1)) * rng.standard_normal((n - half, x.shape[1]))
    blended, shuffled = share * x[i] + (1 - share) * x[j], rng.permuted(x[:half], axis=1)
    return np.concatenate([blended, shuffled, drowned.clip(-1, 1)]).astype(np.float32)


def probabilities(samples: np.ndarray) -> np.ndarray:
    """(N,64) in [-1,1] -> (N,10), what is left to 1 being "none"."""
    return classifier().predict_proba(samples)[:, :NONE]
