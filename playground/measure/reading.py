"""A reader, a writer and a translator (BERT, GPT, T5) of one corpus: their answers, and how good on held-out text."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch.nn import functional as F

from playground.data.rewriting import TASKS, damage, sentences, shorten
from playground.measure.language import Language, held_out, language, shipped
from playground.measure.quality import row
from playground.measure.statistics import mean_interval, wilson

GPT, BERT, T5 = (f"autoregressive/{name}" for name in ("gpt", "bert", "t5"))
PAD, END, MASK = range(3)  # ids of models.language.SPECIAL
WINDOW = 128  # tokens that GPT and BERT were trained on at once
PLACES = 4  # blanks in one window
LONGEST = 64  # tokens that T5 was trained to read, and to write
BATCH = 32
COMMON, RARE = 1 / 100, 1 / 1000  # of all held-out words: from where a word counts as common, up to where as rare


def writer() -> Language:
    """The decoder-only model, with the tokenizer that all three share. Raises BadWeights."""
    return language(GPT)


@torch.inference_mode()
def left_to_right(rows: torch.Tensor) -> torch.Tensor:
    """log p of every token after each place of rows (B,L), given those up to it: (B,L,V), from GPT."""
    return writer().network(input_ids=rows).logits.log_softmax(-1)


@torch.inference_mode()
def both_sides(rows: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """log p of every token at one masked place (B,) of each of rows (B,L): (B,V), from BERT."""
    network, lines = shipped(BERT)[1], torch.arange(len(rows))
    masked = rows.clone()
    masked[lines, places] = MASK
    return network(input_ids=masked).logits[lines, places].log_softmax(-1)


@torch.inference_mode()
def weighed(rows: torch.Tensor, places: torch.Tensor, candidates: int = 16) -> torch.Tensor:
    """GPT's pick (B,) for a blank when it may weigh what follows: argmax of p(x) over its likeliest from the left.

    By Bayes p(token | both sides) is proportional to p(x) with the token in its place: one reading for each candidate.
    """
    lines = torch.arange(len(rows))
    tops = left_to_right(rows)[lines, places - 1].topk(candidates).indices  # (B,K)
    tried = rows.repeat_interleave(candidates, 0)
    tried[torch.arange(len(tried)), places.repeat_interleave(candidates)] = tops.flatten()
    log_p = left_to_right(tried)[:, :-1].gather(-1, tried[:, 1:, None])[..., 0]  # (B*K,L-1)
    return tops[lines, log_p.sum(1).unflatten(0, (-1, candidates)).argmax(1)]


@torch.inference_mode()
def rewritten(lines: list[str], beams: int = 1) -> list[list[int]]:
    """T5's answer to each line, which begins with the name of a task: token ids, without its end."""
    encode = writer().encode
    rows = [torch.tensor([*encode(line)[: LONGEST - 1], END]) for line in lines]
    inputs = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=PAD)
    attention = (inputs != PAD).long()
    written = shipped(T5)[1].generate(
        input_ids=inputs, attention_mask=attention, max_new_tokens=LONGEST, num_beams=beams, do_sample=False
    )
    return [_until_end(row[1:].tolist()) for row in written]


def _until_end(ids: list[int]) -> list[int]:
    return ids[: ids.index(END) if END in ids else len(ids)]


def plain(ids: list[int]) -> str:
    """Tokens as text; what is no character becomes a replacement sign."""
    return b"".join(writer().pieces(ids)).decode(errors="replace")


@dataclass(frozen=True, eq=False)
class Blanks:
    """Held-out windows and what is to be filled in there.

    Attributes:
        rows: int64 (N,WINDOW).
        places: int64 (N,PLACES), each a whole word in the second half, so that half a window or more stands before it.
        targets: int64 (N,PLACES), the words.
    """

    rows: torch.Tensor
    places: torch.Tensor

    @property
    def targets(self) -> torch.Tensor:
        return self.rows.gather(1, self.places)

    def some(self, chosen: slice) -> "Blanks":
        return Blanks(self.rows[chosen], self.places[chosen])


