"""The trained classifier of digits, and what it says of pictures."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import torch

from playground import store
from playground.models.classifier.network import DigitClassifier

NAME = "classifier/digits"
BATCH = 250


@dataclass(frozen=True)
class Judgement:
    """Probabilities (N,10) and features (N,F) of N pictures, as float32 numpy."""

    probabilities: np.ndarray
    features: np.ndarray

    def agreement(self, labels: np.ndarray) -> np.ndarray:
        """(N,) booleans: is the most probable class the label?"""
        return self.probabilities.argmax(1) == labels


@cache
def classifier() -> DigitClassifier:
    """The shipped classifier on the CPU, in evaluation mode; every measurement is made there."""
    config, tensors = store.read(NAME)
    network = DigitClassifier(**config["network"])
    network.load_state_dict(tensors)
    return network.eval()


@torch.inference_mode()
def judge(images: np.ndarray, network: DigitClassifier | None = None) -> Judgement:
    """images uint8 (N,28,28) or float (N,28,28) in [0,1] -> Judgement."""
    network = network or classifier()
    images = images.astype(np.float32) / 255 if images.dtype == np.uint8 else images
    features = torch.cat([network.features(batch[:, None]) for batch in torch.from_numpy(images).split(BATCH)])
    logits = network.to_logits(torch.relu(features))
    return Judgement(logits.softmax(1).numpy(), features.numpy())
