"""What the three readers may see, blanks that are words, and shares with a known answer."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
import torch

from playground import store
from playground.data.rewriting import TASKS, shorten
from playground.measure.autoregressive import reading as reading_rows
from playground.measure.autoregressive.reading import agreement
from playground.measure.quality import Row
from playground.models.autoregressive import reading
from playground.models.autoregressive.reading import (
    PLACES,
    WINDOW,
    blanks,
    both_sides,
    left_to_right,
    whole_words,
    windows,
    writer,
)

pytestmark = pytest.mark.skipif("autoregressive/gpt" not in store.manifest(), reason="not trained yet")


def ids(text: str) -> torch.Tensor:
    return torch.tensor([writer().start, *writer().encode(text)])


def changed(row: torch.Tensor, place: int) -> torch.Tensor:
    other = row.clone()
    other[place] = (other[place] + 7) % 2048
    return other


def test_the_writer_knows_the_left_side_only():
    row = ids("The king went to the sea and came home again.")
    before, after = left_to_right(torch.stack([row, changed(row, 5)]))
    torch.testing.assert_close(before[:5], after[:5], atol=1e-5, rtol=0)
    assert ((before[5:] - after[5:]).abs().amax(-1) > 1e-3).all()


def test_the_reader_knows_both_sides_and_not_the_blank():
    row = ids("The king went to the sea and came home again.")
    places = torch.tensor([5, 5, 5, 5])
    same, blank, left, right = both_sides(torch.stack([row, changed(row, 5), changed(row, 2), changed(row, 8)]), places)
    torch.testing.assert_close(same, blank, atol=1e-5, rtol=0)
    assert (same - left).abs().max() > 1e-3 and (same - right).abs().max() > 1e-3
    assert same.exp().sum() == pytest.approx(1, abs=1e-4)


def test_a_whole_word_begins_with_a_space_and_ends_with_its_token():
    row = ids("a cat, the catastrophe")[None]
    pieces = writer().pieces(row[0].tolist())
    found = whole_words(row)[0].tolist()
    for k, yes in enumerate(found[:-1]):
        assert yes == (pieces[k][:1] == b" " and pieces[k][1:].isalpha() and not pieces[k + 1][:1].isalnum())
    assert not found[-1]


def test_blanks_are_words_of_the_second_half():
    asked = blanks(20)
    assert asked.rows.shape == (20, WINDOW) and asked.places.shape == (20, PLACES)
    assert (asked.places >= WINDOW // 2).all() and whole_words(asked.rows).gather(1, asked.places).all()
    assert all(len(set(places)) == PLACES for places in asked.places.tolist())
    assert torch.equal(blanks(20).rows, asked.rows) and not torch.equal(blanks(20, seed=1).rows, asked.rows)


def test_fill_in_finds_what_a_perfect_model_knows(monkeypatch):
    asked = blanks(2)
    perfect = torch.zeros(2, WINDOW, 2048).scatter(2, asked.rows.roll(-1, 1)[..., None], 1.0)
    monkeypatch.setattr(reading, "left_to_right", lambda rows: perfect)
    monkeypatch.setattr(
        reading, "both_sides", lambda rows, places: torch.nn.functional.one_hot(rows[range(len(rows)), places], 2048)
    )
    answers = reading.fill_in(asked)
    assert torch.equal(answers["decoder"], asked.targets) and torch.equal(answers["encoder"], asked.targets)
    (row, encoder, decoder) = reading_rows.fill_in_rows("", 8)
    assert row["value"] == encoder["value"] == decoder["value"] == 1 and row["n"] == 8


def test_the_writers_rows_of_one_that_knows_half_the_windows(monkeypatch):
    """It gives the true token 0.8 in even windows, 0.1 in odd ones, and what is left to another."""
    rows = windows()[:4]

    def knows(batch: torch.Tensor) -> torch.Tensor:
        p = torch.full((*batch.shape, 2048), 1e-9)
        truth = batch.roll(-1, 1)[..., None]
        sure = torch.tensor([0.8 if (rows[::2] == row).all(1).any() else 0.1 for row in batch])[:, None, None]
        p.scatter_(2, (truth + 1) % 2048, (1 - sure).expand(truth.shape))
        return p.scatter(2, truth, sure.expand(truth.shape)).log()

    monkeypatch.setattr(reading_rows, "left_to_right", knows)
    perplexity, accuracy = reading_rows.writer_rows("", 4)
    assert perplexity["value"] == pytest.approx((0.8 * 0.1) ** -0.5, rel=1e-4)
    assert accuracy["value"] == 0.5 and 0 < accuracy["floor"] < 0.5
    assert perplexity["n"] == accuracy["n"] == 4 * (WINDOW - 1)


def test_the_readers_row_counts_masked_tokens_only(monkeypatch):
    def row_of(guess: Callable[[torch.Tensor], torch.Tensor]) -> Row:
        def network(input_ids: torch.Tensor) -> SimpleNamespace:
            return SimpleNamespace(logits=torch.nn.functional.one_hot(guess(input_ids), 2048))

        monkeypatch.setattr(reading_rows, "shipped", lambda name: (None, network))
        (row,) = reading_rows.reader_rows("", 8)
        return row

    perfect, copying = row_of(lambda ids: windows()[: len(ids)]), row_of(lambda ids: ids)
    assert perfect["value"] == 1 and copying["value"] == 0, "nobody masks a mask"
    assert perfect["n"] == copying["n"] == pytest.approx(0.15 * 8 * WINDOW, rel=0.2)


def test_weighing_is_bayes_over_the_likeliest_from_the_left():
    row = ids("The king went to the sea.")[None]
    place = torch.tensor([3])
    tops = left_to_right(row)[0, 2].topk(4).indices
    totals = []
    for token in tops:
        tried = row.clone()
        tried[0, 3] = token
        totals.append(float(left_to_right(tried)[0, :-1].gather(1, tried[0, 1:, None]).sum()))
    assert reading.weighed(row, place, 4).item() == int(tops[int(torch.tensor(totals).argmax())])


@pytest.mark.parametrize(
    ("text", "original", "share"),
    [("a b c", "a b c", 1), ("", "a b c", 0), ("a c", "a b c", 0.8), ("c a", "a c", 0.5), ("x y", "a b", 0)],
)
def test_words_in_common_and_in_order(text, original, share):
    assert agreement(text, original) == pytest.approx(share)


def test_the_translators_rows_of_a_perfect_answer(monkeypatch):
    chosen = iter([reading.held_out_sentences(4)])

    def answers(lines: list[str]) -> list[list[int]]:
        if lines[0].startswith(TASKS["restore"]):
            return [writer().encode(line) for line in next(chosen)]
        return [writer().encode(shorten(line.removeprefix(TASKS["shorten"]))) for line in lines]

    monkeypatch.setattr(reading_rows, "rewritten", answers)
    rows = {row["id"]: row for row in reading_rows.translator_rows("", 4)}
    assert rows["t5.restored"]["value"] == rows["t5.restored_exact"]["value"] == rows["t5.shortened"]["value"] == 1
    assert rows["t5.restored"]["floor"] < 1
