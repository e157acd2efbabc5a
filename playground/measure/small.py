"""How many samples of 8x8 digits are recognised, and what real ones score."""

from functools import cache

import numpy as np

from playground.data import digits
from playground.models.classifier.small import probabilities

SURE = 0.8  # confidence from which a sample counts as recognised


def recognised(samples: np.ndarray) -> dict[str, float]:
    """Of samples (N,64) in [-1,1]: the share judged a digit with confidence above SURE, and their classes."""
    judged = probabilities(samples)
    sure = judged.max(1) > SURE
    return {"recognised": float(sure.mean()), "classes": float(len(np.unique(judged[sure].argmax(1))))}


@cache
def floors() -> dict[str, float]:
    """What the 300 real digits score that the judge was not trained on; and its accuracy on them."""
    x, labels = digits.small("test")
    accuracy = float((probabilities(x).argmax(1) == labels).mean())
    return recognised(x) | {"accuracy": accuracy}
