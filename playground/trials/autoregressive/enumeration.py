"""A language so small that all of its strings can be counted: what a model's probabilities must add up to."""

from itertools import product

import torch
from torch import nn
from torch.nn import functional as F

from playground.models.autoregressive.networks import build

SYMBOLS, LENGTH = 4, 5
CONFIG = {"vocab_size": SYMBOLS, "n_positions": LENGTH, "n_embd": 16, "n_layer": 1, "n_head": 2,
          "resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0, "bos_token_id": 0, "eos_token_id": 0}  # fmt: skip


def strings() -> torch.Tensor:
    """Every string of LENGTH symbols, (SYMBOLS ** LENGTH, LENGTH)."""
    return torch.tensor(list(product(range(SYMBOLS), repeat=LENGTH)))


def begun(x: torch.Tensor) -> torch.Tensor:
    """x (N,L) with the symbol 0 before each string, (N,L+1)."""
    return F.pad(x, (1, 0), value=0)


def trained(seed: int, steps: int = 100) -> nn.Module:
    """A GPT of one layer, taught strings of a random language in which each symbol depends on the one before it."""
    rng = torch.Generator().manual_seed(seed)
    moves = (2 * torch.randn(SYMBOLS, SYMBOLS, generator=rng)).softmax(-1)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = build("GPT2LMHeadModel", CONFIG)
    optimizer = torch.optim.Adam(network.parameters(), 0.01)
    for _ in range(steps):
        x = torch.zeros(64, LENGTH + 1, dtype=torch.long)
        for place in range(LENGTH):
            x[:, place + 1] = torch.multinomial(moves[x[:, place]], 1, generator=rng)[:, 0]
        loss = F.cross_entropy(network(input_ids=x[:, :-1]).logits.flatten(0, 1), x[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return network.requires_grad_(False).eval()


@torch.inference_mode()
def samples(network: nn.Module, count: int, seed: int) -> torch.Tensor:
    """Strings drawn one symbol after the other, (count,LENGTH)."""
    x, rng = torch.zeros(count, 1, dtype=torch.long), torch.Generator().manual_seed(seed)
    for _ in range(LENGTH):
        p = network(input_ids=x).logits[:, -1].softmax(-1)
        x = torch.cat([x, torch.multinomial(p, 1, generator=rng)], 1)
    return x[:, 1:]


def places(x: torch.Tensor) -> torch.Tensor:
    """Where strings (N,LENGTH) stand among all `strings()`, (N,)."""
    return (x * SYMBOLS ** torch.arange(LENGTH - 1, -1, -1)).sum(1)
