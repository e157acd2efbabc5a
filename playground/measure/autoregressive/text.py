"""The rows of the language models: likelihood beside counting and packing, and the coder's files."""

import lzma
from collections.abc import Iterator

import numpy as np

from playground.data import text
from playground.measure.quality import Row, row
from playground.models.autoregressive import codec, ngram
from playground.models.autoregressive.language import Language, language, surprise

ENCODED = 20_000  # characters of the text that is put into a file
XZ = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 64 * 2**20}


def shakespeare_rows(name: str, samples: int | None) -> Iterator[Row]:
    """Nats per character of the whole validation text; `samples` characters of it."""
    (held_out,) = text.split("shakespeare")[1]
    held_out = held_out[:samples]
    model = language(name)
    how = f"nanoGPT's split, contexts of {model.window // 2} to {model.window} characters"
    yield row("ar.shakespeare_nats", nats(model, [held_out]) / len(held_out), "nats/char", len(held_out), how)


def tales_rows(name: str, samples: int | None) -> Iterator[Row]:
    """Bits per character of the held-out blocks, of the model and of the best of its rivals; then a real file.

    `samples` characters of each block.
    """
    train, blocks = text.split("tales")
    blocks, model = [block[:samples] for block in blocks], language(name)
    characters = sum(map(len, blocks))
    bits = nats(model, blocks) / np.log(2)
    how = f"{len(blocks)} held-out blocks, each from its start, contexts of up to {model.window} tokens"
    yield row("ar.fairy_bpc", bits / characters, "bits/char", characters, how)
    rivals = baselines("".join(train).encode(), [block.encode() for block in blocks])
    best = min(rivals, key=rivals.__getitem__)
    others = ", ".join(f"{rival} {value / characters:.3f}" for rival, value in rivals.items())
    yield row("ar.fairy_baseline", rivals[best] / characters, "bits/char", characters, f"{best}; {others}")
    yield codec_row(model, blocks[0][:ENCODED])


def codec_row(model: Language, document: str) -> Row:
    """Bytes of the file over the model's own bits / 8. Raises RuntimeError: it does not decode to the same text."""
    data = codec.encode(model, document)
    if codec.decode(model, data) != document:
        raise RuntimeError("the decoded text is another one")
    floor = nats(model, [document]) / np.log(2) / 8
    how = f"{len(data):,} bytes for {floor:,.1f}; at most 1.01 of it and 16 are allowed; decodes exactly"
    return row("ar.codec_overhead", len(data) / floor, "ratio", len(document), how)


def nats(model: Language, texts: list[str]) -> float:
    """The whole surprise of these texts, each read from its start."""
    return float(sum(surprise(model, model.encode(one)).double().sum() for one in texts))


def baselines(train: bytes, blocks: list[bytes]) -> dict[str, float]:
    """Bits for all blocks: xz alone, xz after the train split, and the n-grams that were counted on it."""
    together = b"".join(blocks)
    taught = [ngram.count(train, order) for order in range(1, ngram.ORDERS + 1)]
    by_order = sum(ngram.nats(taught, block).sum(1) for block in blocks) / np.log(2)
    return {
        "xz alone": 8.0 * packed(together),
        "xz after the train split": 8.0 * (packed(train + together) - packed(train)),
    } | {f"{order}-gram": float(bits) for order, bits in enumerate(by_order, 1)}


def packed(data: bytes) -> int:
    """Bytes that xz at its best makes of it, its window as wide as the data."""
    return len(lzma.compress(data, lzma.FORMAT_XZ, filters=[XZ]))
