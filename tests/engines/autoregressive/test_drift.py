"""Tales continued by themselves and by the model: figures that follow from the model's own."""

import numpy as np
import pytest

from playground import store
from playground.engines.autoregressive.drift import VERDICTS, Read, beginnings, drift, figures
from playground.families.autoregressive.drift import compounds
from playground.models.autoregressive import codec
from playground.models.autoregressive.language import TALES, held_out, language
from playground.spec import Frame

pytestmark = pytest.mark.skipif(TALES not in store.manifest(), reason="the language models are not trained yet")
SMALL = {"texts": 8, "length": 32, "prefix": 8}


def told(frames) -> list[Frame]:
    return [frame for frame in frames if "progress" not in frame.stats]


@pytest.mark.slow
def test_drift_compares_the_same_beginnings():
    true, sampled, greedy = told(drift(**SMALL))
    assert [frame.stats["kind"] for frame in (true, sampled, greedy)] == [0, 1, 2]
    assert "growth" not in true.stats
    for frame in (sampled, greedy):
        bits = [one.arrays["nats"].astype(float) / np.log(2) for one in (frame, true)]
        last = (bits[0] - bits[1])[:, -8:].mean()
        assert frame.stats["gap_last"] == pytest.approx(last, abs=0.01)
        first = (bits[0] - bits[1])[:, :4].mean()
        assert frame.stats["growth"] == pytest.approx(abs(last) - abs(first), abs=0.02)
        assert frame.stats["growth_low"] < frame.stats["growth"] < frame.stats["growth_high"]
        assert VERDICTS[compounds(frame.stats)] == frame.stats["compounds"]
    curve = true.arrays["nats"].astype(float).reshape(8, 2, 16).mean((0, 2)) / np.log(2)
    assert true.arrays["bits"] == pytest.approx(curve, abs=0.01)


def read(first: float, last: float, again: float = 0.0, texts: int = 40) -> Read:
    """Texts of 40 tokens that cost so many bits each at the beginning and at the end, and repeat at the end."""
    rng = np.random.default_rng(0)
    bits = np.linspace(first, last, 40).repeat(texts).reshape(40, texts).T + 0.01 * rng.normal(size=(texts, 40))
    return Read(bits, rng.random((texts, 40)) < again * (np.arange(40) >= 30))


@pytest.mark.parametrize(
    ("own", "verdict"),
    [
        (read(5, 6), 1), (read(5, 4), 1), (read(4.7, 4.2), 1), (read(5, 5, again=0.3), 1), (read(5, 5), -1),
        (read(4, 4), -1), (read(3, 5), -1),
    ],
)  # fmt: skip
def test_a_distance_counts_on_either_side(own, verdict):
    """Against true texts of 5 bits throughout: no gap, a gap that stays, one that closes; and what moves away."""
    true = read(5, 5)
    assert figures(own, true, np.arange(320).reshape(8, 40))["compounds"] == verdict


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
