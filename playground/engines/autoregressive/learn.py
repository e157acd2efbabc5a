"""A character model that trains live, on what the shipped model writes or on a visitor's own text."""

import math
import time
from collections import OrderedDict
from collections.abc import Generator
from contextlib import suppress

import numpy as np
import torch
from transformers import DynamicCache

from playground.engines._runtime import checked, engine
from playground.engines.autoregressive.tokens import packed
from playground.engines.driven import Kept, driven
from playground.errors import BadInput
from playground.models.autoregressive import language, ngram
from playground.models.autoregressive.codec import drained
from playground.models.autoregressive.networks import SPECIAL
from playground.spec import Frame, Order, Value
from playground.training.autoregressive.characters import Corpus, Rules, Trainer, surprise, write

TABLE = engine("autoregressive", "learn")
SHORTEST = 300  # characters of an own text
ROWS, TOKENS, TEMPERATURE = 64, 96, 0.8  # what the tales model writes
KEPT_TEXTS = 8
EVALUATED = 1500  # signs of each part that the curves are measured on
ORDERS = ("unigram", "bigram", "trigram", "fourgram")
SAMPLED, SAMPLE_EVERY, MEASURE_EVERY = 120, 40, 8
COLUMNS, PROMPT = 40, 12
LARGEST = 1e9


_texts: OrderedDict[int, str] = OrderedDict()  # what was written last, by seed


def written(seed: int) -> str:
    """ROWS beginnings of tales by the shipped model, TOKENS tokens each; the last few seeds' are kept."""
    return _texts.get(seed) or drained(writing(seed))


@torch.inference_mode()
def writing(seed: int) -> Generator[float, None, str]:
    """`written`, a token of every tale a step: yields the share that is done, keeps the text and returns it."""
    model, rng = language.language(), torch.Generator().manual_seed(seed)
    cache, ids = DynamicCache(config=model.network.config), torch.full((ROWS, 1), model.start)
    for place in range(TOKENS):
        logits = model.network(input_ids=ids[:, -1:], past_key_values=cache, use_cache=True).logits[:, -1]
        logits[:, : len(SPECIAL)] = -math.inf
        drawn = torch.multinomial((logits / TEMPERATURE).softmax(-1), 1, generator=rng)
        ids = torch.cat([ids, drawn], 1)
        yield (place + 1) / TOKENS
    text = "\n\n".join(b"".join(model.pieces(row)).decode(errors="ignore").strip() for row in ids.tolist())
    _texts[seed] = text
    while len(_texts) > KEPT_TEXTS:
        _texts.popitem(last=False)
    return text


