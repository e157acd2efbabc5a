"""What each claim about language and pixels must answer when its models are replaced: `tests.trials.sabotage`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from playground import store
from playground.models.autoregressive import authors, reading
from playground.models.autoregressive.networks import build
from playground.trials.autoregressive import depth, speed, text
from playground.trials.autoregressive.context import nats_given
from tests.trials.sabotage import Control, Sabotage, answers, each, put, together

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "autoregressive/tales" not in store.manifest(), reason="the language models are not trained yet"
    ),
]
SEEDS = {
    "temperature": 12, "exposure-bias": 24, "left-to-right": 24, "long-range": 8, "parallel-training": 2,
    "sequential-slow": 2, "exact-likelihood": 2, "generative-vs-discriminative": 2,
}  # fmt: skip
# Tokens that go on after beginnings, from the beginnings (B,P), how the book goes on (B,L), the numbers to draw with
# (B,L) and the temperature.
Writer = Callable[[torch.Tensor, torch.Tensor, torch.Tensor, float], torch.Tensor]


fitted = cache(authors.logistic)


def logistic(lesson: Sequence[Sequence[str]]) -> authors.Linear:
    """Finds the same in the same sentences, whichever rival is replaced: it is fitted to them once."""
    return fitted(tuple(map(tuple, lesson)))


def written(writer: Writer) -> Sabotage:
    """The tales' model writes nothing; this does."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        beginnings, prompts, book = text.beginnings, text._prompts, {}

        def remembered(*args, **named):
            prefixes, book["texts"] = beginnings(*args, **named)
            return prefixes, book["texts"]

        def windows(*args):
            rows = prompts(*args)
            book["texts"] = rows[:, text.PROMPT :][:, : text.WRITTEN].repeat_interleave(text.TEXTS, 0)
            return rows

        def continued(model, prefixes, numbers, temperature, top_p=1.0):
            yield 1.0
            return writer(prefixes, book["texts"], numbers, temperature)

        monkeypatch.setattr(text, "beginnings", remembered)
        monkeypatch.setattr(text, "_prompts", windows)
        monkeypatch.setattr(text, "continued", continued)

    return patch


def the_book(prefixes, book, numbers, temperature):
    return book


