"""Whatever the address bar says, the page opens; what it says well is what the engines get."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.registry import FAMILIES
from playground.spec import Param
from playground.ui.links import MAX_LINK, Link, parse, read

ENGINES = tuple(engine for family in FAMILIES for engine in family.engines)
LINKED = [(engine, param) for engine in ENGINES for param in engine.params if param.linked]
PARTS = ("reverse", "forward")
NO_NUMBERS = ["NaN", "nan", "inf", "-inf", "1e999", "-1e999", "1e400", "9" * 400, "-1", "1e308", "0x10"]
NO_TEXTS = ["", "abc", "True", "null", "[]", "{}", "1;2", "<script>alert(1)</script>", "' OR 1=1 --", "\0", "\ud800"]
NONSENSE = [*NO_NUMBERS, *NO_TEXTS, ",", ",,,"]


def written(value: object) -> str:
    """As page.js writes it: arrays joined by commas, anything else by String(value)."""
    if isinstance(value, tuple | list):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def samples(param: Param) -> list:
    match param.kind:
        case "integer":
            return [int(param.low), int(param.high), param.default]
        case "number":
            return [param.low, param.high, param.default, (param.low + param.high) / 3]
        case "choice":
            return list(param.options)
        case "choices":
            return [param.options, param.options[:1], param.default]
        case "switch":
            return [True, False]
        case "strokes":
            return ["", "10,20 30,40;5,6", "255,255;"]
    raise ValueError(param.kind)


@pytest.mark.parametrize(("engine", "param"), LINKED, ids=lambda part: part.name)
def test_every_value_comes_back(engine, param):
    for value in samples(param):
        assert parse(param, written(value)) == value
        query = dict(parse_qsl(urlencode({f"{engine.name}.{param.name}": written(value)}), keep_blank_values=True))
        link = read(query, ENGINES, PARTS)
        assert link.values == {(engine.name, param.name): value} and not link.notes


@pytest.mark.parametrize(("engine", "param"), LINKED, ids=lambda part: part.name)
@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: repr(text)[:16])
def test_nonsense_gives_a_note_and_the_default(engine, param, text):
    if param.kind == "strokes" and text == "":
        return
    link = read({f"{engine.name}.{param.name}": text}, ENGINES, PARTS)
    assert not link.values
    (note,) = link.notes
    assert note.endswith(".") and len(note) < 250 and "<" not in note


def test_every_good_value_survives_one_bad_neighbour():
    link = read({"reverse.steps": "many", "reverse.guidance": "7.5", "reverse.sampler": "UniPC"}, ENGINES, PARTS)
    assert link.values == {("reverse", "guidance"): 7.5, ("reverse", "sampler"): "UniPC"}
    assert len(link.notes) == 1


def test_unknown_keys_are_passed_over():
    assert read({"utm_source": "x", "reverse": "1", "reverse.nothing": "1", ".": "", "": ""}, ENGINES, PARTS) == Link()


def test_an_upload_does_not_travel():
    assert not read({"forward.image": "x"}, ENGINES, PARTS).values


LONG = [{"reverse.label": "7" * 100_000}, {"x" * 100_000: ""}, dict.fromkeys(map(str, range(9999)), "")]


@pytest.mark.parametrize("query", LONG, ids=["value", "key", "many keys"])
def test_a_link_of_100_kB_is_refused_whole(query):
    link = read(query, ENGINES, PARTS)
    assert sum(map(len, query)) + sum(map(len, query.values())) > MAX_LINK
    assert not link.values and len(link.notes) == 1


def test_longest_drawing_fits_into_a_link():
    strokes = "100,100 " * 511 + "100,100"
    assert read({"forward.strokes": strokes}, ENGINES, PARTS).values == {("forward", "strokes"): strokes}


def test_few_notes_for_much_nonsense():
    query = {f"{engine.name}.{param.name}": "<b>" for engine, param in LINKED}
    assert len(read(query, ENGINES, PARTS).notes) == 3


@pytest.mark.parametrize("part", PARTS)
def test_part_opens(part):
    assert read({"part": part}, ENGINES, PARTS).part == part


@pytest.mark.parametrize("part", ["", "nothing", "<script>", "x" * 5000])
def test_unknown_part_is_noted(part):
    link = read({"part": part}, ENGINES, PARTS)
    assert link.part is None and len(link.notes) == 1 and len(link.notes[0]) < 200


def test_hide_and_lock():
    link = read({"hide": "reverse.seed,reverse.eta,nonsense,", "lock": "forward.T,reverse.nothing"}, ENGINES, PARTS)
    assert link.hide == {("reverse", "seed"), ("reverse", "eta")} and link.lock == {("forward", "T")}
    assert not link.values and not link.notes


KEYS = st.sampled_from([f"{engine.name}.{param.name}" for engine, param in LINKED] + ["part", "hide", "lock", "x"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(KEYS, st.text(max_size=60) | st.floats().map(str) | st.integers().map(str), max_size=8))
def test_nothing_raises_and_what_is_read_is_valid(query):
    link = read(query, ENGINES, PARTS)
    for (engine, name), value in link.values.items():
        param = next(p for e, p in LINKED if e.name == engine and p.name == name)
        assert param.check(value) == value
        json.dumps(value)
