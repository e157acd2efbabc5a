"""Every claim's experiment about text to image, run small, fills its own card."""

import random
from collections import Counter

import numpy as np
import pytest

from playground.data import captions
from playground.families.text_to_image.claims import CLAIMS
from playground.measure.statistics import jackknife
from playground.trials.text_to_image import pictures
from tests.cards import filled

SEEDS = 20
pytestmark = pytest.mark.usefixtures("mnist_test")  # where that is, the drawn faces are


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_experiment_fills_its_card(monkeypatch, claim):
    monkeypatch.setattr(pictures, "STEPS", 2)
    assert filled(claim, SEEDS)


def test_two_wordings_say_the_same():
    rng = random.Random(3)
    asked = {"hair": "bun", "skin": "dark", "mood": "sad"}
    for _ in range(50):
        one, other = pictures._reworded(asked, rng)
        assert one != other and captions.meant(one) == captions.meant(other) == asked


def test_a_pair_was_seen_or_held_out():
    rng = random.Random(3)
    for seen in (True, False):
        pairs = [pictures._pair(rng, seen) for _ in range(400)]
        assert all(len(facts) == 2 and captions.unseen(facts) != seen for facts in pairs)
        tables = Counter(map(tuple, pairs))
        assert set(tables) == set(captions.PAIRED) and min(tables.values()) > 70, "each kind as often, seen or not"


def test_the_interval_of_a_share_of_diversity_is_that_of_prompts():
    """Prompts differ in how much their pictures do; the interval covers the true share about as often as it says."""
    rng, which, covered = np.random.default_rng(0), pictures._grouped(60), 0
    for _ in range(60):
        scale = rng.uniform(0.6, 1.4, pictures.PROMPTS)
        features = rng.normal(size=(2, 60, 8)) * scale[which][:, None]
        spread, among = (pictures._spread(part, which) for part in features)
        _, low, high = jackknife(60, lambda rows, a=spread, b=among: a[rows].mean() / b[rows].mean(), pictures.PROMPTS)
        covered += low < 1 < high
    assert covered >= 51
