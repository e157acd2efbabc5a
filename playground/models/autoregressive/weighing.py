"""A text weighed token by token, and what ordinary packers make of it."""

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from playground.models.autoregressive.language import Language

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, 9, mtime=0),
    "bz2": lambda data: bz2.compress(data, 9),
    "xz": lambda data: lzma.compress(data, preset=9 | lzma.PRESET_EXTREME),
}


@dataclass(frozen=True, eq=False)
class Weighed:
    """What a model said of some tokens before it saw them.

    Attributes:
        nats, entropy: -ln p of each, and what the model itself expected that to be, float32 (N,).
        rank: how many tokens were at least as likely, int32 (N,); 1 is the likeliest.
        top, top_p: the likeliest tokens instead, int32 (N,K), and their probabilities, float32 (N,K).
    """

    nats: np.ndarray
    entropy: np.ndarray
    rank: np.ndarray
    top: np.ndarray
    top_p: np.ndarray


def weighed(model: Language, ids: list[int], top: int = 5) -> Iterator[Weighed]:
    """Every token in turn, half a window at a time, in the contexts of `models.autoregressive.language.surprise`."""
    sequence, half = torch.tensor([model.start, *ids]), model.window // 2
    done = 0
    while done < len(ids):
        first = max(0, done - half)
        yield _weigh(model, sequence[first : first + model.window + 1], done - first, top)
        done = min(len(ids), first + model.window)


@torch.inference_mode()
def _weigh(model: Language, window: torch.Tensor, skip: int, top: int) -> Weighed:
    """The tokens of one window (L+1,) but for its first and for the `skip` after it."""
    logits = model.network(input_ids=window[None, :-1]).logits[0, skip:].float()
    log_p, tokens = logits.log_softmax(-1), window[1 + skip :, None]
    own = log_p.gather(1, tokens)
    p, likeliest = log_p.topk(top)
    return Weighed(
        -own[:, 0].numpy(), torch.special.entr(log_p.exp()).sum(1).numpy(),
        (log_p >= own).sum(1).to(torch.int32).numpy(), likeliest.to(torch.int32).numpy(), p.exp().numpy(),
    )  # fmt: skip


def joined(parts: list[Weighed]) -> Weighed:
    """One after the other; at least one."""
    return Weighed(*(np.concatenate([getattr(part, name) for part in parts]) for name in Weighed.__annotations__))
