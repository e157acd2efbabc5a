"""What fools recall, and the classifier, does not fool coverage, and the detector of outliers."""

import numpy as np
import pytest

from playground.measure.digits import confident, reference, sure
from playground.measure.distances import density_coverage, precision_recall
from playground.measure.outliers import KINDS, kind
from playground.models.classifier.digits import judge
from playground.models.classifier.outliers import accepted, accepted_real

N = 1000
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("mnist_test")]
MOST = {"noise": 0.02, "grey": 0.02, "blurred": 0.02, "clothing": 0.02, "overlays": 0.2, "patches": 0.1}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_no_digit_is_rejected(name):
    passed = accepted(kind(name, N)).mean()
    assert passed >= 0.985 if name == "test_digits" else passed <= MOST.get(name, 1)


def test_the_classifier_alone_is_sure_of_noise():
    noise = kind("noise", 200)
    judged = judge(noise)
    assert sure(judged).mean() > 0.9 and confident(noise, judged) == 0


def test_the_stored_answers_are_the_detectors(mnist_test):
    rows = np.arange(0, 10_000, 20)
    assert np.array_equal(accepted(mnist_test.images[rows]), accepted_real()[rows])


def test_halves_of_two_digits_have_recall_but_no_coverage():
    order = np.random.default_rng(0).permutation(10_000)
    real, other = (reference().features[rows].astype(float) for rows in (order[:N], order[N : 2 * N]))
    glued = judge(kind("glued", N)).features
    assert precision_recall(real, glued)[1] > 0.7
    assert max(density_coverage(real, glued)) <= 0.55
    density, coverage = density_coverage(real, other)
    assert density == pytest.approx(1, abs=0.06) and coverage == pytest.approx(0.97, abs=0.02)
