"""What engines declare that they show: every key once, in plain words."""

import pickle
import re

import pytest

from playground.registry import FAMILIES
from playground.spec import Shown

ENGINES = {f"{family.stem}-{engine.name}": engine for family in FAMILIES for engine in family.engines}
every_engine = pytest.mark.parametrize("name", ENGINES)


def test_a_declared_key_covers_its_own_keys_only():
    for declared, key, covered in (
        ("kl", "kl", True),
        ("kl", "kl_0", False),
        ("kl_{j}", "kl_12", True),
        ("kl_{j}", "kl_x", False),
        ("kl_{j}", "kl_1_low", False),
        ("{low|high}_{j}", "high_3", True),
        ("{low|high}_{j}", "mean_3", False),
        ("down {j}", "down 1", True),
        ("a.b", "axb", False),
    ):
        assert Shown(declared, "Label", "Meaning.").covers(key) is covered, (declared, key)


@every_engine
def test_what_an_engine_shows_is_said_in_plain_words(name):
    shows = ENGINES[name].shows
    assert shows and pickle.loads(pickle.dumps(shows)) == shows
    for shown in shows:
        assert shown.label and "{" not in shown.label, shown.key
        assert not shown.meaning[0].islower() and shown.meaning.endswith((".", "?")), shown.key
        assert len(shown.meaning) < 180, shown.key
        assert (shown.what == "array") is bool(shown.dtype) is bool(shown.shape), shown.key
        assert shown.low is None or shown.high is None or shown.low <= shown.high, shown.key


@every_engine
def test_no_key_is_declared_twice(name):
    for shown in ENGINES[name].shows:
        first = re.sub(r"\{(\w+)[^}]*\}", lambda brace: brace[1] if "|" in brace[0] else "0", shown.key)
        assert sum(one.what == shown.what and one.covers(first) for one in ENGINES[name].shows) == 1, shown.key


def test_a_key_that_is_not_declared_is_a_key_error():
    with pytest.raises(KeyError, match="does not declare the stat 'nonsense'"):
        FAMILIES[0].engines[0].shown("stat", "nonsense")
