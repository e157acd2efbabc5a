"""A text weighed token by token, beside packers and counted n-grams, and put into a file as long as it weighs."""

import re
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np

from playground.data.text import Name
from playground.engines._runtime import checked, engine, gpu, progress, relayed
from playground.engines.autoregressive.tokens import packed
from playground.errors import BadInput
from playground.families.autoregressive.weigh import LONGEST, OWN
from playground.models.autoregressive import codec, ngram
from playground.models.autoregressive.language import SHAKESPEARE, TALES, Language, held_out, language
from playground.models.autoregressive.weighing import PACKERS, joined, weighed
from playground.spec import Frame

SHIPPED = {"tales": TALES, "Shakespeare": SHAKESPEARE}
LESSONS: dict[str, Name] = {TALES: "tales", SHAKESPEARE: "shakespeare"}
PULSE = 16  # tokens of the coder between two looks at the clock
Steps = Generator[Frame, None, None]


@dataclass(frozen=True)
class Material:
    """What is weighed.

    Attributes:
        ids: its tokens.
        passage: the held-out passage that it was cut from, or -1.
        left_out: characters of the passage that the model has no token for.
        noise: the random bytes that were decoded, or none.
        file: the file that it was read from, or none.
    """

    ids: list[int]
    passage: int = -1
    left_out: int = 0
    noise: bytes = b""
    file: bytes = b""


@gpu
@checked(engine("autoregressive", "weigh"))
def weigh(
    *, model: str = "tales", source: str = "held-out passage", text: str = OWN, author: str = "Grimm",
    length: int = 1000, seed: int = 7, coder: bool = True,
) -> Iterator[Frame]:  # fmt: skip
    """A Frame each for the tokens, for the rivals, and with `coder` for the file; progress of each on the way.

    Raises BadInput: the text is empty, too long, or has characters that the model lacks.
    """
    reader = language(SHIPPED[model])
    total = 2 + coder
    if source == "random bytes":
        material = yield from _dreamt(reader, length, seed, total)
    elif source == "own text":
        material = Material(codec.held_to_length(reader.encode(text)))
    else:
        material = _excerpt(reader, author, length, seed)
    yield from _weighed(reader, material, total)
    if coder:
        yield from _filed(reader, material, total)


@gpu
def unpack(*, data: bytes) -> Iterator[Frame]:
    """The Frames of `weigh` for the text of a file, by the model that wrote it. Raises BadInput."""
    reader = language(codec.written_by(data))
    ids = yield from relayed(codec.decoding(reader, data), 0, 3, every=PULSE)
    if not ids:
        raise BadInput("This file holds an empty text: choose another one.")
    material = Material(ids, file=data)
    yield from _weighed(reader, material, 3)
    stats = {"equal": 1.0, "returned": 0.0, "seconds": 0.0}
    yield Frame(2, 3, {"file": _bytes(data), "decoded": _bytes(b"".join(reader.pieces(ids)))}, stats, kind="step")


def excerpt(author: str, length: int, seed: int) -> tuple[str, int]:
    """At most so many held-out characters by an author, whole words from the seed's paragraph on; their passage."""
    theirs = [(place, one.text) for place, one in enumerate(held_out()) if one.author == author]
    longest = max(len(text) for _, text in theirs)
    place, text = theirs[np.random.default_rng(seed).integers(len(theirs))]
    if len(text) < min(length, longest):
        place, text = max(theirs, key=lambda one: len(one[1]))
    starts = [hit.end() for hit in re.finditer(r"\n\n+", text) if hit.end() + length <= len(text)] or [0]
    start = starts[np.random.default_rng(seed).integers(len(starts))]
    # A block may begin, and the asked length end, within a word.
    begin = start or len(re.split(r"\s", text, maxsplit=1)[0]) + 1
    return re.findall(r"(?s).*(?=\s)", text[begin : start + length + 1])[0], place


