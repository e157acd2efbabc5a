"""Tales continued by themselves and by the model: figures that follow from the model's own."""

import numpy as np
import pytest

from playground import store
from playground.engines.autoregressive.drift import beginnings, drift
from playground.models.autoregressive import codec
from playground.models.autoregressive.language import TALES, held_out, language
from playground.spec import Frame

pytestmark = pytest.mark.skipif(TALES not in store.manifest(), reason="the language models are not trained yet")
SMALL = {"texts": 8, "length": 32, "prefix": 8}


def told(frames) -> list[Frame]:
    return [frame for frame in frames if "progress" not in frame.stats]


def test_drift_compares_the_same_beginnings():
    true, sampled, greedy = told(drift(**SMALL))
    assert [frame.stats["kind"] for frame in (true, sampled, greedy)] == [0, 1, 2]
    assert "growth" not in true.stats
    for frame in (sampled, greedy):
        bits = [one.arrays["nats"].astype(float) / np.log(2) for one in (frame, true)]
        last = (bits[0] - bits[1])[:, -8:].mean()
        assert frame.stats["gap_last"] == pytest.approx(last, abs=0.01)
        assert frame.stats["growth"] == pytest.approx(last - (bits[0] - bits[1])[:, :8].mean(), abs=0.02)
        assert frame.stats["growth_low"] < frame.stats["growth"] < frame.stats["growth_high"]
    curve = true.arrays["nats"].astype(float).reshape(8, 2, 16).mean((0, 2)) / np.log(2)
    assert true.arrays["bits"] == pytest.approx(curve, abs=0.01)


@pytest.mark.slow
def test_a_sample_is_the_seeds_alone():
    few, more = (told(drift(**SMALL | {"texts": count}))[1] for count in (8, 16))
    same = (few.arrays["ids"] == more.arrays["ids"][:8]).all(1)
    assert same.sum() >= 6  # a batch may round sums otherwise, and a draw at an edge then falls to the other side


def test_beginnings_share_nothing_and_leave_the_ngrams_text_alone():
    reader = language()
    prefixes, truths = beginnings(reader, 32, 160, 96, 0)
    rows = {tuple(row) for row in np.concatenate([prefixes, truths], 1).tolist()}
    assert len(rows) == 96
    kept_out = "".join(passage.text for passage in held_out()[1::2])
    assert codec.text_of(reader, truths[0].tolist()) in kept_out
