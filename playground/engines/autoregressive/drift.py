"""Tales that go on by themselves, and by the model's hand: does a scorer's surprise drift apart?"""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from playground.engines._runtime import checked, engine, generators, gpu, progress, relayed
from playground.engines.autoregressive.tokens import packed
from playground.families.autoregressive.drift import compounds
from playground.measure.statistics import mean_interval, outward
from playground.models.autoregressive import ngram
from playground.models.autoregressive.continuing import continued, counted, distinct, repeated, scored
from playground.models.autoregressive.language import Language, held_out, language
from playground.spec import Frame

KINDS = ("true", "sampled", "greedy")
VERDICTS = {"confirmed": 1.0, "inconclusive": 0.0, "refuted": -1.0}
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

    Curves are means over the texts of means over 16 tokens. Gaps, growth and whether errors compound are there for the
    written kinds, paired by text.
    """
    writer = language()
    prefixes, truths = beginnings(writer, prefix, length, texts, seed)
    numbers = torch.stack([torch.rand(length, generator=rng) for rng in generators(seed, texts)])
    told = yield from _ready(scorer)
    true: Read | None = None
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
        found = Read(nats / np.log(2), repeated(whole.numpy())[:, prefix:])
        true = found if true is None else true
        arrays = curves(found) | {"ids": written.to(torch.int32).numpy(), "nats": nats.astype(np.float16)}
        if name == "true":
            arrays |= packed("vocabulary", writer.pieces(list(range(writer.size))))
            arrays["prefixes"] = prefixes.to(torch.int32).numpy()
        stats = {"kind": float(kind), "n": float(texts), "seconds": seconds} | told
        yield Frame(kind, len(KINDS), arrays, stats | figures(found, true, written.numpy()), kind="step")


def beginnings(
    model: Language, prefix: int, length: int, texts: int, seed: int, *, every: int = 2
) -> tuple[torch.Tensor, torch.Tensor]:
    """Stretches of every second held-out passage that share no token: prefixes (B,P), and how they go on (B,L)."""
    size = prefix + length
    rows: list[torch.Tensor] = []
    for passage in held_out()[every - 1 :: every]:
        ids = torch.tensor(model.encode(passage.text))
        rows += ids[: len(ids) // size * size].split(size) if len(ids) >= size else []
    order = torch.randperm(len(rows), generator=torch.Generator().manual_seed(seed))[:texts]
    chosen = torch.stack([rows[place] for place in order.tolist()])
    return chosen[:, :prefix], chosen[:, prefix:]


@dataclass(frozen=True, eq=False)
class Read:
    """Texts as a scorer reads them: bits of each token, and whether the last four stood there before, both (B,L)."""

    bits: np.ndarray
    again: np.ndarray

    def ends(self, name: str) -> np.ndarray:
        """Means (2,B) over the first eighth and over the last quarter of each text, of "bits" or "again".

        The first is short: right after a true beginning no error of the writer's own lies before it yet.
        """
        values: np.ndarray = getattr(self, name)
        quarter = values.shape[1] // 4
        return np.stack([values[:, : quarter // 2].mean(1), values[:, -quarter:].mean(1)])


def curves(read: Read) -> dict[str, np.ndarray]:
    """The curves of `drift`."""
    found: dict[str, np.ndarray] = {}
    for name, values in (("bits", read.bits), ("again", read.again)):
        bins = values.reshape(len(values), -1, BIN).mean(2)
        mean, low, high = np.array([mean_interval(one) for one in bins.T], np.float32).T
        found |= {name: mean.copy(), f"{name}_low": low.copy(), f"{name}_high": high.copy()}
    return found


def figures(read: Read, true: Read, written: np.ndarray) -> dict[str, float]:
    """The stats of `drift` that are measured on the texts (B,L)."""
    first, last = read.ends("bits")
    intervals = {"distinct": distinct(written)} | ({} if read is true else apart(read, true))
    found = {"first": float(first.mean()), "last": float(last.mean())}
    for name, values in intervals.items():
        found[name], found[f"{name}_low"], found[f"{name}_high"] = mean_interval(values)
    return found if read is true else found | {"compounds": VERDICTS[compounds(found)]}


def apart(own: Read, true: Read) -> dict[str, np.ndarray]:
    """How far own texts lie from how the same beginnings truly go on, as values (B,) whose mean is the stat.

    A distance counts on either side: text that surprises too little, or repeats too little, is not like the truth.
    """
    gap_first, gap_last = own.ends("bits") - true.ends("bits")
    again_first, again_last = own.ends("again") - true.ends("again")
    return {
        "gap_first": gap_first,
        "gap_last": gap_last,
        "growth": outward(gap_last) - outward(gap_first),
        "again_growth": outward(again_last) - outward(again_first),
    }


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
