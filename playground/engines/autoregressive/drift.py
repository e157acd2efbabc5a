"""Tales that go on by themselves, and by the model's hand: does a scorer's surprise drift apart?"""

import time
from collections.abc import Generator, Iterator

import numpy as np
import torch

from playground.engines._runtime import checked, engine, generators, gpu, progress, relayed
from playground.engines.autoregressive.tokens import packed
from playground.measure.statistics import mean_interval
from playground.models.autoregressive import ngram
from playground.models.autoregressive.continuing import continued, counted, distinct, repeated, scored
from playground.models.autoregressive.language import Language, held_out, language
from playground.spec import Frame

KINDS = ("true", "sampled", "greedy")
SCORER = "autoregressive/gpt"
BIN = 16  # tokens of one point of a curve
SCORED_AT_ONCE = 16
Progress = Generator[Frame, None, torch.Tensor]


@gpu
@checked(engine("autoregressive", "drift"))
def drift(
    *, scorer: str = "GPT", temperature: float = 1.0, top_p: float = 1.0, prefix: int = 32, length: int = 160,
    texts: int = 32, seed: int = 7,
) -> Iterator[Frame]:  # fmt: skip
    """A Frame for each of KINDS: how held-out tales go on in truth, in the writer's samples, and greedily.

    Curves are means over the texts of means over 16 tokens. Gaps and growth are there for the written kinds, paired by
    text.
    """
    writer = language()
    prefixes, truths = beginnings(writer, prefix, length, texts, seed)
    numbers = torch.stack([torch.rand(length, generator=rng) for rng in generators(seed, texts)])
    told = yield from _ready(scorer)
    true_nats = None
    for kind, name in enumerate(KINDS):
        began = time.perf_counter()
        written = truths
        if name != "true":
            warmth = temperature if name == "sampled" else 0.0
            written = yield from relayed(
                continued(writer, prefixes, numbers, warmth, top_p), kind, len(KINDS), 0.0, 0.6
            )
        seconds = time.perf_counter() - began
        whole = torch.cat([prefixes, written], 1)
        nats = (yield from _surprise(scorer, writer, whole, kind))[:, prefix:].numpy()
        true_nats = nats if true_nats is None else true_nats
        arrays = curves(nats, whole.numpy(), prefix) | {
            "ids": written.to(torch.int32).numpy(),
            "nats": nats.astype(np.float16),
        }
        if name == "true":
            arrays |= packed("vocabulary", writer.pieces(list(range(writer.size))))
            arrays["prefixes"] = prefixes.to(torch.int32).numpy()
        stats = {"kind": float(kind), "n": float(texts), "seconds": seconds} | told
        yield Frame(kind, len(KINDS), arrays, stats | figures(nats, true_nats, written.numpy()), kind="step")


def beginnings(model: Language, prefix: int, length: int, texts: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Stretches of every second held-out passage that share no token: prefixes (B,P), and how they go on (B,L)."""
    size = prefix + length
    rows: list[torch.Tensor] = []
    for passage in held_out()[1::2]:
        ids = torch.tensor(model.encode(passage.text))
        rows += ids[: len(ids) // size * size].split(size) if len(ids) >= size else []
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(seed))[:texts]
    chosen = torch.stack([rows[place] for place in order.tolist()])
    return chosen[:, :prefix], chosen[:, prefix:]


def curves(nats: np.ndarray, whole: np.ndarray, prefix: int) -> dict[str, np.ndarray]:
    """The curves of `drift` from the scorer's nats (B,L) and the texts with their prefixes (B,P+L)."""
    found: dict[str, np.ndarray] = {}
    for name, values in (("bits", nats / np.log(2)), ("again", repeated(whole)[:, prefix:])):
        bins = values.reshape(len(values), -1, BIN).mean(2)
        mean, low, high = np.array([mean_interval(one) for one in bins.T], np.float32).T
        found |= {name: mean.copy(), f"{name}_low": low.copy(), f"{name}_high": high.copy()}
    return found


def figures(nats: np.ndarray, true_nats: np.ndarray, written: np.ndarray) -> dict[str, float]:
    """The stats of `drift` that are measured on the texts."""
    quarter = nats.shape[1] // 4
    bits, true_bits = nats / np.log(2), true_nats / np.log(2)
    first, last = bits[:, :quarter].mean(1), bits[:, -quarter:].mean(1)
    share, low, high = mean_interval(distinct(written))
    found = {"first": first.mean(), "last": last.mean(), "distinct": share, "distinct_low": low, "distinct_high": high}
    if nats is not true_nats:
        gap_first, gap_last = first - true_bits[:, :quarter].mean(1), last - true_bits[:, -quarter:].mean(1)
        for name, values in (("gap_first", gap_first), ("gap_last", gap_last), ("growth", gap_last - gap_first)):
            found[name], found[f"{name}_low"], found[f"{name}_high"] = mean_interval(values)
    return {name: float(value) for name, value in found.items()}


def _ready(scorer: str) -> Generator[Frame, None, dict[str, float]]:
    """What is told of the scorer; the n-grams are counted the first time."""
    if scorer == "GPT":
        return {"parameters": float(sum(one.numel() for one in language(SCORER).network.parameters()))}
    for order, _ in enumerate(ngram.learnt("tales", _taught()), 1):
        yield progress(0, len(KINDS), order / ngram.ORDERS / 2)
    lesson = ngram.lesson("tales", _taught())
    return {"lesson": float(len(lesson.data)), "whole": float(lesson.whole)}


def _taught() -> frozenset[int]:
    """The held-out passages that `beginnings` cuts from, which no n-gram may have counted."""
    return frozenset(range(1, len(held_out()), 2))


def _surprise(scorer: str, writer: Language, whole: torch.Tensor, kind: int) -> Progress:
    """What each token costs the scorer, in nats (B,N)."""
    parts = []
    for at in range(0, len(whole), SCORED_AT_ONCE):
        some = whole[at : at + SCORED_AT_ONCE]
        share = 0.6 + 0.4 * at / len(whole)
        if scorer == "GPT":
            steps = scored(language(SCORER), some)
            parts.append((yield from relayed(steps, kind, len(KINDS), share, share)))
        else:
            parts.append(counted(list(ngram.learnt("tales", _taught())), writer, some))
            yield progress(kind, len(KINDS), share)
    return torch.cat(parts)