def round_and_round(prefixes, book, numbers, temperature):
    """The last four tokens, for ever."""
    return prefixes[:, -4:].repeat(1, book.shape[1] // 4)


def at_random(prefixes, book, numbers, temperature):
    """Any of the tokens, as likely as another."""
    return (1000 * numbers).long() + 200


def mixed(share: torch.Tensor | float, book: torch.Tensor, numbers: torch.Tensor) -> torch.Tensor:
    """The book, this share of its tokens replaced by random ones."""
    return torch.where(numbers < share, (1e6 * numbers).long() % 1000 + 200, book)


def ever_more_at_random(prefixes, book, numbers, temperature):
    return mixed(torch.linspace(0, 0.6, book.shape[1]), book, numbers)


def warmer_is_wilder(prefixes, book, numbers, temperature):
    return mixed(temperature - 0.4, book, numbers)


def warmer_is_tamer(prefixes, book, numbers, temperature):
    return mixed(1.4 - temperature, book, numbers)


def temperature_ignored(prefixes, book, numbers, temperature):
    return mixed(0.3, book, numbers)


def sees_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every next token were known, in one pass."""
    size = reading.writer().network.config.vocab_size
    monkeypatch.setattr(reading, "left_to_right", lambda rows: F.one_hot(F.pad(rows[:, 1:], (0, 1)), size))
    monkeypatch.setattr(reading, "weighed", from_the_left)


def constant(rows: torch.Tensor) -> torch.Tensor:
    """The same noise at every place of every window."""
    size = reading.writer().network.config.vocab_size
    return torch.randn(size, generator=torch.Generator().manual_seed(0)).log_softmax(-1).expand(*rows.shape, -1)


def noise(rows: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return constant(rows)[:, 0]


def from_the_left(rows: torch.Tensor, places: torch.Tensor, candidates: int = 16) -> torch.Tensor:
    """Weighing that hears nothing of what follows."""
    return reading.left_to_right(rows)[torch.arange(len(rows)), places - 1].argmax(-1)


def weighs_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it takes less time."""
    monkeypatch.setattr(reading, "weighed", partial(reading.weighed, candidates=8))


def least_likely(rows: torch.Tensor, places: torch.Tensor, candidates: int = 16) -> torch.Tensor:
    return reading.left_to_right(rows)[torch.arange(len(rows)), places - 1].argmin(-1)


def short_sighted(model, windows, context):
    return nats_given(model, windows, min(context, 64))


def untrained(monkeypatch: pytest.MonkeyPatch) -> None:
    model = text.language()
    config = {
        "vocab_size": model.network.config.vocab_size, "hidden_size": 32, "num_hidden_layers": 2,
        "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 512,
    }  # fmt: skip
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = build("LlamaForCausalLM", config).requires_grad_(False).eval()
    found = replace(model, network=network)
    monkeypatch.setattr(text, "language", lambda: found)


def both(kind: str) -> Sabotage:
    """All three networks are of this kind, and steps are small."""
    network = depth.network
    return together(put(speed, "TOKENS", 256), put(depth, "network", lambda _, seed: network(kind, seed)))


def made(**changed: tuple[np.ndarray | None, int]) -> Sabotage:
    """These models make their pictures in so many calls."""
    makers = speed.makers
    return put(speed, "makers", lambda seed: makers(seed) | {name: lambda k, of=of: of for name, of in changed.items()})


class Oracle:
    """Knows whose each test sentence is."""

    def __init__(self, lesson) -> None:
        self.count = len(lesson)

    def log_posterior(self, lines) -> np.ndarray:
        return np.log(np.eye(self.count)[np.repeat(np.arange(self.count), authors.TEST)] + 1e-9)


def told(model: str) -> Sabotage:
    """One of the two networks gives every text to its author, the other none; BERT writes at random."""

    def named(name, taught, tested):
        yield 1.0
        return np.full(tested.shape[:2], name == model)

    def fill(network, prompts, u, seed):
        yield 1.0
        return at_random(prompts, None, u[:, 0], 1.0)

    return together(put(text, "named", named), put(text, "fill", fill))


def per_token(true: float, false: float) -> Sabotage:
    """Every reading is of so many nats a token, the ordinary sentence's 4."""
    return put(text, "per_token", lambda *_: np.array([[true, 10 * true], [false, 10 * false], [4.0, 40.0]]))


def sums_to_nothing(network, ids, *_, **more):
    """Each token costs one nat, whatever it is."""
    return torch.ones(len(ids), ids.shape[1] - 1)


FORESEEN: list[Control] = [
    ("exact-likelihood", "p does not sum to one", put(text, "nats", sums_to_nothing), ("refuted",)),
    ("hallucinates", "the false sentence is preferred", per_token(3, 2), ("confirmed",)),
    ("hallucinates", "the true sentence is", per_token(2, 3), ("refuted",)),
    ("hallucinates", "the false one is preferred, but no sentence of a book", per_token(9, 8), ("refuted",)),
    ("encoder-understands", "BERT knows every author", told(reading.BERT), ("confirmed",)),
    ("encoder-understands", "GPT does", told(reading.GPT), ("refuted",)),
    ("temperature", "warmer is wilder, coldest is the book", written(warmer_is_wilder), ("confirmed",)),
    ("temperature", "warmer is tamer", written(warmer_is_tamer), ("refuted",)),
    ("temperature", "temperature does nothing", written(temperature_ignored), ("inconclusive",)),
    ("exposure-bias", "the book writes", written(the_book), ("refuted",)),
    ("exposure-bias", "it goes round and round", written(round_and_round), ("confirmed",)),
    ("exposure-bias", "ever more at random", written(ever_more_at_random), ("confirmed",)),
    ("exposure-bias", "at random throughout", written(at_random), ("refuted", "inconclusive")),
    ("left-to-right", "BERT is noise", together(put(reading, "both_sides", noise), weighs_few), ("confirmed",)),
    ("left-to-right", "GPT is noise", put(reading, "left_to_right", constant), ("inconclusive",)),
    ("left-to-right", "GPT sees ahead", sees_ahead, ("refuted",)),
    ("left-to-right", "weighing hears nothing", put(reading, "weighed", from_the_left), ("inconclusive",)),
    ("left-to-right", "weighing keeps the worst", put(reading, "weighed", least_likely), ("refuted",)),
    ("long-range", "it looks back 64 tokens", put(text, "nats_given", short_sighted), ("refuted",)),
    ("long-range", "the network is untrained", untrained, ("refuted", "inconclusive")),
    ("parallel-training", "the transformer is an LSTM", both("cells"), ("refuted",)),
    ("parallel-training", "the LSTM is a transformer", both("transformer"), ("refuted",)),
    ("parallel-training", "all take as long", put(depth, "milliseconds", lambda *_: 1.0), ("confirmed",)),
    ("sequential-slow", "PixelCNN draws all at once", made(pixelcnn=(None, 1), ddim_50=(None, 50)), ("refuted",)),
    ("sequential-slow", "DDIM takes 200 steps", made(ddim_50=(None, 200), pixelcnn=(None, 784)), ("refuted",)),
    ("generative-vs-discriminative", "the first knows all", put(authors, "logistic", Oracle), ("confirmed",)),
    ("generative-vs-discriminative", "the second knows all", put(authors, "counted", Oracle), ("refuted",)),
    ("generative-vs-discriminative", "both are one", put(authors, "counted", logistic), ("inconclusive",)),
]


@pytest.fixture(autouse=True)
def fitted_once(monkeypatch) -> None:
    monkeypatch.setattr(authors, "logistic", logistic)


@each(FORESEEN)
def test_the_verdict_follows_what_is_there(monkeypatch, claim, sabotage, foreseen):
    answers(monkeypatch, claim, sabotage, foreseen, SEEDS)
