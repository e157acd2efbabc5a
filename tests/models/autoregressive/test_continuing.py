"""Texts continued in a batch: the same draws as one by one, the same surprise, repetitions counted by hand."""

import numpy as np
import pytest
import torch

from playground.models.autoregressive import codec, ngram, sampling
from playground.models.autoregressive.continuing import continued, counted, distinct, drawn, repeated, scored
from playground.models.autoregressive.language import Cursor, surprise
from tests.models.autoregressive.test_codec import model  # noqa: F401


@pytest.mark.parametrize(("temperature", "top_p"), [(1.0, 1.0), (0.3, 0.9), (1.8, 0.2), (1.0, 0.05), (0.0, 1.0)])
def test_draws_as_one_by_one(temperature, top_p):
    rng = torch.Generator().manual_seed(0)
    logits, numbers = 3 * torch.randn(40, 30, generator=rng), torch.rand(40, generator=rng)
    rules = {"temperature": temperature, "top_k": 0, "top_p": top_p, "penalty": 1.0, "seen": ()}
    expected = [
        sampling.draw(sampling.reshape(row, **rules), float(number))
        for row, number in zip(logits, numbers, strict=True)
    ]
    assert drawn(logits, numbers, temperature, top_p).tolist() == expected


def test_draws_come_in_their_shares():
    logits = torch.tensor([0.5, 0.3, 0.2]).log().expand(3000, 3)
    numbers = torch.rand(3000, generator=torch.Generator().manual_seed(0))
    shares = drawn(logits, numbers, 1.0, 1.0).bincount(minlength=3) / 3000
    assert shares.tolist() == pytest.approx([0.5, 0.3, 0.2], abs=0.03)
    assert drawn(logits, numbers, 1.0, 0.6).max() == 1


def test_continues_each_text_as_a_cursor_does(model):  # noqa: F811
    prefixes = torch.tensor([[30, 40, 50], [60, 61, 62]])
    found = codec.drained(continued(model, prefixes, torch.zeros(2, 6), 0.0))
    for row, ids in zip(prefixes.tolist(), found.tolist(), strict=True):
        cursor, fresh = Cursor(model), [model.start, *row]
        for token in ids:
            assert int(cursor.read(fresh).argmax()) == token
            fresh = [token]


def test_longer_than_the_window_is_refused(model):  # noqa: F811
    with pytest.raises(ValueError, match="window"):
        next(continued(model, torch.full((1, 10), 40), torch.zeros(1, 7), 1.0))


@pytest.mark.parametrize("length", [5, 16, 17, 40])
def test_scores_as_the_surprise_of_one_text(model, length):  # noqa: F811
    texts = torch.randint(3, 270, (3, length), generator=torch.Generator().manual_seed(length))
    found = codec.drained(scored(model, texts))
    for row, ids in zip(found, texts.tolist(), strict=True):
        assert row.numpy() == pytest.approx(surprise(model, ids).numpy(), abs=1e-4)


def test_ngrams_score_tokens_by_their_bytes(model):  # noqa: F811
    counts = [ngram.count(b"the king and the queen", order) for order in (1, 2, 3)]
    ids = model.encode("the queen and Ω")
    (found,) = counted(counts, model, torch.tensor([ids]))
    assert found.shape == (len(ids),)
    assert float(found.sum()) == pytest.approx(ngram.nats(counts, "the queen and Ω".encode())[-1].sum(), rel=1e-5)


def test_repetitions():
    texts = np.array([[1, 2, 3, 1, 2, 3, 1, 2], [1, 2, 3, 4, 5, 6, 7, 8]])
    assert repeated(texts, 2).tolist() == [[False] * 4 + [True] * 4, [False] * 8]
    assert distinct(texts, 2).tolist() == pytest.approx([3 / 7, 1])
    assert distinct(np.ones((1, 9), int), 4).tolist() == pytest.approx([1 / 6])
