"""One sentence before a decoder, an encoder and both: what each place may read, and what each network says of it."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import torch

from playground.data.rewriting import TASKS, damage
from playground.engines._runtime import checked, engine, progress
from playground.engines.autoregressive.tokens import packed
from playground.measure.autoregressive.reading import agreement
from playground.models.autoregressive.language import shipped
from playground.models.autoregressive.reading import (
    BERT,
    END,
    GPT,
    LONGEST,
    MASK,
    PAD,
    T5,
    both_sides,
    left_to_right,
    plain,
    rewritten,
    writer,
)
from playground.spec import Frame

MOST = 48  # tokens read of a text, with the line's end before it; the rest is left out and counted
TOPS = 6
AT_ONCE = 12  # rows of a batch before others get a turn
ROUNDING = 1e-5  # relative changes below are the arithmetic's, not the network's
States = Callable[[torch.Tensor], torch.Tensor]  # tokens (B,n) to the last layer's states (B,n,D)


@checked(engine("autoregressive", "readers"))
def readers(
    *, text: str = "The old king looked out over the sea, and said that he would never go home again.",
    damaged: bool = True, beams: int = 1, seed: int = 3,
) -> Iterator[Frame]:  # fmt: skip
    """Progress, then one Frame with everything that three models say of a sentence.

    Tokens are the line's end that every text begins with, and MOST - 1 at most of the text's. The likeliest tokens are
    of places 1 to n, the last of them behind the text; an answer's steps are each given those before. `reads` is by how
    much the last layer's state at place i changes, relative to its length, if another token stands at place j; of an
    answer, over its source and then the decoder's places, of which i + 1 reads written token i.
    """
    began, asked = time.perf_counter(), writer().encode(text)
    row = torch.tensor([writer().start, *asked[: MOST - 1]])
    kept = text if len(asked) < MOST else plain(row[1:].tolist())
    given = damage(kept, torch.Generator().manual_seed(seed)) if damaged else kept
    arrays = packed("tokens", writer().pieces(row.tolist()))
    stats = {"left_out": float(max(0, len(asked) - MOST + 1)), "calls": 1.0 + len(row)}
    arrays |= _tops("gpt", left_to_right(row[None])[0], row[1:]) | _tops("bert", blanked(row), row[1:])
    readers: dict[str, tuple[States, torch.Tensor]] = {"gpt": (decoder, row), "bert": (encoder, row)}
    for task, prefix in TASKS.items():
        source, inputs, found, answer = _answer(task, prefix + given, beams)
        arrays |= found
        stats[f"nats_{task}"] = float(-np.log(found[f"{task}_own"].astype(np.float64).clip(1e-30)).sum())
        if damaged and task == "restore":
            stats |= {"agreement_given": agreement(given, kept), "agreement_restored": agreement(answer, kept)}
        readers[task] = translator(len(source)), torch.cat([source, inputs])
        yield progress(0, 1, 0.1 * len(readers))
    for name, (states, sequence) in readers.items():
        columns = []
        for column in influences(states, sequence, seed):
            columns.append(column)
            yield progress(0, 1, 0.4 + 0.6 * len(columns) * AT_ONCE / (len(sequence) + AT_ONCE))
        arrays[f"{name}_reads"] = torch.cat(columns).T.half().numpy()
        stats["calls"] += len(sequence) + 1
    stats |= {f"parameters_{name.split('/')[1]}": float(_size(name)) for name in (GPT, BERT, T5)}
    yield Frame(0, 1, arrays, stats | {"ms": 1000 * (time.perf_counter() - began)}, kind="result")


def blanked(row: torch.Tensor) -> torch.Tensor:
    """The encoder's log p (n,V) at places 1 to n of a row (n,), one masked at a time; place n is appended to it."""
    n = len(row)
    found = [both_sides(row.expand(n - 1, n), torch.arange(1, n))]
    found.append(both_sides(torch.cat([row, row.new_tensor([MASK])])[None], torch.tensor([n])))
    return torch.cat(found)


def _tops(name: str, log_p: torch.Tensor, truth: torch.Tensor) -> dict[str, np.ndarray]:
    best = log_p.topk(TOPS)
    own = log_p[: len(truth)].gather(1, truth[:, None])[:, 0]
    pieces = writer().pieces(best.indices.flatten().tolist())
    return packed(f"{name}_tops", pieces) | {f"{name}_p": best.values.exp().numpy(), f"{name}_own": own.exp().numpy()}


def _answer(task: str, line: str, beams: int) -> tuple[torch.Tensor, torch.Tensor, dict[str, np.ndarray], str]:
    """The source's tokens (m,), what the decoder reads (k,), the answer's arrays, and the answer."""
    source = torch.tensor([*writer().encode(line)[: LONGEST - 1], END])
    answer = rewritten([line], beams)[0]
    written = torch.tensor([*answer, END][:LONGEST])
    inputs = torch.cat([written.new_tensor([PAD]), written[:-1]])
    with torch.inference_mode():
        logits = shipped(T5)[1](input_ids=source[None], decoder_input_ids=inputs[None]).logits[0]
    arrays = _tops(task, logits.log_softmax(-1), written)
    arrays |= packed(f"{task}_source", writer().pieces(source.tolist()))
    arrays |= packed(f"{task}_written", writer().pieces(written.tolist()))
    return source, inputs, arrays, plain(answer)


def decoder(rows: torch.Tensor) -> torch.Tensor:
    """GPT's last states (B,n,D) over rows (B,n)."""
    return shipped(GPT)[1].base_model(input_ids=rows).last_hidden_state


def encoder(rows: torch.Tensor) -> torch.Tensor:
    """BERT's last states (B,n,D) over rows (B,n)."""
    return shipped(BERT)[1].base_model(input_ids=rows).last_hidden_state


def translator(length: int) -> States:
    """T5's last states over rows whose first `length` tokens are the source, and the others what its decoder reads."""
    network = shipped(T5)[1]

    def states(rows: torch.Tensor) -> torch.Tensor:
        read = network.encoder(input_ids=rows[:, :length]).last_hidden_state
        wrote = network.decoder(input_ids=rows[:, length:], encoder_hidden_states=read, use_cache=False)
        return torch.cat([read, wrote.last_hidden_state], 1)

    return states


def influences(states: States, row: torch.Tensor, seed: int) -> Iterator[torch.Tensor]:
    """For each place of a row (n,), in turn, how another token there changes every place's state: pieces of (n,n).

    |h' - h| / |h| of the last layer, at most 1; the other token is drawn by the seed. Where a network may not look, 0.
    """
    n, vocabulary = len(row), writer().network.config.vocab_size
    shift = torch.randint(1, vocabulary, (n,), generator=torch.Generator().manual_seed(seed))
    exchanged = torch.where(torch.eye(n, dtype=torch.bool), (row + shift) % vocabulary, row)
    for part in exchanged.split(AT_ONCE):
        with torch.inference_mode():
            whole, *changed = states(torch.cat([row[None], part]))
        change = (torch.stack(changed) - whole).norm(dim=-1) / whole.norm(dim=-1)
        yield torch.where(change < ROUNDING, 0.0, change.clamp(max=1))


def _size(name: str) -> int:
    return sum(parameter.numel() for parameter in shipped(name)[1].parameters())