class Study(Kept):
    """One training, the text it reads, and what it is measured on."""

    trainer: Trainer

    def __init__(self, values: dict[str, Value]) -> None:
        self.values, self.seed = values, values["seed"]
        self.looks, self.marks, self.ms, self.short = 0, 0, 0.0, False
        self.numbers: dict[str, float] = {}
        self._read(self._text())
        self.trainer = Trainer(self._rules(), self.corpus, self.seed)
        self._begin()

    def _rules(self) -> Rules:
        shape = {"layers": self.values["depth"], "width": int(self.values["width"]), "heads": int(self.values["heads"])}
        return Rules.of(self.values | shape)

    def _text(self) -> str:
        """The chosen text; raises BadInput where an own one is too short."""
        own = self.values["own"]
        if self.values["source"] != "own text":
            return written(self.seed)
        if len(own) < SHORTEST:
            raise BadInput(
                f"Your own text has {len(own)} characters and needs {SHORTEST}: paste more, or choose the tales model."
            )
        return own

    def _read(self, text: str) -> None:
        """Cut the text in two and count its n-grams."""
        self.corpus = corpus = Corpus.of(text)
        self._train, held = bytes(corpus.train.tolist()), bytes(corpus.held[:EVALUATED].tolist())
        counts = [ngram.count(self._train, order) for order in range(1, len(ORDERS) + 1)]
        before = self._train[-len(ORDERS) :]
        self._counted = ngram.nats(counts, before + held)[:, len(before) :]  # (orders, N)
        frequent = torch.bincount(corpus.train, minlength=len(corpus.signs)).argsort(descending=True, stable=True)
        self.columns = frequent[:COLUMNS].sort().values
        self._pairs = counts[:2]
        self._set_prompt()

    def _set_prompt(self) -> None:
        known = self.corpus.ids(self.values["prompt"])
        self.prompt = known or self.corpus.train[:PROMPT].tolist()
        self.unknown = len(self.values["prompt"]) > 0 and not known
        pairs = bytes(sign for first in self.prompt for second in self.columns.tolist() for sign in (first, second))
        self.counted = np.exp(-ngram.nats(self._pairs, pairs)[1, 1::2]).reshape(len(self.prompt), -1)

    def _begin(self) -> None:
        """What depends on the network."""
        self.sample_step = -1
        self.keep()

    def adopt(self, changes: dict[str, Value]) -> None:
        """Take over changed values: they hold from the next step on."""
        self.values = TABLE.check(self.values | changes)
        if {"source", "own"} & changes.keys():
            self._reread()
        elif "prompt" in changes:
            self._set_prompt()
        if {"prompt", "temperature"} & changes.keys():
            self.sample_step = -1
        if self.trainer.adopt(self._rules(), self.corpus):
            self._begin()
            self.marks = 2
        elif changes.keys() - {"own", "prompt", "temperature"}:
            self.marks = 1
        self.numbers = {}

    def _reread(self) -> None:
        """The chosen text; while an own one is too short, the training goes on with the one it had."""
        try:
            text, self.short = self._text(), False
        except BadInput:
            self.short = True
        else:
            self._read(text)
            self.sample_step = -1

    def advance(self, do: str) -> None:
        """One optimiser step, and now and then a sample; raises Diverged, after going back to the last good state."""
        began = time.perf_counter()
        super().advance(do)
        ms = 1000 * (time.perf_counter() - began)
        self.ms = 0.9 * self.ms + 0.1 * ms if self.ms else ms
        if self.step % SAMPLE_EVERY == 0:
            self._write()

    def slowly(self) -> Frame:
        """One step, to be looked at without haste."""
        self.advance("step")
        return self.frame(measure=True)

    def _write(self) -> None:
        """A sample, always from the same prompt and seed."""
        began, rng = time.perf_counter(), torch.Generator().manual_seed(self.seed)
        self.trainer.network.eval()
        rules, temperature = self.trainer.rules, self.values["temperature"]
        found = write(self.trainer.network, self.prompt, SAMPLED, rules.context, temperature, rng)
        self.sample, self.sample_nats = found
        self.sample_step, self.seconds = self.step, time.perf_counter() - began

    def frame(self, *, measure: bool, **stats: float) -> Frame:
        """The training as it stands; `measure` takes its numbers and a sample anew."""
        self.trainer.network.eval()
        if self.sample_step < 0 or (measure and self.sample_step != self.step):
            self._write()
        if measure or not self.numbers or self.looks % MEASURE_EVERY == 0:
            self.numbers = self._measured()
        self.looks += 1
        if self.marks:
            stats["changed"], self.marks = float(self.marks), 0
        found = self._told() | self.numbers | stats
        bounded = {name: float(np.nan_to_num(value, nan=LARGEST, posinf=LARGEST)) for name, value in found.items()}
        return Frame(self.step, self.values["steps"] + 1, self._arrays(), bounded, kind="step")

    def _measured(self) -> dict[str, float]:
        """Bits per character of both parts, by the network and by the n-grams that were counted on the first."""
        network, context = self.trainer.network, self.trainer.rules.context
        scale = self.corpus.per_character / math.log(2)
        train = surprise(network, self.corpus.train[:EVALUATED], context)
        held = surprise(network, self.corpus.held[:EVALUATED], context)
        lines = self._counted[:, 1 : 1 + len(held)].mean(1) * scale  # the very same signs
        told = {"train": float(train.mean()) * scale, "held": float(held.mean()) * scale}
        return told | {name: float(line) for name, line in zip(ORDERS, lines, strict=True)}

    def _told(self) -> dict[str, float]:
        trainer, corpus = self.trainer, self.corpus
        scale, length = corpus.per_character / math.log(2), min(trainer.rules.context, len(corpus.train) - 1)
        told = {
            "blind": math.log(len(corpus.signs)) * scale, "signs": len(corpus.signs),
            "train_signs": len(corpus.train), "held_signs": len(corpus.held), "bytewise": corpus.bytewise,
            "parameters": sum(weight.numel() for weight in trainer.network.parameters()),
            "tokens": trainer.rules.batch * length, "sample_step": self.sample_step, "copied": self._copied(),
            "ms": self.ms, "seconds": self.seconds, "temperature": self.values["temperature"],
            "rate": trainer.rules.rate, "context": trainer.rules.context,
        }  # fmt: skip
        told |= {"loss": trainer.loss / math.log(2)} if math.isfinite(trainer.loss) else {}
        told |= {"short": 1.0} if self.short else {}
        return told | ({"unknown": 1.0} if self.unknown else {})

    def _copied(self) -> int:
        """The longest stretch of the sample that stands in the training part word for word, in signs."""
        sample, longest = bytes(self.sample), 0
        for start in range(len(sample)):
            while start + longest < len(sample) and sample[start : start + longest + 1] in self._train:
                longest += 1
        return longest

    def _arrays(self) -> dict[str, np.ndarray]:
        signs = self.corpus.signs
        bits = np.array(self.sample_nats) / math.log(2)
        return (
            packed("prompt", [signs[k] for k in self.prompt])
            | packed("sample", [signs[k] for k in self.sample])
            | packed("letters", [signs[k] for k in self.columns.tolist()])
            | {
                "sample_bits": np.nan_to_num(bits, nan=60.0).clip(0, 60).astype(np.float16),
                "heat": foretold(self.trainer, self.prompt)[:, self.columns].nan_to_num().numpy().astype(np.float16),
                "counted": self.counted.astype(np.float16),
            }
        )


