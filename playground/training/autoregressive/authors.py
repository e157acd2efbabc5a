"""The shipped encoder taught whose sentence it is, and the shipped decoder taught to write like each author."""

import copy
import functools
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from transformers import PreTrainedModel

from playground.models.autoregressive.authors import log_posterior
from playground.models.autoregressive.language import shipped
from playground.models.autoregressive.reading import BERT, GPT, PAD, plain, writer

LONGEST = 64  # tokens of a sentence
BATCH = 16
RATE = 5e-4
ENCODER_PASSES, ENCODER_STEPS = 4, (24, 120)  # over the sentences; at least and at most so many steps
DECODER_PASSES, DECODER_STEPS = 3, (4, 40)
IGNORED = -100
AT_ONCE = 20  # sentences read at once


def tokens(lines: Sequence[str]) -> torch.Tensor:
    """Sentences as rows of tokens int64 (N,L): a line's end, the sentence, a line's end, and padding."""
    end = writer().start
    rows = [torch.tensor([end, *writer().encode(line)[: LONGEST - 2], end]) for line in lines]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=PAD)


def fitted(
    model: nn.Module, loss: Callable[[torch.Tensor], torch.Tensor], count: int, steps: int, seed: int
) -> Generator[float, None, None]:
    """AdamW on batches of `count` examples by number, one step a `next()`; its rate falls to zero along a line."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    rng, waiting = torch.Generator().manual_seed(seed), torch.empty(0, dtype=torch.long)
    for step in range(steps):
        while len(waiting) < min(BATCH, count):
            waiting = torch.cat([waiting, torch.randperm(count, generator=rng)])
        chosen, waiting = waiting[:BATCH], waiting[BATCH:]
        optimiser.param_groups[0]["lr"] = RATE * (1 - step / steps)
        optimiser.zero_grad(set_to_none=True)
        found = loss(chosen)
        found.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        yield float(found.detach())


def _steps(count: int, passes: int, bounds: tuple[int, int]) -> int:
    return int(np.clip(round(passes * count / BATCH), *bounds))


class Encoder(nn.Module):
    """BERT's body, the mean of its states, and a linear layer on them: P(author | sentence) and nothing else."""

    def __init__(self, authors: int) -> None:
        super().__init__()
        self.body = copy.deepcopy(shipped(BERT)[1].base_model).requires_grad_(True)
        self.head = nn.Linear(self.body.config.hidden_size, authors)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """ids (B,L) -> logits (B,authors)."""
        mask = ids != PAD
        states = self.body(input_ids=ids, attention_mask=mask.long()).last_hidden_state
        return self.head((states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))

    @torch.inference_mode()
    def log_posterior(self, lines: Sequence[str]) -> np.ndarray:
        """ln P(author | sentence), (N,authors)."""
        parts = [self(tokens(lines[at : at + AT_ONCE])) for at in range(0, len(lines), AT_ONCE)]
        return torch.cat(parts).double().log_softmax(-1).numpy()


def encoder(lesson: Sequence[Sequence[str]], seed: int) -> Generator[float, None, Encoder]:
    """Fine-tune the encoder on each author's sentences: losses in nats, step by step; returns it."""
    ids = tokens([line for lines in lesson for line in lines])
    labels = torch.tensor([author for author, lines in enumerate(lesson) for _ in lines])
    model = Encoder(len(lesson)).eval()
    steps = _steps(len(ids), ENCODER_PASSES, ENCODER_STEPS)
    yield from fitted(
        model, lambda rows: F.cross_entropy(model(_cropped(ids[rows])), labels[rows]), len(ids), steps, seed
    )
    return model


def _cropped(ids: torch.Tensor) -> torch.Tensor:
    """Without the columns that are padding in every row."""
    return ids[:, : int((ids != PAD).sum(1).max())]


def nats(network: PreTrainedModel, ids: torch.Tensor) -> torch.Tensor:
    """-ln p of each row's tokens after its first, (B,)."""
    targets = ids[:, 1:].masked_fill(ids[:, 1:] == PAD, IGNORED)
    logits = network(input_ids=ids[:, :-1]).logits
    found = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="none")
    return found.view_as(targets).sum(1)


@dataclass(frozen=True, eq=False)
class Decoders:
    """A GPT for each author: it gives P(sentence | author), and writes."""

    networks: tuple[PreTrainedModel, ...]

    @torch.inference_mode()
    def log_likelihood(self, lines: Sequence[str]) -> np.ndarray:
        """ln P(x|y), and of the line's end after it: (N,authors)."""
        parts = [tokens(lines[at : at + AT_ONCE]) for at in range(0, len(lines), AT_ONCE)]
        columns = [torch.cat([nats(network, ids) for ids in parts]) for network in self.networks]
        return -torch.stack(columns, 1).double().numpy()

    def log_posterior(self, lines: Sequence[str]) -> np.ndarray:
        """ln P(author | sentence) by Bayes' rule, (N,authors)."""
        return log_posterior(self.log_likelihood(lines))

    @torch.inference_mode()
    def write(self, author: int, seed: int) -> str:
        """A sentence drawn token by token."""
        rng, end, network = torch.Generator().manual_seed(seed), writer().start, self.networks[author]
        written, cache = [end], None
        while len(written) < LONGEST:
            read = network(input_ids=torch.tensor([written[-1:]]), past_key_values=cache, use_cache=True)
            cache = read.past_key_values
            written.append(int(torch.multinomial(read.logits[0, -1].softmax(-1), 1, generator=rng)))
            if "\n" in plain(written[-1:]):
                break
        return plain(written[1:]).strip()


def _loss(network: PreTrainedModel, ids: torch.Tensor, scale: float, rows: torch.Tensor) -> torch.Tensor:
    return nats(network, _cropped(ids[rows])).mean() / scale


def decoders(lesson: Sequence[Sequence[str]], seed: int) -> Generator[float, None, Decoders]:
    """Fine-tune a decoder on each author's sentences alone: losses in nats a token, step by step; returns them all."""
    networks = []
    for lines in lesson:
        network, ids = copy.deepcopy(shipped(GPT)[1]).requires_grad_(True), tokens(lines)
        steps = _steps(len(ids), DECODER_PASSES, DECODER_STEPS)
        scale = float((ids[:, 1:] != PAD).sum(1).double().mean())
        loss = functools.partial(_loss, network, ids, scale)
        yield from fitted(network, loss, len(ids), steps, seed)
        networks.append(network.requires_grad_(False))
    return Decoders(tuple(networks))
