"""A language model writes step by step, with every probability on the table."""

import time
from collections.abc import Generator, Iterator
from functools import cache, partial

import numpy as np
import torch

from playground.engines._runtime import checked, engine, gpu, relayed
from playground.engines.autoregressive.tokens import packed
from playground.errors import BadInput
from playground.models.autoregressive import hub, language, sampling
from playground.models.autoregressive.continuing import scored
from playground.models.autoregressive.language import Cursor, Language, surprise
from playground.models.autoregressive.sampling import Reshaped
from playground.spec import Frame

SHOWN = 20  # candidates of each place
SHIPPED = {"tales": language.TALES, "Shakespeare": language.SHAKESPEARE}


@gpu
@checked(engine("autoregressive", "write"))
def write(
    *, model: str = "tales", prompt: str = "Once upon a time there was a little", length: int = 60,
    temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0, penalty: float = 1.0, seed: int = 7,
    forced: str = "",
) -> Iterator[Frame]:  # fmt: skip
    """A Frame for each place of the continuation and one for the place after it: what could come there, and what does.

    The first Frame also has the beginning; before it, progress of reading a long one. `rules` says which rule of
    `models.autoregressive.sampling` cut a token.

    Raises:
        BadInput: a sign that the model has no token for, or a forced token that it does not have.
        DataMissing: a hub model that is not in the cache.
    """
    reader = reader_of(model)
    ids, orders = reader.encode(prompt), orders_of(reader, forced)
    reshape = partial(sampling.reshape, temperature=temperature, top_k=top_k, top_p=top_p, penalty=penalty)
    numbers = np.random.default_rng(seed).random(length + 1)
    fixed = {"parameters": float(sum(p.numel() for p in reader.network.parameters())), "vocabulary": float(reader.size)}
    arrays = packed("prompt", reader.pieces(ids))
    arrays["prompt_nats"] = yield from _weighed(reader, ids, length + 1)
    cursor, fresh = Cursor(reader), [reader.start, *ids]
    for place, number in enumerate(numbers.tolist()):
        began = time.perf_counter()
        shape = reshape(cursor.read(fresh)[: reader.size], seen=ids)
        token = orders[place] if place in orders else sampling.draw(shape, number)
        ms = 1000 * (time.perf_counter() - began)
        stats = fixed | figures(shape, token) | {"number": number, "forced": float(place in orders), "ms": ms}
        stats |= {"context": float(len(cursor.seen)), "ends": float(token in reader.ends)}
        yield Frame(place, length + 1, arrays | candidates(reader, shape, token), stats, kind="step")
        if token in reader.ends:
            return
        ids, fresh, arrays = [*ids, token], [token], {}


def _weighed(reader: Language, ids: list[int], total: int) -> Generator[Frame, None, np.ndarray]:
    """The surprise of a beginning, nats float32 (N,); of one beyond the model's window, a window a turn."""
    if len(ids) <= reader.window:
        return surprise(reader, ids).float().numpy()
    return (yield from relayed(scored(reader, torch.tensor([ids])), 0, total))[0].numpy()


def reader_of(model: str) -> Language:
    """A shipped model or one of the hub's, by the name it has on the page. Raises BadWeights, DataMissing."""
    return language.language(SHIPPED[model]) if model in SHIPPED else hub.language(model)


def orders_of(reader: Language, forced: str) -> dict[int, int]:
    """`place:id;place:id` -> {place: id}; raises BadInput for a token that the model does not have."""
    pairs = [one.split(":") for one in forced.split(";") if one]
    orders = {int(place): int(token) for place, token in pairs}
    if beyond := [token for token in orders.values() if token >= reader.size]:
        raise BadInput(
            f"This model has {reader.size:,} tokens and none numbered {beyond[0]:,}: press Reset, or force it again."
        )
    return orders


def figures(shape: Reshaped, token: int) -> dict[str, float]:
    """What is said of one place, but for what the clock and the seed say."""
    counts = torch.bincount(shape.rules.long(), minlength=4).tolist()
    cut = float(shape.before[shape.rules != sampling.KEPT].sum())
    return {
        "token": float(token), "nats": -float(shape.logs[token]), "kept": float(counts[sampling.KEPT]), "cut": cut,
        "cut_top_k": float(counts[sampling.TOP_K]), "cut_top_p": float(counts[sampling.TOP_P]),
        "cut_greedy": float(counts[sampling.GREEDY]),
        "entropy": sampling.entropy(shape.before), "entropy_after": sampling.entropy(shape.after),
    }  # fmt: skip


def candidates(reader: Language, shape: Reshaped, token: int) -> dict[str, np.ndarray]:
    """The likeliest tokens, before the rules or after them, and the one that is written."""
    likely = torch.maximum(shape.before, shape.after).topk(min(SHOWN, reader.size)).indices
    likely = likely if token in likely else torch.cat([likely, torch.tensor([token])])
    ranks = shape.order.argsort()
    shown = likely[ranks[likely].argsort()]
    ordered = shape.after[shape.order]
    start = (ordered.cumsum(0) - ordered)[ranks[shown]].masked_fill(shape.rules[shown] != sampling.KEPT, -1.0)
    pieces = packed("pieces", reader.pieces(shown.tolist())) | packed("taken", reader.pieces([token]))
    return pieces | {
        "ids": shown.int().numpy(), "rules": shape.rules[shown].numpy(), "start": start.float().numpy(),
        "before": shape.before[shown].float().numpy(), "after": shape.after[shown].float().numpy(),
    }  # fmt: skip


def tokens_like(model: object, text: object) -> list[dict[str, object]]:
    """Up to 24 tokens whose text holds what a visitor typed, the shortest first: {"id", "piece": [bytes]}.

    Called past the queue with anything. Raises BadInput, DataMissing.
    """
    known = engine("autoregressive", "write").params[0]
    reader = reader_of(known.check(model))
    if not isinstance(text, str) or not 0 < len(text) <= 40:
        raise BadInput("Type from 1 to 40 characters of the token that is to come next.")
    pieces = _vocabulary(reader)
    wanted = text.encode(errors="replace")
    found = [
        (piece != wanted, piece.strip() != wanted.strip(), len(piece), token)
        for token, piece in enumerate(pieces)
        if wanted in piece
    ]
    return [{"id": token, "piece": list(pieces[token])} for *_, token in sorted(found)[:24]]


@cache
def _vocabulary(reader: Language) -> list[bytes]:
    """The bytes of every token."""
    return reader.pieces(list(range(reader.size)))
