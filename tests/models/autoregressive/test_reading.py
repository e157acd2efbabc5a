"""What the three readers may see, blanks that are words, and shares with a known answer."""

import pytest
import torch

from playground import store
from playground.data.rewriting import TASKS, shorten
from playground.measure.autoregressive import reading as reading_rows
from playground.measure.autoregressive.reading import agreement
from playground.models.autoregressive import reading
from playground.models.autoregressive.reading import (
    PLACES,
    WINDOW,
    blanks,
    both_sides,
    left_to_right,
    whole_words,
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
