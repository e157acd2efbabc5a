"""What real digits score on the classifier: at the floor, and by their names."""

import numpy as np
import pytest
import torch

from playground.measure import digits as judging
from playground.measure.distances import moments
from playground.models.classifier.digits import Judgement, judge


@pytest.fixture(scope="module")
def judgement(mnist_test) -> Judgement:
    return judge(mnist_test.images)


def gaussian_reference() -> judging.Reference:
    """A reference whose real data are a Gaussian in 16 dimensions."""
    rng = np.random.default_rng(0)
    mean, covariance = moments(rng.normal(size=(60000, 16)))
    features = rng.normal(size=(4000, 16))
    return judging.Reference(mean, covariance, features, np.zeros(4000), np.zeros(4000), np.zeros(10))


@pytest.mark.parametrize("n", [100, 400])
def test_a_perfect_sampler_scores_at_the_floor(n):
    reference = gaussian_reference()
    draws = [np.random.default_rng(seed).normal(size=(n, 16)) for seed in range(1, 33)]
    scores = np.array([reference.frechet(features) for features in draws])
    floor = reference.frechet_floor(np.zeros(n, int))
    error = scores.std(ddof=1) * np.sqrt(1 / 32 + 1 / 8)
    assert abs(scores.mean() - floor) < 3 * error
    assert reference.frechet(draws[0] + 0.3) > floor + 10 * error


def test_the_floor_falls_with_more_samples():
    reference = gaussian_reference()
    assert reference.frechet_floor(np.zeros(100, int)) > 2 * reference.frechet_floor(np.zeros(400, int)) > 0


@pytest.mark.slow
def test_real_digits_score_at_the_floor(judgement):
    """Fresh draws from the whole test set, whose halves had different writers, score what the stored floor says."""
    reference, rng = judging.reference(), np.random.default_rng(1)
    labels = np.arange(2000) % 10
    scores = [reference.frechet(judgement.features[reference.draw(labels, rng)]) for _ in range(16)]
    assert reference.frechet_floor(labels) == pytest.approx(np.mean(scores), rel=0.3)


@pytest.mark.slow
def test_the_stored_reference_is_of_these_digits(judgement, mnist_test):
    reference = judging.reference()
    assert np.array_equal(reference.labels, mnist_test.labels)
    assert np.allclose(reference.features, judgement.features, atol=0.02, rtol=0.01)


def test_real_digits_are_called_by_their_names():
    """0.996: what the classifier scores on the MNIST test set, from the stored features alone."""
    reference = judging.reference()
    assert reference.accuracy() == pytest.approx(0.996, abs=0.001)
    share = np.bincount(reference.labels, minlength=10) / len(reference.labels)
    each = np.array([reference.accuracy(digit) for digit in range(10)])
    assert (share * each).sum() == pytest.approx(reference.accuracy(), abs=1e-6)
    assert each.min() > 0.98 and each.max() <= 1


@pytest.mark.slow
def test_stored_accuracy_is_the_classifiers(judgement, mnist_test):
    right = judgement.agreement(mnist_test.labels).mean()
    assert right >= 0.99
    assert judging.reference().accuracy() == pytest.approx(right, abs=5e-4)


def test_noise_scores_far_above_the_floor():
    reference = judging.reference()
    noise = np.random.default_rng(0).integers(0, 256, (200, 28, 28), dtype=np.uint8)
    assert reference.frechet(judge(noise).features) > 10 * reference.frechet_floor(np.arange(200) % 10)


@pytest.mark.parametrize(("count", "directions"), [(1, 1), (20, 10), (127, 63), (128, 64), (5000, 64)])
def test_few_pictures_are_compared_along_few_directions(count, directions):
    assert judging.reference().directions(count) == directions


def test_the_distance_along_the_main_directions():
    """Of a shift along the widest of 16 directions, 2 and 8 pictures see the same square; so do all of many."""
    reference = gaussian_reference()
    wide = np.linalg.cholesky(reference.covariance)
    for count, rel in ((24, 0.5), (4000, 0.05)):
        rows = np.random.default_rng(3).normal(size=(count, 16)) @ wide.T + reference.mean
        shift = 8 * reference.axes[:, 0]
        gap = reference.frechet(rows + shift) - reference.frechet(rows)
        assert gap == pytest.approx(64, rel=rel)


def test_of_two_draws_none_is_in_both():
    real = judging.reference()
    first, second = real.two_draws(40, 25, 0)
    assert len({*first, *second}) == 65
    assert real.labels[first].tolist() == [*range(10)] * 4
    assert real.labels[second].tolist() == [*range(10)] * 2 + [*range(5)]
    assert set(real.two_draws(40, 25, 1)[0]) != set(first)


def test_the_rise_of_a_distance():
    real = judging.reference()
    near, far = (
        real.features[rows].astype(float) + off for rows, off in zip(real.two_draws(200, 200, 0), (0, 1), strict=True)
    )
    assert real.rise(near, far) == real.frechet(far) - real.frechet(near) > 0
    assert real.rise(near, far, 2) == pytest.approx(real.rise(near, far) - real.frechet(near))


def test_white_share():
    image = np.zeros((1, 28, 28), np.float32)
    assert judging.white_share(image) == 0
    image[0, 0, :4] = [1, 1, 0.5, 0.05]
    assert judging.white_share(image) == pytest.approx(2 / 3)


def test_crop_is_the_inverse_of_padding():
    from playground.data.digits import to_signed

    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    assert np.allclose(judging.crop(torch.from_numpy(to_signed(images))), images / 255, atol=1e-6)
