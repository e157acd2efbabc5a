"""A reader, a writer and a translator (BERT, GPT, T5) of one corpus: loading them, and their answers."""

from dataclasses import dataclass
from functools import cache

import torch
from torch.nn import functional as F

from playground.data.rewriting import sentences
from playground.models.autoregressive.language import Language, held_out, language, shipped

GPT, BERT, T5 = (f"autoregressive/{name}" for name in ("gpt", "bert", "t5"))
PAD, END, MASK = range(3)  # ids of models.autoregressive.networks.SPECIAL
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


def held_out_sentences(count: int, seed: int = 0) -> list[str]:
    """Held-out sentences of 20 to 160 characters, drawn without return."""
    pool = sentences([passage.text for passage in held_out()])
    order = torch.randperm(len(pool), generator=torch.Generator().manual_seed(seed))
    return [pool[i] for i in order[:count].tolist()]
