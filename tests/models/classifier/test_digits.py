"""The classifier reads a picture alike in bytes and in shares; that it knows digits: measure/test_digits.py."""

import numpy as np
import torch

from playground.models.classifier.digits import judge
from playground.models.classifier.network import DigitClassifier


def test_bytes_and_shares_are_judged_alike():
    torch.manual_seed(0)
    network = DigitClassifier([4, 8, 8], 16).eval()
    images = np.random.default_rng(0).integers(0, 256, (300, 28, 28), dtype=np.uint8)
    of_bytes, of_shares = judge(images, network), judge(images / np.float32(255), network)
    assert np.array_equal(of_bytes.features, of_shares.features)
    assert of_bytes.features.shape == (300, 16) and of_bytes.probabilities.shape == (300, 10)
    assert np.allclose(of_bytes.probabilities.sum(1), 1)
