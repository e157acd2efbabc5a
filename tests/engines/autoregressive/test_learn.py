"""The character model that trains live: what is shown is what it holds, and the presets do what they say."""

import math
from collections import OrderedDict

import numpy as np
import pytest
import torch

from playground.engines.autoregressive import learn as autoregressive_learn
from playground.engines.autoregressive.learn import ORDERS, TABLE, Study, learn, writing, written
from playground.engines.driven import driven
from playground.errors import BadInput
from playground.families.autoregressive.learn import RHYME
from playground.models.autoregressive import ngram
from playground.models.autoregressive.codec import drained
from playground.spec import Order
from playground.training.autoregressive.characters import surprise

TINY = {"width": "16", "heads": "2", "depth": 1, "context": 8, "batch": 8, "source": "own text", "own": RHYME}
TALES = TINY | {"source": "tales model writes"}


@pytest.fixture(autouse=True)
def short_samples(monkeypatch):
    monkeypatch.setattr(autoregressive_learn, "SAMPLED", 20)


@pytest.fixture
def few_tales(monkeypatch):
    """Four tokens a tale, and none written yet."""
    monkeypatch.setattr(autoregressive_learn, "TOKENS", 4)
    monkeypatch.setattr(autoregressive_learn, "_texts", OrderedDict())


def started(**values):
    generator = learn(**TINY | values)
    return generator, next(generator)


def after(generator, count: int):
    for _ in range(count - 1):
        generator.send(Order(look=False))
    return generator.send(Order("step"))


def test_the_tales_model_writes_the_same_for_a_seed(few_tales):
    text = written(7)
    assert drained(writing(7)) == text != written(8)


def test_the_tales_are_long_enough_to_learn_from():
    assert len(written(7)) > 5000


def test_a_visitor_who_plays_waits_in_short_steps_while_the_tales_are_written(few_tales):
    generator = learn(**TALES)
    assert [next(generator), *(generator.send(Order(look=look)) for look in (False, True, True))] == [None] * 4
    first = generator.send(Order())
    assert first.step == 0 and first.arrays
    assert generator.send(Order("step")).step == 1
    assert next(learn(**TALES)).arrays  # the text is kept


def test_an_order_does_not_wait_for_the_tales(few_tales):
    generator = learn(**TALES)
    next(generator)
    assert generator.send(Order("step")).step == 1
    autoregressive_learn._texts.clear()
    generator = learn(**TALES)
    next(generator)
    frame = generator.send(Order("look", {"width": "32"}))
    assert frame.step == 0 and frame.stats["changed"] == 2


def test_the_texts_of_a_few_seeds_are_kept(few_tales, monkeypatch):
    monkeypatch.setattr(autoregressive_learn, "KEPT_TEXTS", 2)
    for seed in range(3):
        written(seed)
    assert list(autoregressive_learn._texts) == [1, 2]


def test_the_numbers_are_those_of_the_network():
    study = Study(TABLE.check(TINY))
    for _ in range(5):
        study.advance("step")
    stats, corpus = study.frame(measure=True).stats, study.corpus
    held = surprise(study.trainer.network, corpus.held, 8)
    assert stats["held"] == pytest.approx(held.mean().item() / math.log(2), rel=1e-5)
    assert stats["train_signs"] + stats["held_signs"] == len(RHYME)
    assert stats["blind"] == pytest.approx(math.log2(len(set(RHYME))), rel=1e-5)


def test_the_lines_are_counted_on_one_part_and_measured_on_the_other():
    study = Study(TABLE.check(TINY))
    stats = study.frame(measure=True).stats
    seen, held = bytes(study.corpus.train.tolist()), bytes(study.corpus.held.tolist())
    measured = len(surprise(study.trainer.network, study.corpus.held, 8))
    for order, name in enumerate(ORDERS, 1):
        counts = [ngram.count(seen, k) for k in range(1, order + 1)]
        nats = ngram.nats(counts, seen[-9:] + held)[-1, 9:]
        assert stats[name] == pytest.approx(nats[1 : 1 + measured].mean() / math.log(2), rel=1e-4)


@pytest.mark.parametrize("context", [1, 3, 24])
def test_the_heat_is_what_the_network_expects(context):
    study = Study(TABLE.check(TINY | {"context": context, "prompt": "that killed "}))
    study.advance("step")
    heat = study.frame(measure=True).arrays["heat"]
    for place in (0, 4, 11):
        ids = torch.tensor([study.prompt[max(0, place + 1 - context) : place + 1]])
        with torch.no_grad():
            p = study.trainer.network(input_ids=ids).logits[0, -1].softmax(-1)[study.columns]
        np.testing.assert_allclose(heat[place], p, atol=2e-3)


