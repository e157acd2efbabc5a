"""From logits to the probabilities that the next token is drawn from: penalty, temperature, top-k, top-p."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import torch

KEPT, TOP_K, TOP_P, GREEDY = range(4)  # which rule keeps a token out


@dataclass(frozen=True, eq=False)
class Reshaped:
    """What becomes of one distribution, each part worked out when it is asked for.

    Attributes:
        logits: (V,) float64, the model's own.
        scores: (V,) float64, after penalty and temperature.
        greedy: whether all is put on the likeliest token.
        top_k, top_p: as `reshape` has them.
    """

    logits: torch.Tensor
    scores: torch.Tensor
    greedy: bool
    top_k: int
    top_p: float

    @cached_property
    def logs(self) -> torch.Tensor:
        """(V,) float64, log of the model's own probabilities, in nats."""
        return self.logits.log_softmax(0)

    @cached_property
    def before(self) -> torch.Tensor:
        """(V,) float64, the model's own probabilities."""
        return self.logs.exp()

    @cached_property
    def order(self) -> torch.Tensor:
        """(V,) int64, token ids from likely to unlikely as they are drawn from; equals by id."""
        return self.scores.argsort(descending=True, stable=True)

    @cached_property
    def rules(self) -> torch.Tensor:
        """(V,) uint8, KEPT or the rule that cut."""
        rules = torch.full_like(self.scores, KEPT, dtype=torch.uint8)
        if self.greedy:
            rules[self.order[1:]] = GREEDY
            return rules
        if 0 < self.top_k < len(rules):
            rules[self.order[self.top_k :]] = TOP_K
        if self.top_p < 1:
            kept = self.scores.masked_fill(rules != KEPT, -math.inf).softmax(0)[self.order]
            reached = kept.cumsum(0) - kept >= self.top_p  # those before it reach top_p already
            reached[0] = False
            cut = self.order[reached]
            rules[cut] = torch.where(rules[cut] == KEPT, TOP_P, rules[cut])
        return rules

    @cached_property
    def after(self) -> torch.Tensor:
        """(V,) float64, what is drawn from; 0 where a rule cut."""
        return self.scores.masked_fill(self.rules != KEPT, -math.inf).softmax(0)


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
    scores = penalised(logits, penalty, seen)
    if temperature > 0:
        scores = (scores - scores.max()) / temperature  # the largest stays 0, however cold
    return Reshaped(logits, scores, temperature == 0, top_k, top_p)


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
    if reshaped.greedy:
        return int(reshaped.scores.argmax())
    edges = reshaped.after[reshaped.order].cumsum(0)
    last = int((reshaped.rules == KEPT).sum()) - 1
    place = int(torch.searchsorted(edges, number, right=True))
    return int(reshaped.order[min(place, last)])


def entropy(probabilities: torch.Tensor) -> float:
    """Of (V,), in nats."""
    return float(torch.special.entr(probabilities).sum())
