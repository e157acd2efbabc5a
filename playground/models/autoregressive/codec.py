"""A file as long as a language model's surprise: the probabilities of each next token drive a range coder.

Encoder and decoder read with a `Cursor` each, token by token, so that both see the very same numbers. They must run on
one kind of machine: elsewhere a sum may round differently, and then decoding ends in an error, not in another text.

A file: two letters and one that names the model; how many tokens, seven bits a byte; checks of the text and of the
words, two bytes each; then the words of the coder (Martin 1979, as the library constriction has it).
"""

from binascii import crc_hqx
from collections.abc import Generator
from typing import TypeVar

import constriction
import numpy as np
import torch

from playground.errors import BadInput
from playground.models.autoregressive.language import SHAKESPEARE, TALES, Cursor, Language

MARKS = {TALES: b"ARt", SHAKESPEARE: b"ARs"}
CALLED = {TALES: "tales", SHAKESPEARE: "Shakespeare"}
MOST_TOKENS = 20_000
WORD = np.dtype("<u4")
DAMAGED = "This file is damaged and cannot be decoded: fetch it again, or have it written anew."
coder, models = constriction.stream.queue, constriction.stream.model

Found = TypeVar("Found")


def encode(model: Language, text: str) -> bytes:
    """The file of a text. Raises BadInput: the text is too long, or has signs that the model lacks."""
    return drained(encoding(model, model.encode(text)))


def decode(model: Language, data: bytes) -> str:
    """The text of a file. Raises BadInput: the file is damaged, foreign, or of another model."""
    return text_of(model, drained(decoding(model, data)))


def encoding(model: Language, ids: list[int]) -> Generator[float, None, bytes]:
    """`encode` of tokens, a step a token: yields the share that is done, returns the file."""
    held_to_length(ids)
    encoder, cursor, last = coder.RangeEncoder(), Cursor(model), model.start
    for done, token in enumerate(ids, 1):
        encoder.encode(token, table(cursor.read([last])))
        last = token
        yield done / len(ids)
    words = encoder.get_compressed().astype(WORD).tobytes()
    front = MARKS[model.name] + _varint(len(ids)) + _check(b"".join(model.pieces(ids)))
    return front + _check(front + words) + words


def decoding(model: Language, data: bytes) -> Generator[float, None, list[int]]:
    """Tokens of a file, a step a token: yields the share that is done, returns them all."""
    count, check, words = _opened(model, data)
    reader, ids = reading(model, words), []
    for _ in range(count):
        ids.append(next(reader))
        yield len(ids) / count
    if _check(b"".join(model.pieces(ids))) != check:
        raise BadInput("This file was written by other weights or on another kind of machine: have it written here.")
    return ids


def reading(model: Language, words: np.ndarray) -> Generator[int, None, None]:
    """What the model reads out of any words (N,) uint32, token after token without end; zeros follow the last word.

    From random words these are draws from the model, as exact as the table: decoding noise is sampling.
    """
    decoder, cursor, last = coder.RangeDecoder(words.astype(np.uint32)), Cursor(model), model.start
    while True:
        last = _next(decoder, table(cursor.read([last])))
        yield last


def _next(decoder: constriction.stream.queue.RangeDecoder, distribution: constriction.stream.model.Categorical) -> int:
    try:
        return int(decoder.decode(distribution))
    except AssertionError:  # words that no encoder writes
        raise BadInput(DAMAGED) from None


def table(logits: torch.Tensor) -> constriction.stream.model.Categorical:
    """Probabilities (V,) of the next token in steps of 2^-24, none of them 0; the same numbers give the same steps."""
    weights = logits.double()
    return models.Categorical((weights - weights.max()).exp().numpy(), perfect=False)


def text_of(model: Language, ids: list[int]) -> str:
    """The text of tokens; what is no whole character becomes a replacement character."""
    return b"".join(model.pieces(ids)).decode(errors="replace")


def held_to_length(ids: list[int]) -> list[int]:
    """The tokens, if a file may hold so many. Raises BadInput."""
    if len(ids) > MOST_TOKENS:
        raise BadInput(f"That text is {len(ids):,} tokens long for this model, {MOST_TOKENS:,} at most: shorten it.")
    return ids


def written_by(data: bytes) -> str:
    """The name of the model that a file was written with. Raises BadInput: it is no such file."""
    for name, mark in MARKS.items():
        if data.startswith(mark):
            return name
    raise BadInput("This file was not written here: choose one that this page has saved.")


def _opened(model: Language, data: bytes) -> tuple[int, bytes, np.ndarray]:
    """How many tokens, the check of the text, and the coder's words, after the file's own check."""
    if (name := written_by(data)) != model.name:
        raise BadInput(f"This file was written with the model of {CALLED[name]}: choose that model, then it again.")
    count, at = 0, len(MARKS[name])
    for place in range(3):
        part = data[at : at + 1] or b"\0"
        count, at = count | (part[0] & 127) << (7 * place), at + 1
        if part[0] < 128:
            break
    check, own, words = data[at : at + 2], data[at + 2 : at + 4], data[at + 4 :]
    if len(words) % WORD.itemsize or own != _check(data[: at + 2] + words) or count > MOST_TOKENS:
        raise BadInput(DAMAGED)
    return count, check, np.frombuffer(words, WORD)


def words_of(data: bytes) -> bytes:
    """The coder's words in a sound file, without what stands before them."""
    front = 3 + next(k for k, part in enumerate(data[3:], 1) if part < 128)
    return data[front + 4 :]


def _varint(number: int) -> bytes:
    parts = []
    while number >= 128:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def _check(data: bytes) -> bytes:
    return crc_hqx(data, 0xFFFF).to_bytes(2, "little")


def drained(steps: Generator[float, None, Found]) -> Found:
    """What a generator returns, its steps unseen."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
