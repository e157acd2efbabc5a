"""From logits to the probabilities that the next token is drawn from: penalty, temperature, top-k, top-p."""

import math
from collections.abc import Collection
from dataclasses import dataclass

import torch

KEPT, TOP_K, TOP_P, GREEDY = range(4)  # which rule keeps a token out


@dataclass(frozen=True)
class Reshaped:
    """What became of one distribution.

    Attributes:
        logs: (V,) float64, log of the model's own probabilities, in nats; before: those probabilities.
        after: (V,) float64, what is drawn from; 0 where a rule cut.
        rules: (V,) uint8, KEPT or the rule that cut.
        order: (V,) int64, token ids from likely to unlikely as they are drawn from; equals by id.
    """

    logs: torch.Tensor
    before: torch.Tensor
    after: torch.Tensor
    rules: torch.Tensor
    order: torch.Tensor


def reshape(
    logits: torch.Tensor, *, temperature: float, top_k: int, top_p: float, penalty: float, seen: Collection[int]
) -> Reshaped:
    """Repetition penalty, then temperature, then top-k, then top-p, as transformers' logits processors do.

    Args:
        logits: (V,) of the next token.
        temperature: logits are divided by it; 0 is greedy, all on the likeliest token, and leaves nothing to cut.
        top_k: so many of the likeliest stay (arXiv 1805.04833); 0 keeps all.
        top_p: of those, the likeliest stay that together reach it (arXiv 1904.09751); 1 keeps all. The first one
            always stays.
        penalty: logits of tokens in `seen` are divided by it where positive, multiplied where negative
            (arXiv 1909.05858); 1 changes nothing.
    """
    logits = logits.double()
    logs = logits.log_softmax(0)
    scores = penalised(logits, penalty, seen)
    if temperature > 0:
        scores = (scores - scores.max()) / temperature  # the largest stays 0, however cold
    order = scores.argsort(descending=True, stable=True)
    rules = torch.full_like(order, KEPT, dtype=torch.uint8)
    if temperature == 0:
        rules[order[1:]] = GREEDY
    elif 0 < top_k < len(order):
        rules[order[top_k:]] = TOP_K
    if temperature > 0 and top_p < 1:
        kept = scores.masked_fill(rules != KEPT, -math.inf).softmax(0)[order]
        reached = kept.cumsum(0) - kept >= top_p  # those before it reach top_p already
        reached[0] = False
        cut = order[reached]
        rules[cut] = torch.where(rules[cut] == KEPT, TOP_P, rules[cut])
    return Reshaped(logs, logs.exp(), scores.masked_fill(rules != KEPT, -math.inf).softmax(0), rules, order)


def penalised(logits: torch.Tensor, penalty: float, seen: Collection[int]) -> torch.Tensor:
    """Logits (V,) with those of the tokens in `seen` made less likely."""
    if penalty == 1 or not seen:
        return logits
    ids = torch.tensor(sorted(set(seen)))
    scores = logits.clone()
    scores[ids] = torch.where(logits[ids] > 0, logits[ids] / penalty, logits[ids] * penalty)
    return scores


def draw(reshaped: Reshaped, number: float) -> int:
    """The token under `number` in [0, 1), when all lie side by side in their order, each as wide as it is likely."""
    edges = reshaped.after[reshaped.order].cumsum(0)
    last = int((reshaped.rules == KEPT).sum()) - 1
    place = int(torch.searchsorted(edges, torch.tensor(number, dtype=edges.dtype), right=True))
    return int(reshaped.order[min(place, last)])


def entropy(probabilities: torch.Tensor) -> float:
    """Of (V,), in nats."""
    return float(torch.special.entr(probabilities).sum())
