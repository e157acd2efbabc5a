"""Every claim's experiment about text to image, run small, fills its own card."""

import random

import pytest

from playground.data import captions
from playground.families.text_to_image.claims import CLAIMS
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
    for asked in (captions.drawn_scene(rng, seen_only=True, count=2), {"hair": "bun", "skin": "dark", "mood": "sad"}):
        for _ in range(50):
            one, other = pictures._reworded(asked, rng)
            assert one != other
            if isinstance(asked, captions.Scene):
                assert captions.meant(one) in (captions.meant(other), captions.meant(other).turned())
            else:
                assert captions.meant(one) == captions.meant(other) == asked


def test_a_pair_was_seen_or_held_out():
    rng = random.Random(3)
    for seen in (True, False):
        pairs = [pictures._pair(rng, seen) for _ in range(200)]
        assert all(len(facts) == 2 and captions.unseen(facts) != seen for facts in pairs)
        assert len({tuple(facts) for facts in pairs}) == len(captions.PAIRED)
