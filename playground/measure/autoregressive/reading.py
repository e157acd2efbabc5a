"""The rows of the reader, the writer and the translator: how good they are on held-out text."""

import math
from collections.abc import Iterator

import numpy as np
import torch
from torch.nn import functional as F

from playground.data.rewriting import TASKS, damage, shorten
from playground.measure.quality import Row, row
from playground.measure.statistics import mean_interval, wilson
from playground.models.autoregressive.language import shipped
from playground.models.autoregressive.reading import (
    BATCH,
    BERT,
    COMMON,
    MASK,
    PLACES,
    RARE,
    WINDOW,
    Blanks,
    blanks,
    filled,
    held_out_sentences,
    left_to_right,
    plain,
    rewritten,
    whole_words,
    windows,
    writer,
)


def fill_in_rows(_: str, samples: int | None) -> Iterator[Row]:
    """The encoder-only model against the decoder-only one on masked words; windows are the independent draws."""
    asked = blanks(samples and max(2, samples // PLACES))
    right = filled(asked)
    n = asked.places.numel()
    gained = (right["encoder"].float() - right["decoder"].float()).mean(1).numpy()
    mean, low, high = mean_interval(gained)
    encoder, decoder = (float(right[name].float().mean()) for name in ("encoder", "decoder"))
    gain = f"difference {mean:.4f} [{low:.4f}, {high:.4f}] over {len(gained)} windows"
    how = (
        f"share right: encoder {encoder:.4f}, decoder {decoder:.4f} (left side only), {gain}; {_by_class(asked, right)}"
    )
    yield row("ar.fill_in", encoder / max(decoder, 1 / n), "ratio", n, how)
    yield row("bert.fill_in", encoder, "share", n, "masked whole words, both sides seen")
    yield row("gpt.fill_in", decoder, "share", n, "the same words, from the left side")


def _by_class(asked: Blanks, right: dict[str, torch.Tensor]) -> str:
    counts = torch.bincount(windows()[whole_words(windows())], minlength=writer().network.config.vocab_size)
    share = (counts / counts.sum())[asked.targets]
    classes = {"common": share >= COMMON, "between": (share < COMMON) & (share > RARE), "rare": share <= RARE}
    encoder, decoder = right["encoder"].float(), right["decoder"].float()
    told = (
        f"{name} words {encoder[these].mean():.3f} against {decoder[these].mean():.3f} (n = {int(these.sum())})"
        for name, these in classes.items()
    )
    return ", ".join(told)


def writer_rows(_: str, samples: int | None) -> Iterator[Row]:
    """Perplexity of the decoder-only model, and how often its first guess is right."""
    rows, nats, right = windows()[:samples], [], []
    for batch in rows.split(BATCH // 4):
        log_p = left_to_right(batch)[:, :-1]
        nats.append(F.nll_loss(log_p.flatten(0, 1), batch[:, 1:].flatten(), reduction="none"))
        right.append(log_p.argmax(-1).eq(batch[:, 1:]).flatten())
    mean, characters = float(torch.cat(nats).mean()), len("".join(plain(line.tolist()) for line in rows[:, 1:]))
    n, how = len(torch.cat(nats)), f"held-out tales, windows of {WINDOW} tokens"
    bits = float(torch.cat(nats).sum()) / characters / math.log(2)
    first = torch.cat(right).float().mean()
    yield row("gpt.perplexity", math.exp(mean), "e^nats", n, f"per token, {how}; {bits:.3f} bits a character")
    yield row("gpt.next_accuracy", first, "share", n, f"first guess, {how}; floor: always the commonest", _commonest())


def reader_rows(_: str, samples: int | None) -> Iterator[Row]:
    """How often the encoder-only model's first guess is right where 15 % of the tokens are masked, as in training."""
    rng, right = torch.Generator().manual_seed(0), []
    for batch in windows()[:samples].split(BATCH // 4):
        masked = torch.rand(batch.shape, generator=rng) < 0.15
        with torch.inference_mode():
            guessed = shipped(BERT)[1](input_ids=batch.masked_fill(masked, MASK)).logits.argmax(-1)
        right.append(guessed.eq(batch)[masked])
    found = torch.cat(right).float()
    how = f"first guess, 15 % masked, held-out tales, windows of {WINDOW} tokens; floor: always the commonest"
    yield row("bert.masked_accuracy", found.mean(), "share", len(found), how, _commonest())


def _commonest() -> float:
    counts = torch.bincount(windows().flatten())
    return float(counts.max() / counts.sum())


def translator_rows(_: str, samples: int | None) -> Iterator[Row]:
    """What T5 restores of damaged held-out sentences, against the damaged ones themselves; and what it shortens."""
    chosen = held_out_sentences(samples or 500)
    rng = torch.Generator().manual_seed(1)
    damaged = [damage(line, rng) for line in chosen]
    restored, shortened = (
        [plain(ids) for at in range(0, len(lines), BATCH) for ids in rewritten(lines[at : at + BATCH])]
        for lines in ([TASKS["restore"] + line for line in damaged], [TASKS["shorten"] + line for line in chosen])
    )
    yield from _restored(chosen, damaged, restored)
    short = [text == shorten(line) for text, line in zip(shortened, chosen, strict=True)]
    low, high = wilson(sum(short), len(short))
    copied = sum(line == shorten(line) for line in chosen) / len(chosen)
    how = f"exact, 95 % [{low:.3f}, {high:.3f}], held-out sentences, greedy; floor: copying the input"
    yield row("t5.shortened", sum(short) / len(short), "share", len(short), how, copied)


def agreement(text: str, original: str) -> float:
    """Words in common and in order, twice, over the words of both (Dice's share): 1 for the same words."""
    a, b = text.split(" "), original.split(" ")
    lengths = [0] * (len(b) + 1)
    for word in a:
        before = 0
        for j, other in enumerate(b, 1):
            before, lengths[j] = lengths[j], before + 1 if word == other else max(lengths[j], lengths[j - 1])
    return 2 * lengths[-1] / (len(a) + len(b))


def _restored(chosen: list[str], damaged: list[str], restored: list[str]) -> Iterator[Row]:
    own, floor = (
        np.array([agreement(text, line) for text, line in zip(texts, chosen, strict=True)])
        for texts in (restored, damaged)
    )
    mean, low, high = mean_interval(own - floor)
    gain = f"{mean:+.4f} [{low:.4f}, {high:.4f}] to the damaged input, the floor"
    how = "held-out sentences, greedy"
    yield row("t5.restored", own.mean(), "share", len(own), f"words right and in order, {gain}; {how}", floor.mean())
    exact = f"the whole sentence, {how}; floor: spared by the damage"
    yield row("t5.restored_exact", (own == 1).mean(), "share", len(own), exact, (floor == 1).mean())
