"""What a linear reader finds in a frozen network: who wrote a text, from the mean of its last features."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from playground.data.text import AUTHORS
from playground.models.autoregressive.language import held_out, shipped
from playground.models.autoregressive.reading import writer

TEXT = 32  # tokens
AT_ONCE = 40  # texts before others get a turn
TAUGHT = 0.6  # of each passage; its end is for the test


@dataclass(frozen=True, eq=False)
class Texts:
    """As many texts of each author: `taught` and `tested` int64 (A,N,TEXT), row a of AUTHORS[a]."""

    taught: torch.Tensor
    tested: torch.Tensor


@cache
def texts() -> Texts:
    """The held-out passages in pieces; the first of each passage are for learning, the last for the test."""
    taught: list[list[torch.Tensor]] = [[] for _ in AUTHORS]
    tested: list[list[torch.Tensor]] = [[] for _ in AUTHORS]
    for passage in held_out():
        ids = torch.tensor(writer().encode(passage.text))
        pieces = list(ids[: len(ids) // TEXT * TEXT].split(TEXT))
        cut, author = int(TAUGHT * len(pieces)), AUTHORS.index(passage.author)
        taught[author] += pieces[:cut]
        tested[author] += pieces[cut:]
    fewest = [min(map(len, groups)) for groups in (taught, tested)]
    return Texts(*(
        torch.stack([torch.stack(pieces[:count]) for pieces in groups])
        for groups, count in zip((taught, tested), fewest, strict=True)
    ))  # fmt: skip


@torch.inference_mode()
def features(name: str, ids: torch.Tensor) -> torch.Tensor:
    """ids (N,L) -> (N,C): the last layer's features of a shipped BERT or GPT, averaged over the text."""
    return shipped(name)[1].base_model(input_ids=ids).last_hidden_state.mean(1)


def named(name: str, taught: torch.Tensor, tested: torch.Tensor) -> Generator[float, None, np.ndarray]:
    """Which of the texts tested (A,N,TEXT) a logistic regression gives to their author, bool (A,N).

    Yields the share that is done, a few texts at a time, the last before the fit.
    """
    rows, parts = torch.cat([taught.flatten(0, 1), tested.flatten(0, 1)]), []
    for some in rows.split(AT_ONCE):
        parts.append(features(name, some))
        yield min(1.0, len(parts) * AT_ONCE / len(rows))
    found = np.split(torch.cat(parts).numpy(), [taught.shape[0] * taught.shape[1]])
    authors = [np.arange(len(AUTHORS)).repeat(ids.shape[1]) for ids in (taught, tested)]
    reader = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500)).fit(found[0], authors[0])
    return (reader.predict(found[1]) == authors[1]).reshape(len(AUTHORS), -1)
