"""Many texts continued at once, and how a scorer that did not write them is surprised along the way."""

from collections.abc import Generator

import numpy as np
import torch
from torch.nn import functional as F
from transformers import DynamicCache

from playground.models.autoregressive import ngram
from playground.models.autoregressive.language import Language

Steps = Generator[float, None, torch.Tensor]  # the share that is done; returns the result


@torch.inference_mode()
def _logits(model: Language, fresh: torch.Tensor, past: DynamicCache) -> torch.Tensor:
    return model.network(input_ids=fresh, past_key_values=past, use_cache=True).logits[:, -1].float()


def continued(
    model: Language, prefixes: torch.Tensor, numbers: torch.Tensor, temperature: float, top_p: float = 1.0
) -> Steps:
    """What the model writes after each of prefixes (B,P): (B,L), all texts at once over one cache.

    Args:
        numbers: (B,L) in [0,1), one for each draw.
        temperature, top_p: as `models.autoregressive.sampling.reshape` has them; temperature 0 is greedy.

    Raises ValueError: the texts are longer than the model's window.
    """
    length = numbers.shape[1]
    if 1 + prefixes.shape[1] + length > model.window + 1:
        raise ValueError("texts longer than the window")
    past, found = DynamicCache(config=model.network.config), []
    fresh = F.pad(prefixes, (1, 0), value=model.start)
    for place in range(length):
        logits = _logits(model, fresh, past)
        fresh = drawn(logits, numbers[:, place], temperature, top_p)[:, None]
        found.append(fresh)
        yield (place + 1) / length
    return torch.cat(found, 1)


def drawn(logits: torch.Tensor, numbers: torch.Tensor, temperature: float, top_p: float) -> torch.Tensor:
    """A token (B,) from each of logits (B,V), the one under its number when all lie side by side, the likeliest first.

    The same as `models.autoregressive.sampling.draw` after `reshape`, row by row.
    """
    if temperature == 0:
        return logits.argmax(1)
    scores, order = logits.double().sort(dim=1, descending=True, stable=True)
    p = ((scores - scores[:, :1]) / temperature).softmax(1)
    before = p.cumsum(1) - p
    cut = before >= top_p
    cut[:, 0] = False
    edges = p.masked_fill(cut, 0).cumsum(1)
    within = numbers[:, None].double() * edges[:, -1:]
    place = torch.searchsorted(edges, within, right=True)
    last = (~cut).sum(1, keepdim=True) - 1
    return order.gather(1, place.minimum(last))[:, 0]


@torch.inference_mode()
def scored(model: Language, texts: torch.Tensor) -> Steps:
    """-ln p of each token of texts (B,N), (B,N) nats; the contexts are those of
    `models.autoregressive.language.surprise`."""
    sequence = F.pad(texts, (1, 0), value=model.start)
    half, done, found = model.window // 2, 0, []
    while done < texts.shape[1]:
        first = max(0, done - half)
        window = sequence[:, first : first + model.window + 1]
        logits = model.network(input_ids=window[:, :-1]).logits[:, done - first :].float()
        found.append(F.cross_entropy(logits.transpose(1, 2), window[:, 1 + done - first :], reduction="none"))
        done = first + window.shape[1] - 1
        yield done / texts.shape[1]
    return torch.cat(found, 1)


def counted(counts: list[ngram.Counts], model: Language, texts: torch.Tensor) -> torch.Tensor:
    """-ln p of each token of texts (B,N) under n-grams: the sum over its bytes, (B,N) nats."""
    rows = []
    for ids in texts.tolist():
        pieces = model.pieces(ids)
        nats = np.concatenate([[0.0], ngram.nats(counts, b"".join(pieces))[-1].cumsum()])
        rows.append(np.diff(nats[np.cumsum([0, *map(len, pieces)])]))
    return torch.from_numpy(np.array(rows)).float()


def repeated(texts: np.ndarray, order: int = 4) -> np.ndarray:
    """Whether the `order` tokens that end at each place of texts (B,N) have stood before in the same text, (B,N)."""
    found = np.zeros(texts.shape, bool)
    for row, ids in enumerate(texts.tolist()):
        seen = set()
        for end in range(order, len(ids) + 1):
            gram = tuple(ids[end - order : end])
            found[row, end - 1] = gram in seen
            seen.add(gram)
    return found


def distinct(texts: np.ndarray, order: int = 4) -> np.ndarray:
    """How many different stretches of `order` tokens each of texts (B,N) has, as a share of all its stretches, (B,)."""
    return 1 - repeated(texts, order).sum(1) / (texts.shape[1] - order + 1)
