"""The shipped language models: loading, reading token by token or all at once, and the held-out passages."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F
from transformers import DynamicCache, PreTrainedModel

from playground import store
from playground.data.text import AUTHORS
from playground.errors import BadInput
from playground.models.autoregressive.networks import BYTES, SPECIAL, build

TALES, SHAKESPEARE = "autoregressive/tales", "autoregressive/shakespeare"
MOST_LOGITS = 2**26  # numbers that one reading of many windows may hold: a large vocabulary is read in small batches


@dataclass(frozen=True, eq=False)
class Language:
    """A causal language model ready to be read.

    Attributes:
        network: transformers' model on the CPU, in evaluation mode.
        window: the most tokens it may look back on.
        characters: whether a token is one character of a fixed alphabet, instead of a stretch of bytes.
        start: the token read before the first one: a line's end, so that every text begins a line; of a model from the
            hub, the one that begins its documents.
        ends: tokens that end a text.
    """

    name: str
    network: PreTrainedModel
    tokenizer: Tokenizer
    window: int
    start: int
    characters: bool
    ends: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """Tokens in the vocabulary; a network may have more outputs, which mean nothing."""
        return self.tokenizer.get_vocab_size()

    def unknown(self, text: str) -> list[str]:
        """The characters of a text that a model of characters has no token for; bytes know every text."""
        return sorted(c for c in set(text) if self.tokenizer.token_to_id(c) is None) if self.characters else []

    def encode(self, text: str) -> list[int]:
        """Token ids; names of special tokens in the text are text.

        Raises BadInput for signs that a model of characters has no token for.
        """
        if unknown := self.unknown(text):
            named = ", ".join(f"“{c}”" if c.isprintable() else f"U+{ord(c):04X}" for c in unknown[:6])
            more = f" and {len(unknown) - 6} others" if len(unknown) > 6 else ""
            known = self.size - len(SPECIAL)
            raise BadInput(f"This model knows {known} characters, not {named}{more}: take them out or choose tales.")
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def pieces(self, ids: list[int]) -> list[bytes]:
        """The bytes that each token stands for; a special token stands for its name."""
        words = [self.tokenizer.id_to_token(token) or "" for token in ids]
        if self.characters:
            return [word.encode() for word in words]
        return [word.encode() if word in SPECIAL else bytes(BYTES[c] for c in word if c in BYTES) for word in words]


@cache
def language(name: str = TALES) -> Language:
    """A shipped causal model, `autoregressive/...`. Raises BadWeights."""
    config, network = shipped(name)
    tokenizer = tokenizer_of(config)
    window = network.config.max_position_embeddings
    return Language(name, network, tokenizer, window, tokenizer.encode("\n").ids[0], name == SHAKESPEARE)


@cache
def shipped(name: str) -> tuple[dict[str, Any], PreTrainedModel]:
    """Config and network, in evaluation mode on the CPU, of any shipped language model. Raises BadWeights."""
    with torch.inference_mode(False):
        config, tensors = store.read(name)
        return config, store.fill(build(config["kind"], config["network"]), tensors, name)


def tokenizer_of(config: dict[str, Any]) -> Tokenizer:
    """The tokenizer that a model's config holds; it takes the names of special tokens for text."""
    tokenizer = Tokenizer.from_str(config["tokenizer"])
    tokenizer.encode_special_tokens = True
    return tokenizer


class Cursor:
    """Reads a text one token at a time with a cache of keys and values; a full window keeps its newer half."""

    def __init__(self, model: Language) -> None:
        self.model = model
        self.seen: list[int] = []
        self._cache = DynamicCache(config=model.network.config)

    @torch.inference_mode()
    def read(self, ids: list[int]) -> torch.Tensor:
        """Read these tokens after those before; logits (V,) of the next one."""
        self.seen = self.seen + ids
        if (beyond := len(self.seen) - self.model.window) > 0:
            half = self.model.window // 2
            self.seen = self.seen[-(self.model.window - half + 1 + (beyond - 1) % half) :]
            self._cache = DynamicCache(config=self.model.network.config)
            ids = self.seen
        return self._forward(ids)

    def _forward(self, ids: list[int]) -> torch.Tensor:
        inputs = torch.tensor([ids])
        return self.model.network(input_ids=inputs, past_key_values=self._cache, use_cache=True).logits[0, -1]


@torch.inference_mode()
def surprise(model: Language, ids: list[int], batch: int = 16) -> torch.Tensor:
    """-log p of each token given those before it, in nats, (N,); the same contexts as a Cursor's, all at once."""
    sequence = torch.tensor([model.start, *ids])
    window, half = model.window, model.window // 2
    batch = max(1, min(batch, MOST_LOGITS // (window * model.size)))
    first = _nats(model, sequence[None, : window + 1])[0]
    starts = range(half, max(half, len(ids) - half), half)
    rows = [sequence[start : start + window + 1] for start in starts]
    found = [first]
    for at in range(0, len(rows), batch):
        group = rows[at : at + batch]
        padded = nn.utils.rnn.pad_sequence(group, batch_first=True)
        found += [line[half : len(row) - 1] for line, row in zip(_nats(model, padded), group, strict=True)]
    return torch.cat(found)[: len(ids)]


def _nats(model: Language, rows: torch.Tensor) -> torch.Tensor:
    """rows (B,L+1) -> (B,L) nats of each token but the first."""
    logits = model.network(input_ids=rows[:, :-1]).logits
    return F.cross_entropy(logits.flatten(0, 1).float(), rows[:, 1:].flatten(), reduction="none").view(len(rows), -1)


@dataclass(frozen=True)
class Passage:
    """A stretch of held-out text by one author."""

    text: str
    author: str


@cache
def held_out() -> tuple[Passage, ...]:
    """The held-out blocks of the tales, cut where a book begins; they lie with the weights. Raises BadWeights."""
    tensors = store.read(TALES, "heldout")[1]
    lengths, authors = tensors["lengths"].tolist(), tensors["authors"].tolist()
    model = language(TALES)
    return tuple(
        Passage(b"".join(model.pieces(ids.tolist())).decode(), AUTHORS[author])
        for ids, author in zip(tensors["ids"].split(lengths), authors, strict=True)
    )
