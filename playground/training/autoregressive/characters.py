"""A character model small enough to learn before one's eyes, and a trainer whose rules may change between steps."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import torch
from torch.nn import functional as F
from transformers import DynamicCache, PreTrainedModel

from playground.models.autoregressive.networks import build
from playground.training.autoregressive.language import add_dropout, windows
from playground.training.run import Diverged, step_generator, step_seed

LONGEST = 256  # characters: the longest context
HELD_SHARE = 5  # one part in five is held out
MOST_SIGNS = 256
SHAPE = ("width", "layers", "heads")


@dataclass(frozen=True, eq=False)
class Corpus:
    """A text as numbers, cut in two.

    Attributes:
        signs: the UTF-8 bytes of each sign of the alphabet: its characters in order, or single bytes where it has more
            than MOST_SIGNS of them.
        train, held: ids of the part to train on, and of the last fifth, which is held out (N,).
        per_character: signs a character of the text takes: 1 unless signs are single bytes.
    """

    signs: tuple[bytes, ...]
    train: torch.Tensor
    held: torch.Tensor
    per_character: float

    @classmethod
    def of(cls, text: str) -> "Corpus":
        pieces = [character.encode() for character in text]
        if len(set(pieces)) > MOST_SIGNS:
            pieces = [bytes([byte]) for byte in text.encode()]
        signs = tuple(sorted(set(pieces)))
        places = {sign: place for place, sign in enumerate(signs)}
        ids = torch.tensor([places[piece] for piece in pieces])
        cut = len(ids) - len(ids) // HELD_SHARE
        return cls(signs, ids[:cut], ids[cut:], len(ids) / len(text))

    @property
    def bytewise(self) -> bool:
        """Whether signs are single bytes."""
        return self.per_character > 1 and max(map(len, self.signs)) == 1

    def ids(self, text: str) -> list[int]:
        """The ids of another text; signs that the alphabet lacks are left out."""
        places = {sign: place for place, sign in enumerate(self.signs)}
        pieces = [bytes([byte]) for byte in text.encode()] if self.bytewise else [sign.encode() for sign in text]
        return [places[piece] for piece in pieces if piece in places]


@dataclass(frozen=True)
class Rules:
    """What each step obeys; the names are the controls'.

    Attributes:
        width, layers, heads: the network's shape; a head takes width / heads numbers, an even count.
        context: characters of a training window; the model never looks further back.
        rate, batch: AdamW's learning rate, and windows in a step.
        dropout: the share of what attention and perceptrons add to the stream that a step leaves out.

    Raises:
        ValueError: a rule that no step could obey.
    """

    width: int = 64
    layers: int = 2
    heads: int = 4
    context: int = 64
    rate: float = 3e-3
    batch: int = 16
    dropout: float = 0.0

    def __post_init__(self) -> None:
        if self.width % (2 * self.heads):
            raise ValueError(f"width must be a multiple of {2 * self.heads}, got {self.width}")
        if not 1 <= self.context <= LONGEST or not 0 <= self.dropout < 1 or self.rate < 0 or self.batch < 1:
            raise ValueError(f"out of range: {self}")

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Rules":
        """The rules among an engine's values."""
        return cls(**{field.name: values[field.name] for field in fields(cls)})

    def network(self, signs: int) -> PreTrainedModel:
        """A decoder-only transformer of transformers' Llama class with fresh weights."""
        return build("LlamaForCausalLM", {
            "vocab_size": signs, "hidden_size": self.width, "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads, "intermediate_size": 8 * self.width // 3,
            "max_position_embeddings": LONGEST, "tie_word_embeddings": True,
            "bos_token_id": None, "eos_token_id": None, "pad_token_id": None,
        })  # fmt: skip


