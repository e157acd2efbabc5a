"""What real digits score on the classifier, and shares of its judgements."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import torch

from playground import store
from playground.measure.distances import frechet, moments
from playground.models.classifier.digits import NAME, Judgement, classifier, judge
from playground.models.classifier.network import DigitClassifier
from playground.models.classifier.outliers import accepted, accepted_real

CLASSES = 10
WHITE, INK = 0.98, 0.1  # grey values from which a pixel is "burnt white", and from which it is ink at all


def white_share(images: np.ndarray) -> np.ndarray:
    """Share of each picture's ink that is pure white: images (N,28,28) in [0,1] -> (N,)."""
    ink = (images > INK).sum((1, 2))
    return (images >= WHITE).sum((1, 2)) / np.maximum(ink, 1)


def crop(x0: torch.Tensor) -> np.ndarray:
    """(N,1,32,32) in [-1,1] -> float32 (N,28,28) in [0,1], the metrics' convention."""
    return ((x0[:, 0, 2:30, 2:30].clamp(-1, 1) + 1) / 2).float().cpu().numpy()


@dataclass(frozen=True)
class Reference:
    """Derived numbers of real digits, shipped with the classifier so that floors are known offline.

    Attributes:
        mean, covariance: of the training set's features (F,), (F,F).
        features, labels: of the 10,000 test digits (10000,F), (10000,).
        white: white_share of those digits (10000,).
        confidence: mean probability of the true class, per class (10,).
    """

    mean: np.ndarray
    covariance: np.ndarray
    features: np.ndarray
    labels: np.ndarray
    white: np.ndarray
    confidence: np.ndarray

    def frechet(self, features: np.ndarray) -> float:
        """Fréchet distance of (N,F) features to the training set's, along `directions(N)` of their main directions.

        Fewer pictures than twice the features do not tell a covariance: its missing directions would be most of the
        distance. Distances of different N are not to be compared.
        """
        kept = self.directions(len(features))
        if kept == len(self.mean):
            return frechet((self.mean, self.covariance), moments(features))
        axes = self.axes[:, :kept]
        return frechet((self.mean @ axes, axes.T @ self.covariance @ axes), moments(features @ axes))

    def rise(self, before: np.ndarray, after: np.ndarray, times: float = 1.0) -> float:
        """How much larger the Fréchet distance of `after` (N,F) is than so many times that of `before` (N,F)."""
        return self.frechet(after) - times * self.frechet(before)

    def directions(self, count: int) -> int:
        """Of how many directions so many pictures tell the covariance: half as many, at most all F; at least one."""
        return max(1, min(len(self.mean), count // 2))

    @cached_property
    def axes(self) -> np.ndarray:
        """The training features' principal directions, the widest first (F,F)."""
        return np.linalg.eigh(self.covariance.astype(np.float64)).eigenvectors[:, ::-1]

    def accuracy(self, digit: int | None = None) -> float:
        """Share of real test digits (of one class) that the classifier calls by their name."""
        mine = slice(None) if digit is None else self.labels == digit
        return float(self.judgement(mine).agreement(self.labels[mine]).mean())

    def judgement(self, rows: slice | np.ndarray = slice(None)) -> Judgement:
        """What the classifier says of real test digits, from their stored features."""
        features = self.features[rows]
        with torch.inference_mode():
            logits = classifier().to_logits(torch.relu(torch.from_numpy(features)))
        return Judgement(logits.softmax(1).numpy(), features)

    def frechet_floor(self, labels: np.ndarray, rounds: int = 8) -> float:
        """What real test digits of the same labels (N,) score, mean over `rounds` fixed draws.

        The same labels, because uneven classes alone move the mean: at N = 50 that is most of the distance.
        """
        rng = np.random.default_rng(0)
        return float(np.mean([self.frechet(self.features[self.draw(labels, rng)]) for _ in range(rounds)]))

    def draw(self, labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Rows of real digits with exactly these labels, each at most once while there are enough."""
        rows = [
            rng.choice(mine, count, replace=count > len(mine))
            for digit, count in zip(*np.unique(labels, return_counts=True), strict=True)
            if len(mine := np.flatnonzero(self.labels == digit))
        ]
        return np.concatenate(rows)

    def two_draws(self, first: int, second: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows (first,) of real digits and (second,) of others, classes in turn, none twice while there are enough."""
        each = -(-(first + second) // CLASSES)
        of_each = self.draw(np.tile(np.arange(CLASSES), each), np.random.default_rng(seed)).reshape(CLASSES, each)
        rows = of_each.T.ravel()
        return rows[:first], rows[first : first + second]


def reference_tensors(
    network: DigitClassifier, train: tuple[np.ndarray, np.ndarray], test: tuple[np.ndarray, np.ndarray]
) -> dict[str, torch.Tensor]:
    """What `Reference` is read from; train and test are (images uint8 (N,28,28), labels (N,))."""
    mean, covariance = moments(judge(train[0], network).features)
    images, labels = test
    judged = judge(images, network)
    right = judged.probabilities[np.arange(len(labels)), labels]
    confidence = np.array([right[labels == digit].mean() for digit in range(10)])
    arrays = {
        "mean": mean.astype(np.float32),
        "covariance": covariance.astype(np.float32),
        "features": judged.features.astype(np.float16),
        "labels": labels.astype(np.uint8),
        "white": white_share(images / np.float32(255)).astype(np.float16),
        "confidence": confidence.astype(np.float32),
    }
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


@cache
def reference() -> Reference:
    """The shipped Reference."""
    _, tensors = store.read(NAME, file="reference")
    return Reference(**{name: tensor.numpy() for name, tensor in tensors.items()})


CONFIDENT = 0.9


def class_shares(judgement: Judgement) -> np.ndarray:
    """The share of pictures that the classifier gives to each class (10,)."""
    return np.bincount(judgement.probabilities.argmax(1), minlength=CLASSES) / len(judgement.probabilities)


def confident(images: np.ndarray, judgement: Judgement) -> float:
    """The share of pictures (N,28,28) that are clearly a digit: the judge believes one class above 0.9, and the
    detector of what is no digit lets them pass."""
    return float((sure(judgement) & accepted(images)).mean())


def sure(judgement: Judgement) -> np.ndarray:
    """Whether the classifier believes one class above 0.9, which it may of noise as well: (N,)."""
    return judgement.probabilities.max(1) > CONFIDENT


def confident_real(rows: slice | np.ndarray = slice(None)) -> float:
    """The same share of real test digits."""
    return float((sure(reference().judgement(rows)) & accepted_real()[rows]).mean())