def _excerpt(reader: Language, author: str, length: int, seed: int) -> Material:
    text, place = excerpt(author, length, seed)
    lacking = reader.unknown(text)
    kept = "".join(sign for sign in text if sign not in lacking)
    return Material(reader.encode(kept), passage=place, left_out=len(text) - len(kept))


def _dreamt(reader: Language, length: int, seed: int, total: int) -> Generator[Frame, None, Material]:
    """What the model reads out of the seed's random bytes, at least so many bytes of text."""
    words = np.random.default_rng(seed).integers(0, 2**32, LONGEST, np.uint32)
    ids, written = [], 0
    for token in codec.reading(reader, words):
        ids.append(token)
        written += len(reader.pieces([token])[0])
        if written >= length:
            return Material(ids, noise=words.astype(codec.WORD).tobytes())
        if len(ids) % PULSE == 0:
            yield progress(0, total, written / length)
    raise AssertionError("reading never ends")


def _weighed(reader: Language, material: Material, total: int) -> Steps:
    """The first two Frames."""
    ids, parts, done, ms = material.ids, [], 0, 0.0
    began = time.perf_counter()
    for part in weighed(reader, ids):
        parts.append(part)
        done += len(part.nats)
        ms += 1000 * (time.perf_counter() - began)
        yield progress(0, total, done / len(ids))
        began = time.perf_counter()
    all_of_it, data = joined(parts), b"".join(reader.pieces(ids))
    arrays = packed("vocabulary", reader.pieces(list(range(reader.size)))) | {
        "ids": np.array(ids, np.int32), "nats": all_of_it.nats, "rank": all_of_it.rank,
        "top": all_of_it.top, "top_p": all_of_it.top_p.astype(np.float16),
    }  # fmt: skip
    stats = {
        "tokens": len(ids), "characters": len(data.decode(errors="replace")), "bytes": len(data),
        "nats": all_of_it.nats.sum(dtype=np.float64), "entropy": all_of_it.entropy.sum(dtype=np.float64),
        "left_out": material.left_out, "window": reader.window, "ms": ms,
        "parameters": sum(one.numel() for one in reader.network.parameters()), "shakespeare": reader.characters,
    }  # fmt: skip
    yield Frame(0, total, arrays, {name: float(value) for name, value in stats.items()}, kind="step")
    yield from _rivals(reader, material, data, total)


def _rivals(reader: Language, material: Material, data: bytes, total: int) -> Steps:
    name, without = LESSONS[reader.name], frozenset({material.passage})
    counts = []
    for one in ngram.learnt(name, without):
        counts.append(one)
        yield progress(1, total, len(counts) / ngram.ORDERS)
    nats = ngram.nats(counts, data)
    orders = nats.sum(1) / np.log(2)
    best, taught = int(orders.argmin()), ngram.lesson(name, without)
    stats = {packer: float(len(pack(data))) for packer, pack in PACKERS.items()}
    stats |= {"order": best + 1.0, "lesson": float(len(taught.data)), "whole": float(taught.whole)}
    yield Frame(
        1, total, {"ngram": nats[best].astype(np.float32), "orders": orders.astype(np.float32)}, stats, kind="step"
    )


def _filed(reader: Language, material: Material, total: int) -> Steps:
    began = time.perf_counter()
    data = yield from relayed(codec.encoding(reader, material.ids), 2, total, 0.0, 0.5, PULSE)
    ids = yield from relayed(codec.decoding(reader, data), 2, total, 0.5, 1.0, PULSE)
    arrays = {"file": _bytes(data), "decoded": _bytes(b"".join(reader.pieces(ids)))}
    returned = 0
    if material.noise:
        words = codec.words_of(data)
        returned = next((k for k, (a, b) in enumerate(zip(words, material.noise, strict=False)) if a != b), len(words))
        arrays["noise"] = _bytes(material.noise[: len(words)])
    stats = {"equal": float(ids == material.ids), "returned": float(returned)}
    yield Frame(2, total, arrays, stats | {"seconds": time.perf_counter() - began}, kind="step")


def _bytes(data: bytes) -> np.ndarray:
    return np.frombuffer(data or b"\0", np.uint8)