@cache
def windows() -> torch.Tensor:
    """The held-out passages in stretches of WINDOW tokens, none across two authors: int64 (N,WINDOW)."""
    rows = [torch.tensor(writer().encode(passage.text)).split(WINDOW) for passage in held_out()]
    return torch.stack([stretch for stretches in rows for stretch in stretches if len(stretch) == WINDOW])


@cache
def _kinds() -> tuple[torch.Tensor, torch.Tensor]:
    """Of each token: whether it is a space and letters; whether it does not go on with a word. Two bool (V,)."""
    pieces = writer().pieces(list(range(writer().network.config.vocab_size)))
    whole = [piece[:1] == b" " and piece[1:].isalpha() for piece in pieces]
    apart = [not piece[:1].isalnum() and piece[:1] != b"'" and piece[:1] < b"\x80" for piece in pieces]
    return torch.tensor(whole), torch.tensor(apart)


def whole_words(rows: torch.Tensor) -> torch.Tensor:
    """Where in rows (N,L) a token is a space and letters, and no letter follows: bool (N,L), False at the end."""
    whole, apart = _kinds()
    return F.pad(whole[rows[:, :-1]] & apart[rows[:, 1:]], (0, 1))


def blanks(count: int | None = None, seed: int = 0) -> Blanks:
    """`count` windows, or all, in an order drawn by the seed, each with PLACES words to fill in, drawn too."""
    rng = torch.Generator().manual_seed(seed)
    allowed = whole_words(windows())
    allowed[:, : WINDOW // 2] = False
    usable = torch.nonzero(allowed.sum(1) >= PLACES)[:, 0]
    usable = usable[torch.randperm(len(usable), generator=rng)][:count]
    places = torch.multinomial(allowed[usable].double(), PLACES, generator=rng)
    return Blanks(windows()[usable], places)


def fill_in(asked: Blanks) -> dict[str, torch.Tensor]:
    """The likeliest token at each blank, int64 (N,PLACES): `decoder` sees the left side only, `encoder` both."""
    lines = torch.arange(len(asked.rows))[:, None]
    guessed = left_to_right(asked.rows).argmax(-1)[lines, asked.places - 1]
    rows = asked.rows.repeat_interleave(PLACES, 0)
    found = both_sides(rows, asked.places.flatten()).argmax(-1)
    return {"decoder": guessed, "encoder": found.view_as(guessed)}


def filled(asked: Blanks) -> dict[str, torch.Tensor]:
    """`fill_in` in small batches: which answers are right, bool (N,PLACES) each."""
    parts = [asked.some(slice(at, at + 8)) for at in range(0, len(asked.rows), 8)]
    answers = [fill_in(part) for part in parts]
    return {name: torch.cat([answer[name] for answer in answers]) == asked.targets for name in ("decoder", "encoder")}


def fill_in_rows(_: str, samples: int | None) -> Iterator[dict]:
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


def writer_rows(_: str, samples: int | None) -> Iterator[dict]:
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


def reader_rows(_: str, samples: int | None) -> Iterator[dict]:
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


def held_out_sentences(count: int, seed: int = 0) -> list[str]:
    """Held-out sentences of 20 to 160 characters, drawn without return."""
    pool = sentences([passage.text for passage in held_out()])
    order = torch.randperm(len(pool), generator=torch.Generator().manual_seed(seed))
    return [pool[i] for i in order[:count].tolist()]


def agreement(text: str, original: str) -> float:
    """Words in common and in order, twice, over the words of both (Dice's share): 1 for the same words."""
    a, b = text.split(" "), original.split(" ")
    lengths = [0] * (len(b) + 1)
    for word in a:
        before = 0
        for j, other in enumerate(b, 1):
            before, lengths[j] = lengths[j], before + 1 if word == other else max(lengths[j], lengths[j - 1])
    return 2 * lengths[-1] / (len(a) + len(b))


def translator_rows(_: str, samples: int | None) -> Iterator[dict]:
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


def _restored(chosen: list[str], damaged: list[str], restored: list[str]) -> Iterator[dict]:
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