class Trainer:
    """A network, its optimiser, and what the last step found.

    Attributes:
        step: finished optimiser steps.
        network: the causal model, in training mode.
        loss: the last batch's mean cross-entropy, nats per character; NaN before the first step.
    """

    def __init__(self, rules: Rules, corpus: Corpus, seed: int) -> None:
        self.rules, self.corpus, self.seed, self.step, self.loss = rules, corpus, seed, 0, math.nan
        self._new_network()

    def _new_network(self) -> None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(step_seed(self.seed, self.step))
            self.network = self.rules.network(len(self.corpus.signs)).train()
        self._dropout = add_dropout(self.network, self.rules.dropout)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=self.rules.rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True
        )

    def adopt(self, rules: Rules, corpus: Corpus) -> bool:
        """Obey other rules, read another text from the next step on; returns whether the network began afresh."""
        old, self.rules = self.rules, rules
        known, self.corpus = self.corpus.signs, corpus
        if afresh := known != corpus.signs or any(getattr(old, name) != getattr(rules, name) for name in SHAPE):
            self._new_network()
        self._dropout.p = rules.dropout
        for group in self.optimizer.param_groups:
            group["lr"] = rules.rate
        return afresh

    def iterate(self) -> None:
        """One optimiser step on fresh windows; raises Diverged, the weights standing as before it."""
        rng = step_generator(self.seed, self.step)
        length = min(self.rules.context, len(self.corpus.train) - 1)
        rows = windows(self.corpus.train, self.rules.batch, length + 1, rng)  # (B,L+1)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(step_seed(self.seed, self.step))  # for the dropout
            loss = cross_entropy(self.network, rows).mean()
        slope = descent(self.network, self.optimizer, loss)
        if not math.isfinite(loss.item() + slope):
            raise Diverged(self.step + 1)
        self.optimizer.step()
        self.loss = loss.item()
        self.step += 1


def train(trainer: Trainer) -> Iterator[Trainer]:
    """One optimiser step per `next()`; raises Diverged."""
    while True:
        trainer.iterate()
        yield trainer


def cross_entropy(network: PreTrainedModel, rows: torch.Tensor) -> torch.Tensor:
    """-log p of each character of rows (B,L+1) given those before it in its row, nats: (B,L), all in one call."""
    logits = network(input_ids=rows[:, :-1], use_cache=False).logits  # (B,L,V)
    return F.cross_entropy(logits.flatten(0, 1), rows[:, 1:].flatten(), reduction="none").view(len(rows), -1)


def descent(network: PreTrainedModel, optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> float:
    """The gradient of `loss`, ready for the optimiser's step; returns the sum of its norms."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    slopes = [p.grad for p in network.parameters() if p.grad is not None]
    return sum(torch._foreach_norm(slopes), torch.zeros(())).item()


@torch.inference_mode()
def surprise(network: PreTrainedModel, ids: torch.Tensor, context: int) -> torch.Tensor:
    """-log p of characters of ids (N,), nats, in their order.

    Windows of `context` characters overlap by half, so that after the first every character is read with at least half
    a context before it; what does not fill a last window is left out.
    """
    length = min(context, len(ids) - 1)
    stride = length - length // 2
    starts = torch.arange(0, len(ids) - length, stride)
    nats = cross_entropy(network, ids[starts[:, None] + torch.arange(length + 1)])  # (R,L)
    return torch.cat([nats[0], nats[1:, length - stride :].flatten()])


class Reader:
    """Reads one character after another with a cache of keys and values; a full context keeps its newer half."""

    def __init__(self, network: PreTrainedModel, context: int) -> None:
        self._network, self._context = network, context
        self._seen: list[int] = []

    @torch.inference_mode()
    def read(self, character: int) -> torch.Tensor:
        """Logits (V,) of the character after this one and those before it."""
        kept = self._context // 2
        if not self._seen or len(self._seen) == self._context:
            self._cache = DynamicCache(config=self._network.config)
            self._seen = [*self._seen[len(self._seen) - min(kept, len(self._seen)) :], character]
            return self._forward(self._seen)
        self._seen.append(character)
        return self._forward([character])

    def _forward(self, ids: list[int]) -> torch.Tensor:
        return self._network(input_ids=torch.tensor([ids]), past_key_values=self._cache, use_cache=True).logits[0, -1]


def draw(logits: torch.Tensor, temperature: float, rng: torch.Generator) -> int:
    """A character from logits (V,) divided by the temperature; at 0 the likeliest."""
    if not temperature:
        return int(logits.argmax())
    probabilities = (logits / temperature).softmax(0)  # (V,)
    return int(torch.multinomial(probabilities, 1, generator=rng))


@torch.inference_mode()
def write(
    network: PreTrainedModel, prompt: list[int], count: int, context: int, temperature: float, rng: torch.Generator
) -> tuple[list[int], list[float]]:
    """`count` characters after a prompt, each waiting for the one before; and -log p of each at temperature 1, nats."""
    reader = Reader(network, context)
    for character in prompt:
        logits = reader.read(character)
    written, nats = [], []
    for _ in range(count):
        written.append(draw(logits.nan_to_num(), temperature, rng))
        nats.append(-logits.log_softmax(0)[written[-1]].item())
        logits = reader.read(written[-1])
    return written, nats
