"""Many texts at once: filled in by a masked model, read by another, and how much they repeat one another."""

import torch
from torch import nn
from torch.nn import functional as F

from playground.models.autoregressive.continuing import Steps, drawn
from playground.models.autoregressive.networks import SPECIAL

MASK = SPECIAL.index("<mask>")


def uniforms(seed: int, rows: int, *shape: int) -> torch.Tensor:
    """(rows, *shape) float64 in [0,1); row i comes from seed + i, alone or in any batch."""
    rngs = [torch.Generator().manual_seed(seed + i) for i in range(rows)]
    return torch.stack([torch.rand(shape, generator=rng, dtype=torch.float64) for rng in rngs])


def fill(network: nn.Module, prompts: torch.Tensor, u: torch.Tensor, seed: int) -> Steps:
    """What BERT puts after prompts (B,P), for u (B,S,N) -> (B,N): Gibbs sampling (arXiv 1902.04094).

    All N places begin as blanks; in each of S sweeps every place, in an order drawn from the seed, is blanked and drawn
    anew given all the others. Yields the share that is done after each.
    """
    length, rng = prompts.shape[1], torch.Generator().manual_seed(seed)
    ids = F.pad(prompts, (0, u.shape[2]), value=MASK)
    places = [place for _ in u.unbind(1) for place in torch.randperm(u.shape[2], generator=rng).tolist()]
    for done, place in enumerate(places, 1):
        ids[:, length + place] = MASK
        numbers = u[:, (done - 1) // u.shape[2], place]
        ids[:, length + place] = drawn(_at(network, ids, length + place), numbers, 1.0, 1.0)
        yield done / len(places)
    return ids[:, length:]


@torch.inference_mode()
def _at(network: nn.Module, ids: torch.Tensor, place: int) -> torch.Tensor:
    """Logits (B,V) at one place of ids (B,L), special tokens cut away."""
    logits = network(input_ids=ids).logits[:, place]
    logits[:, : len(SPECIAL)] = -torch.inf
    return logits


@torch.inference_mode()
def nats(network: nn.Module, ids: torch.Tensor, begin: int, batch: int = 64) -> torch.Tensor:
    """-log p of each token of ids (B,L) from `begin` >= 1 on, given all before it, in nats, (B,L-begin)."""
    found = []
    for rows in ids.split(batch):
        targets = rows[:, begin:]
        logits = network(input_ids=rows[:, :-1], use_cache=False, logits_to_keep=targets.shape[1]).logits.float()
        found.append(F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none").view_as(targets))
    return torch.cat(found)


def distinct(texts: torch.Tensor, n: int) -> float:
    """Share of the n-grams of some texts (T,L) that differ from one another (arXiv 1510.03055)."""
    grams = texts.unfold(1, n, 1).flatten(0, 1)
    return len(grams.unique(dim=0)) / len(grams)
