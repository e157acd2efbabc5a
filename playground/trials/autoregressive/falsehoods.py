"""True and false sentences about the tales, and ordinary ones, each read after a stretch of the same author."""

from functools import cache

import numpy as np
import torch
from torch import nn

from playground.data.falsehoods import PAIRS, Pair
from playground.data.rewriting import sentences
from playground.models.autoregressive.filling import nats
from playground.models.autoregressive.language import Language, held_out

BEFORE = 64  # tokens that come before the sentence


@cache
def by_author(author: str) -> tuple[str, tuple[str, ...]]:
    """An author's held-out text, and its sentences."""
    texts = [passage.text for passage in held_out() if passage.author == author]
    return "\n".join(texts), tuple(sentences(texts))


def dealt(count: int, seed: int) -> np.ndarray:
    """Which of PAIRS come up, (count,): in an order drawn from the seed, all of them before any comes again."""
    order = np.random.default_rng(seed).permutation(len(PAIRS))
    return np.resize(order, count)


def per_token(model: Language, pair: Pair, rng: np.random.Generator) -> np.ndarray:
    """(3,2): nats per token and in all, of the true, the false and an ordinary sentence after the same stretch."""
    text, ordinary = by_author(pair.author)
    before = model.encode(text)
    begin = rng.integers(len(before) - BEFORE)
    context = before[begin : begin + BEFORE] + model.encode("\n")
    lines = [model.encode(line) for line in (pair.true, pair.false, str(rng.choice(ordinary)))]
    rows = [torch.tensor(context + line) for line in lines]
    padded = nn.utils.rnn.pad_sequence(rows, batch_first=True)
    found = nats(model.network, padded, len(context)).double().numpy()
    sums = np.array([row[: len(line)].sum() for row, line in zip(found, lines, strict=True)])
    return np.stack([sums / [len(line) for line in lines], sums], 1)
