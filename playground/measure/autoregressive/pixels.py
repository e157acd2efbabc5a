"""The rows of the pixel models: exact likelihoods, classes by Bayes' rule, and how their samples are judged."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.data import digits
from playground.measure.digits import confident, reference
from playground.measure.quality import Row, row
from playground.measure.statistics import mean_interval, wilson
from playground.models.autoregressive.trained_pixels import CLASSES, binarised, class_nats, marginal, network, samples
from playground.models.classifier.digits import judge

IDS = {"autoregressive/pixelcnn": "_pixelcnn", "autoregressive/imagegpt": ""}  # the better one goes by the plain name
SAMPLES = 1000


def likelihood_rows(name: str, count: int | None) -> Iterator[Row]:
    """Exact nats of MNIST's test digits, and how often the class that explains a digit best is its own."""
    test = digits.require("mnist", "test")
    x, labels = binarised(test.images[:count]), test.labels[:count]
    found = class_nats(network(name), x)
    mean, low, high = mean_interval(marginal(found))
    told = found[np.arange(len(labels)), labels].mean()
    how = (
        f"-log p(x), p(x) = sum over y of p(x|y) / 10, exact; MNIST test, each pixel drawn once from its grey value, "
        f"95 % [{low:.2f}, {high:.2f}]; told the class {told:.2f}; PixelCNN 81.3 (arXiv 1601.06759, fixed binarisation)"
    )
    yield row(f"ar.pixel_nats{IDS[name]}", mean, "nats", len(x), how)
    right = found.argmin(1) == labels
    low, high = wilson(int(right.sum()), len(right))
    how = f"the class y with the highest p(x|y), same pictures, 95 % [{low:.4f}, {high:.4f}]; floor: the classifier"
    yield row(f"ar.pixel_bayes{IDS[name]}", right.mean(), "share", len(x), how, reference().accuracy())


def sample_rows(name: str, count: int | None) -> Iterator[Row]:
    """What the judge says of the model's own pictures, beside binarised test digits."""
    labels = torch.arange(count or SAMPLES) % CLASSES
    drawn = samples(network(name), labels, seed=0).astype(np.float32)
    judged = judge(drawn)
    right = judged.agreement(labels.numpy())
    low, high = wilson(int(right.sum()), len(right))
    test = binarised(digits.require("mnist", "test").images[: len(labels)])[:, 0].numpy()
    real = judge(test)
    clear = confident(drawn, judged), confident(test, real)
    how = (
        f"share of samples that the classifier calls by the class they were asked for, temperature 1, 95 % "
        f"[{low:.3f}, {high:.3f}]; clearly a digit {clear[0]:.3f}, of binarised test ones {clear[1]:.3f}; floor: those"
    )
    floor = float(real.agreement(digits.require("mnist", "test").labels[: len(labels)]).mean())
    yield row(f"ar.pixel_samples{IDS[name]}", right.mean(), "share", len(right), how, floor)
