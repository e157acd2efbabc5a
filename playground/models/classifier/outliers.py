"""The trained detector of what is no digit: a classifier is sure of noise too, unless it was shown such pictures."""

from functools import cache

import numpy as np
import torch

from playground import store
from playground.models.classifier.network import DigitClassifier

NAME = "classifier/outliers"
NONE = 10  # the class of what is no digit
BATCH = 250


@torch.inference_mode()
def digit_probability(network: DigitClassifier, images: torch.Tensor) -> torch.Tensor:
    """images (N,1,28,28) in [0,1] -> (N,), what is not given to "none"."""
    given = [network(batch).softmax(1)[:, NONE] for batch in images.split(BATCH)]
    return 1 - torch.cat(given).double()


@cache
def detector() -> tuple[DigitClassifier, float]:
    """The network on the CPU, and the least probability that is accepted."""
    config, tensors = store.read(NAME)
    network = store.fill(DigitClassifier(**config["network"]), tensors, NAME)
    return network, float(store.read(NAME, file="reference")[1]["least"])


def accepted(images: np.ndarray) -> np.ndarray:
    """(N,28,28), uint8 or in [0,1] -> (N,) booleans: whether each may be a digit; of real ones 99 % are."""
    images = images.astype(np.float32) / 255 if images.dtype == np.uint8 else images
    network, least = detector()
    return (digit_probability(network, torch.from_numpy(images[:, None])) >= least).numpy()


@cache
def accepted_real() -> np.ndarray:
    """Which of the 10,000 test digits are accepted, known offline: (10000,) booleans."""
    return store.read(NAME, file="reference")[1]["accepted"].numpy().astype(bool)