def test_the_counted_row_is_the_bigram():
    study = Study(TABLE.check(TINY | {"prompt": "ttq"}))
    counted = study.frame(measure=True).arrays["counted"]
    assert counted.shape[0] == len(study.prompt)
    np.testing.assert_allclose(counted.astype(float).sum(1), 1, atol=0.1)  # the rest is for signs it never saw


@pytest.mark.slow
def test_the_loss_falls_and_rote_parts_the_curves():
    generator, early = started(width="32", rate=0.01, context=16)
    late = after(generator, 250).stats
    assert late["train"] < 0.5 * early.stats["train"]
    assert late["held"] > late["train"] + 1 and late["copied"] > early.stats["copied"]


def test_looking_leaves_the_training_as_it_is():
    seen, unseen = started()[0], started()[0]
    for _ in range(6):
        seen.send(Order("look"))
        last = seen.send(Order())
    for _ in range(5):
        unseen.send(Order(look=False))
    other = unseen.send(Order())
    np.testing.assert_array_equal(last.arrays["heat"], other.arrays["heat"])


def test_a_share_link_replays_the_changes():
    generator, _ = started()
    for step in range(6):
        by_hand = generator.send(Order("play", {"rate": 0.05} if step == 3 else {}))
    replayed = after(started(changes="3:rate=0.05")[0], 6)
    np.testing.assert_array_equal(replayed.arrays["heat"], by_hand.arrays["heat"])


def test_changes_of_a_link_that_do_not_go_together_are_left_out():
    plain, other = (after(started(changes=changes)[0], 4) for changes in ("", "1:context=64;1:batch=256"))
    np.testing.assert_array_equal(plain.arrays["heat"], other.arrays["heat"])


def test_a_change_of_shape_is_marked():
    generator, _ = started()
    assert generator.send(Order("look", {"width": "32"})).stats["changed"] == 2
    assert generator.send(Order("look", {"own": RHYME + "§"})).stats["changed"] == 2
    assert generator.send(Order("look", {"context": 4})).stats["changed"] == 1
    assert "changed" not in generator.send(Order("look", {"temperature": 0.1})).stats


def test_the_temperature_acts_on_the_samples_at_once():
    generator, first = started()
    cold = generator.send(Order("look", {"temperature": 0.0}))
    assert cold.arrays["sample"].tobytes() != first.arrays["sample"].tobytes() and cold.step == 0
    np.testing.assert_array_equal(cold.arrays["heat"], first.arrays["heat"])


def test_too_short_an_own_text_keeps_the_one_it_had():
    generator, first = started()
    short = generator.send(Order("look", {"own": "too short"}))
    assert short.stats["short"] == 1 and short.stats["signs"] == first.stats["signs"]
    assert generator.send(Order("step")).step == 1
    assert "short" not in generator.send(Order("look", {"own": RHYME.upper()})).stats


@pytest.mark.parametrize("own", ["", "x" * 299])
def test_too_short_a_text_cannot_begin(own):
    with pytest.raises(BadInput, match="needs 300"):
        started(own=own)


def test_too_long_a_text_and_too_long_a_step_are_refused():
    with pytest.raises(BadInput, match="100,000 at most"):
        started(own="x" * 100_001)
    with pytest.raises(BadInput, match="4,096 at most"):
        started(context=256, batch=64)


@pytest.mark.parametrize(
    "own",
    [
        "a" * 300,
        "Привет, мир! " * 30,
        "".join(chr(0x4E00 + i % 500) for i in range(900)),
        "\x00\x07<b>{{x}}" * 40,
        "🙂é" * 150,
    ],
    ids=["one letter", "cyrillic", "chinese", "control", "emoji"],
)
def test_any_text_is_learnt(own):
    generator, _ = started(own=own)
    stats = generator.send(Order("step")).stats
    assert all(map(math.isfinite, stats.values())) and stats["held"] >= 0


def test_a_prompt_without_known_signs_is_the_texts_beginning():
    frame = started(prompt="§§§")[1]
    assert frame.stats["unknown"] == 1
    assert frame.arrays["prompt"].tobytes().decode() == RHYME[:12]
    assert started(prompt="t§h")[1].arrays["prompt"].tobytes() == b"th"


def test_it_survives_running_away():
    study = Study(TABLE.check(TINY))
    generator = driven(study, TABLE)
    next(generator)
    after(generator, 5)
    with torch.no_grad():
        next(study.trainer.network.parameters()).fill_(torch.inf)
    lost = generator.send(Order("step"))
    assert lost.kind == "diverged" and lost.stats["diverged"] == 6 and lost.step < 6
    assert all(np.isfinite(array).all() for array in lost.arrays.values())
    assert generator.send(Order()).step == lost.step + 1


def test_it_ends_with_a_frame():
    assert [frame.step for frame in learn(**TINY, steps=3)] == [0, 1, 2, 3]
