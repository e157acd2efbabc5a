"""Every pair has a true and a false reading of one sentence, and an author who settles it."""

from playground.data.falsehoods import PAIRS, reading
from playground.data.text import AUTHORS


def test_both_readings_of_a_sentence():
    sentence = "The {dog|cat} bit the {cat|dog}{|, they say}."
    assert reading(sentence, 0) == "The dog bit the cat."
    assert reading(sentence, 1) == "The cat bit the dog, they say."


def test_pairs_are_whole():
    assert len({pair.true for pair in PAIRS} | {pair.false for pair in PAIRS}) == 2 * len(PAIRS)
    for pair in PAIRS:
        assert pair.author in AUTHORS
        for line in (pair.true, pair.false):
            assert line.endswith(".") and not set(line) & set("{|}") and "  " not in line and line.isascii()


def test_every_author_is_asked():
    assert {pair.author for pair in PAIRS} == set(AUTHORS)
