"""A language model writes step by step, with every probability on the table."""

import time
from collections.abc import Iterator

import numpy as np
import torch

from playground.engines._runtime import checked, engine, gpu
from playground.engines.tokens import packed
from playground.measure import language, sampling
from playground.measure.language import Cursor, Language
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
    """A Frame for each place of the continuation."""
    reader = language.language(SHIPPED[model])
    ids = reader.encode(prompt)
    numbers = np.random.default_rng(seed).random(length + 1)
    cursor, fresh = Cursor(reader), [reader.start, *ids]
    for place, number in enumerate(numbers):
        began = time.perf_counter()
        logits = cursor.read(fresh)
        rules = {"temperature": temperature, "top_k": top_k, "top_p": top_p, "penalty": penalty}
        shape = sampling.reshape(logits, seen=ids, **rules)
        token = sampling.draw(shape, float(number))
        ms = 1000 * (time.perf_counter() - began)
        opening = packed("prompt", reader.pieces(ids)) if place == 0 else {}
        yield Frame(
            place,
            length + 1,
            opening | candidates(reader, shape, token),
            {"nats": -float(shape.before[token].log()), "ms": ms},
        )
        ids, fresh = [*ids, token], [token]


def candidates(reader: Language, shape: sampling.Reshaped, token: int) -> dict[str, np.ndarray]:
    """The likeliest tokens and the one that is taken."""
    shown = shape.before.topk(min(SHOWN, len(shape.before))).indices.tolist()
    shown += [] if token in shown else [token]
    chosen = torch.tensor(shown)
    return (
        packed("pieces", reader.pieces(shown))
        | packed("taken", reader.pieces([token]))
        | {
            "ids": np.array(shown, np.int32),
            "before": shape.before[chosen].float().numpy(),
            "after": shape.after[chosen].float().numpy(),
            "rules": shape.rules[chosen].numpy(),
        }
    )
