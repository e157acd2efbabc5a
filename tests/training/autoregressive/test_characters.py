"""The tiny character model: what a context holds, how it is measured, and that it learns."""

import math

import pytest
import torch

from playground.models.autoregressive import ngram
from playground.training.autoregressive.characters import (
    Corpus,
    Reader,
    Rules,
    Trainer,
    cross_entropy,
    surprise,
    train,
    write,
)
from playground.training.run import Diverged

TEXT = "the cat sat on the mat and the rat sat on the cat. " * 20
TINY = Rules(width=16, layers=1, heads=2, context=8, batch=8, rate=0.01)


def trained(steps: int, rules: Rules = TINY, text: str = TEXT, seed: int = 3) -> Trainer:
    one = Trainer(rules, Corpus.of(text), seed)
    for _, _ in zip(range(steps), train(one), strict=False):
        pass
    one.network.eval()
    return one


def weights(one: Trainer) -> bytes:
    return b"".join(weight.detach().numpy().tobytes() for weight in one.network.parameters())


def test_a_text_comes_back_and_its_last_fifth_is_held_out():
    corpus = Corpus.of(TEXT)
    ids = torch.cat([corpus.train, corpus.held]).tolist()
    assert b"".join(corpus.signs[place] for place in ids).decode() == TEXT
    assert len(corpus.held) == len(TEXT) // 5 and corpus.per_character == 1 and not corpus.bytewise
    assert corpus.ids("the §dog") == corpus.ids("the dog".replace("g", ""))


def test_many_different_characters_are_read_as_bytes():
    text = "".join(chr(0x4E00 + i % 400) for i in range(900))
    corpus = Corpus.of(text)
    assert corpus.bytewise and corpus.per_character == 3 and len(corpus.signs) <= 256
    assert b"".join(corpus.signs[k] for k in corpus.ids(text[:9])).decode() == text[:9]


@pytest.mark.slow
def test_the_loss_falls_below_counting_letters():
    one = trained(150)
    letters = ngram.nats([ngram.count(bytes(one.corpus.train.tolist()), 1)], bytes(one.corpus.held.tolist())).mean()
    assert surprise(one.network, one.corpus.held, 8).mean() < 0.6 * letters


def test_same_seed_same_bytes():
    rules = Rules(width=16, layers=1, heads=2, context=8, batch=4, dropout=0.3)
    first, again, other = trained(5, rules), trained(5, rules), trained(5, rules, seed=4)
    assert weights(first) == weights(again) != weights(other)


def test_with_one_character_it_is_a_bigram():
    """The same character before it, the same distribution after it, wherever it stands."""
    one = trained(20, Rules(width=16, layers=2, heads=2, context=1, batch=64))
    reader = Reader(one.network, 1)
    a, b, c = one.corpus.ids("ath")
    first = reader.read(a)
    reader.read(b)
    reader.read(c)
    assert torch.equal(reader.read(a), first)


@pytest.mark.parametrize("context", [1, 2, 7, 8])
def test_the_surprise_is_that_of_reading(context):
    one = trained(20)
    ids = one.corpus.held[:40]
    found = surprise(one.network, ids, context)
    stride = context - context // 2
    for place in range(len(found)):
        row = max(0, -(-(place - context + 1) // stride)) * stride
        with torch.no_grad():
            logits = one.network(input_ids=ids[None, row : place + 1]).logits[0, -1]
        assert found[place].item() == pytest.approx(-logits.log_softmax(0)[ids[place + 1]].item(), abs=1e-4)
        assert place + 1 - row <= context


@pytest.mark.parametrize("context", [1, 3, 8])
def test_the_reader_never_looks_further_than_the_context(context):
    one = trained(10)
    ids = one.corpus.train[:20].tolist()
    reader, kept = Reader(one.network, context), []
    for place, character in enumerate(ids):
        logits = reader.read(character)
        kept = [*kept, character] if len(kept) < context else [*kept[len(kept) - context // 2 :], character]
        with torch.no_grad():
            whole = one.network(input_ids=torch.tensor([kept])).logits[0, -1]
        torch.testing.assert_close(logits, whole, atol=1e-4, rtol=1e-4)
        assert len(kept) <= context and kept == ids[place + 1 - len(kept) : place + 1]


def test_what_is_written_has_the_surprise_that_is_told():
    one = trained(30)
    prompt = one.corpus.ids("the ")
    ids, nats = write(one.network, prompt, 4, 8, 0.0, torch.Generator().manual_seed(1))
    with torch.no_grad():
        told = cross_entropy(one.network, torch.tensor([prompt + ids]))[0, len(prompt) - 1 :]
    assert nats == pytest.approx(told.tolist(), abs=1e-4)
    assert ids == write(one.network, prompt, 4, 8, 0.0, torch.Generator().manual_seed(2))[0]


def test_only_a_shape_or_another_alphabet_starts_afresh():
    one = trained(3)
    before = weights(one)
    assert not one.adopt(Rules(width=16, layers=1, heads=2, context=32, rate=0.5, batch=2, dropout=0.5), one.corpus)
    assert weights(one) == before and one.optimizer.param_groups[0]["lr"] == 0.5
    one.iterate()
    assert one.adopt(Rules(width=16, layers=2, heads=2), one.corpus)
    assert one.adopt(Rules(width=16, layers=2, heads=2), Corpus.of(TEXT + "§"))


def test_dropout_acts_on_the_next_step():
    one = trained(2)
    rows = one.corpus.train[:9][None]
    one.network.train()
    plain = [cross_entropy(one.network, rows).sum().item() for _ in range(2)]
    one.adopt(Rules(width=16, layers=1, heads=2, context=8, batch=8, dropout=0.5), one.corpus)
    noisy = [cross_entropy(one.network, rows).sum().item() for _ in range(2)]
    assert plain[0] == plain[1] and noisy[0] != noisy[1]


def test_it_says_when_it_diverges():
    one = trained(2)
    with torch.no_grad():
        next(one.network.parameters()).fill_(math.inf)
    with pytest.raises(Diverged, match="step 3"):
        one.iterate()


@pytest.mark.parametrize("bad", [{"width": 18}, {"context": 0}, {"context": 257}, {"dropout": 1.0}, {"batch": 0}])
def test_a_rule_that_no_step_could_obey_is_refused(bad):
    with pytest.raises(ValueError):
        Rules(**bad)
