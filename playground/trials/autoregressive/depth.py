"""What a training step costs in time, and in operations that must wait for one another."""

import time

import torch
from torch import nn
from torch.autograd.graph import Node
from torch.nn import functional as F

from playground.models.autoregressive.networks import build
from playground.models.autoregressive.recurrent import Recurrent

SYMBOLS, WIDTH, LAYERS = 256, 128, 2  # bytes
INNER = 4 * (WIDTH + 2) // 3  # so that a layer has as many numbers as an LSTM's
KINDS = ("transformer", "cells", "fused")


def network(kind: str, seed: int) -> nn.Module:
    """A byte model of the same size whatever its kind: a Llama, LSTM cells in a loop, or torch's fused LSTM."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        if kind != "transformer":
            return Recurrent(SYMBOLS, WIDTH, LAYERS, fused=kind == "fused")
        return build("LlamaForCausalLM", {
            "vocab_size": SYMBOLS, "hidden_size": WIDTH, "num_hidden_layers": LAYERS, "num_attention_heads": 4,
            "intermediate_size": INNER, "max_position_embeddings": 512, "tie_word_embeddings": True,
        })  # fmt: skip


def loss_of(model: nn.Module, windows: torch.Tensor) -> torch.Tensor:
    """Mean nats of the bytes of windows (B,L+1) but the first, each given those before it."""
    shown, targets = windows[:, :-1], windows[:, 1:]
    logits = model(shown) if isinstance(model, Recurrent) else model(input_ids=shown, use_cache=False).logits
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


def milliseconds(model: nn.Module, windows: torch.Tensor) -> float:
    """One training step, forward, backward and update, on windows (B,L+1)."""
    optimizer = torch.optim.SGD(model.parameters(), 0.01)
    began = time.perf_counter()
    loss_of(model, windows).backward()
    optimizer.step()
    taken = 1000 * (time.perf_counter() - began)
    optimizer.zero_grad(set_to_none=True)
    return taken


def longest_chain(loss: torch.Tensor) -> int:
    """The most operations on any way back from a loss: so many must run one after the other, on any machine."""
    if (end := loss.grad_fn) is None:
        raise ValueError("nothing led to this loss")
    depths: dict[Node, int] = {}
    waiting = [end]
    while waiting:
        node = waiting[-1]
        parents = [parent for parent, _ in node.next_functions if parent is not None]
        unknown = [parent for parent in parents if parent not in depths]
        if unknown:
            waiting += unknown
            continue
        depths[waiting.pop()] = 1 + max((depths[parent] for parent in parents), default=0)
    return depths[end]
