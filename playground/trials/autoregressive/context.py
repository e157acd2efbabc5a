"""How much of what came before a model uses: the surprise at the same tokens, with less and less before them."""

from functools import cache

import torch

from playground.models.autoregressive.filling import nats
from playground.models.autoregressive.language import Language, held_out

TARGETS = 16  # the last tokens of a window
SHORT = 16  # up to here each target sees exactly as many tokens


def nats_given(model: Language, windows: torch.Tensor, context: int) -> torch.Tensor:
    """windows (B,L) -> nats of the last 16 tokens (B,16), each given the `context` tokens before it.

    Above 16 the targets are read in one go: the first is given `context` tokens, the last 15 more.
    """
    if context > SHORT:
        return nats(model.network, windows[:, -TARGETS - context :], context)
    rows = windows[:, -TARGETS - context :].unfold(1, context + 1, 1)  # (B,16,context+1)
    return nats(model.network, rows.flatten(0, 1), context, batch=512).view(-1, TARGETS)


def with_foreign_past(windows: torch.Tensor, context: int) -> torch.Tensor:
    """The windows (B,L), B even, two by two: each has all but its last `context` + 16 tokens from its neighbour."""
    near = TARGETS + context
    neighbours = windows.unflatten(0, (-1, 2)).flip(1).flatten(0, 1)
    return torch.cat([neighbours[:, :-near], windows[:, -near:]], 1)


@cache
def stretches(model: Language, length: int) -> torch.Tensor:
    """The held-out passages in pieces of `length` tokens, none across two passages: int64 (N,length)."""
    pieces = [piece for passage in held_out() for piece in torch.tensor(model.encode(passage.text)).split(length)]
    return torch.stack([piece for piece in pieces if len(piece) == length])


def drawn_stretches(model: Language, length: int, count: int, seed: int) -> torch.Tensor:
    """`count` of the stretches, or all if they are fewer, none twice, drawn by the seed."""
    pool = stretches(model, length)
    return pool[torch.randperm(len(pool), generator=torch.Generator().manual_seed(seed))[:count]]