@torch.inference_mode()
def foretold(trainer: Trainer, prompt: list[int]) -> torch.Tensor:
    """p of every sign after each sign of a prompt (P,), given at most a context of those before: (P,V)."""
    context, ids = trainer.rules.context, torch.tensor(prompt)
    logits = trainer.network(input_ids=ids[None, :context], use_cache=False).logits[0]
    if len(ids) > context:
        later = ids[1:].unfold(0, context, 1)  # (P-context, context)
        logits = torch.cat([logits, trainer.network(input_ids=later, use_cache=False).logits[:, -1]])
    return logits.softmax(-1)


@checked(TABLE)
def learn(**values: Value) -> Generator[Frame | None, Order | None, None]:
    """Train a character model, one optimiser step between two `yield`s; sent an Order, it obeys that.

    Both parts are measured on their first 1,500 signs; the n-grams are counted on the training part.

    First the tales model writes its text, if it has not yet: a token of it between two `yield`s of None, until it is
    through or an Order asks for more than to go on playing.
    """
    order = yield from _prepared(values)
    training = driven(Study(values), TABLE)
    found = next(training)
    if order:
        found = training.send(order)
    with suppress(StopIteration):
        while True:
            found = training.send((yield found))


def _prepared(values: dict[str, Value]) -> Generator[None, Order | None, Order | None]:
    """Have the text written; returns the Order that did not wait for it."""
    if values["source"] == "own text" or values["seed"] in _texts:
        return None
    steps = writing(values["seed"])
    for _ in steps:
        order = yield
        if order and (order.changes or order.do != "play"):
            drained(steps)
            return order
    return None
