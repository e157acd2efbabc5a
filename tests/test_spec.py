"""A Param lets nothing through but what its engine can use, and says so in one sentence."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import BadInput, BadLink
from playground.registry import FAMILIES
from playground.spec import MAX_CHANGES, MAX_STROKES, Engine, Param

NUMBER = Param("w", "Guidance w", 2.0, "", "number", 0, 15)
INTEGER = Param("n", "Steps", 50, "", "integer", 1, 1000)
CHOICE = Param("c", "Sampler", "DDIM", "", "choice", options=("DDPM", "DDIM"))
CHOICES = Param("cs", "Samplers", ("DDIM",), "", "choices", options=("DDPM", "DDIM", "UniPC"))
SWITCH = Param("s", "Clip x0", True, "", "switch")
STROKES = Param("d", "Drawing", "", "", "strokes")
IMAGE = Param("i", "Upload", None, "", "image")
CHANGED = Param("ch", "Changes", "", "", "changes")
FORCED = Param("f", "Forced", "", "", "tokens")
TEXT = Param("t", "Prompt", "Once", "", "text", 1, 20)
ALL = (NUMBER, INTEGER, CHOICE, CHOICES, SWITCH, STROKES, CHANGED, FORCED, IMAGE)

NEVER = [math.nan, math.inf, -math.inf, 1e308, -1e308, 10**30, -(10**30), 10**400, "", "abc", "NaN", b"1", "\0",
         [], [1], [[]], {}, {"a": 1}, object(), 1j]  # fmt: skip
GOOD_OF_A_KIND = {
    ("strokes", ""),
    ("changes", ""),
    ("tokens", ""),
}  # an empty pad is a drawing, and nothing changed is a history


def refused(param: Param, value: object) -> str:
    with pytest.raises(BadInput) as caught:
        param.check(value)
    return str(caught.value)


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and ". " not in text and "\n" not in text and len(text) < 200


@pytest.mark.parametrize("value", ["", " \n", "x" * 21, "half \ud800", *(v for v in NEVER if not isinstance(v, str))])
def test_text_is_refused_in_one_sentence(value):
    message = refused(TEXT, value)
    assert is_one_sentence(message) and message.startswith("Prompt")


@pytest.mark.parametrize("value", ["Once", "<b>{{x}}</b>", "a\0b", "你好"])
def test_text_passes_unchanged(value):
    assert TEXT.check(value) == value


@pytest.mark.parametrize("value", NEVER, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("param", ALL, ids=lambda param: param.kind)
def test_nonsense_is_refused_in_one_sentence(param, value):
    if (param.kind, value) in [pair for pair in GOOD_OF_A_KIND if isinstance(value, str)]:
        return
    message = refused(param, value)
    assert is_one_sentence(message) and message.startswith(param.label)


@pytest.mark.parametrize("param", [p for p in ALL if p is not IMAGE], ids=lambda param: param.kind)
def test_none_is_refused(param):
    assert is_one_sentence(refused(param, None))


@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize("param", [p for p in ALL if p is not SWITCH], ids=lambda param: param.kind)
def test_a_boolean_is_no_number(param, value):
    assert is_one_sentence(refused(param, value))


@pytest.mark.parametrize("value", [0, 1, 1.0, "true", "on", None])
def test_a_number_is_no_boolean(value):
    assert is_one_sentence(refused(SWITCH, value))


@given(st.floats(0, 15))
def test_a_number_in_range_passes_unchanged(value):
    assert NUMBER.check(value) == value


@given(st.integers(1, 1000))
def test_a_whole_number_in_range_passes_unchanged(value):
    for given_as in (value, float(value)):
        checked = INTEGER.check(given_as)
        assert checked == value and type(checked) is int


@given(st.one_of(st.floats(), st.integers(-(10**320), 10**320)))
def test_whatever_passes_is_in_range(value):
    for param in (NUMBER, INTEGER):
        try:
            assert param.low <= param.check(value) <= param.high
        except BadInput as error:
            assert is_one_sentence(str(error))


@pytest.mark.parametrize("value", [1.5, 0.999999, 1000.0000001])
def test_a_fraction_is_no_whole_number(value):
    assert is_one_sentence(refused(INTEGER, value))


def test_minus_zero_is_zero():
    assert NUMBER.check(-0.0) == 0.0
    assert INTEGER.check(1.0) == 1
    assert is_one_sentence(refused(INTEGER, -0.0))


def test_choices_come_in_table_order_and_once():
    assert CHOICES.check(["UniPC", "DDPM", "UniPC"]) == ("DDPM", "UniPC")
    assert CHOICES.check(("DDIM",)) == ("DDIM",)
    assert is_one_sentence(refused(CHOICES, ["DDPM", "none of them"]))
    assert is_one_sentence(refused(CHOICES, "DDPM"))


def test_choice_and_switch_pass_unchanged():
    assert [CHOICE.check(option) for option in CHOICE.options] == list(CHOICE.options)
    assert SWITCH.check(True) is True and SWITCH.check(False) is False


@pytest.mark.parametrize("value", ["1,2 3,4;5,6", "0,0", "999,999;", "1,1;" * (MAX_STROKES // 4)])
def test_strokes_pass_unchanged(value):
    assert STROKES.check(value) == value


@pytest.mark.parametrize(
    "value",
    ["1", "1,2,3", "-1,2", "1,2 ", ";", "1,2\n", "1e3,2", "1000,1", "<script>", "1,1;" * (MAX_STROKES // 4 + 1)],
)
def test_scribble_is_refused(value):
    assert is_one_sentence(refused(STROKES, value))


@pytest.mark.timeout(5)
def test_long_scribble_is_refused_quickly():
    refused(STROKES, "1,1 " * (MAX_STROKES // 4 - 1) + "x")


@pytest.mark.parametrize(
    "value",
    ["0:a=1", "120:r1=true;300:loss=non-saturating", "5:crowd=packs of two;", "7:layers=real,best;7:d_rate=0.01",
     "1:a=1;" * (MAX_CHANGES // 6)],
)  # fmt: skip
def test_changes_pass_unchanged(value):
    assert CHANGED.check(value) == value


@pytest.mark.parametrize(
    "value",
    ["5", "5:a", "5:a=", "a=1", ":a=1", "-5:a=1", "5:A=1", "5:a=<b>", "5:a=1;;", ";", "5:a=1\n", "1234567:a=1",
     "5:a=" + "x" * 61, "1:a=1;" * (MAX_CHANGES // 6 + 1)],
)  # fmt: skip
def test_other_text_is_no_change(value):
    assert is_one_sentence(refused(CHANGED, value))


@pytest.mark.timeout(5)
def test_long_nonsense_for_changes_is_refused_quickly():
    refused(CHANGED, "1:a=1 1 " * (MAX_CHANGES // 8 - 1) + "!")
    refused(CHANGED, "1:" + "a" * (MAX_CHANGES - 10))


PARSED = [
    (NUMBER, "7.5", 7.5), (NUMBER, "2", 2.0), (INTEGER, "50", 50), (INTEGER, "5e1", 50), (CHOICE, "DDPM", "DDPM"),
    (CHOICES, "UniPC,DDPM", ("DDPM", "UniPC")), (SWITCH, "true", True), (SWITCH, "false", False),
    (STROKES, "1,2 3,4", "1,2 3,4"), (CHANGED, "5:a=1", "5:a=1"),
]  # fmt: skip


@pytest.mark.parametrize(("param", "text", "value"), PARSED, ids=lambda part: str(getattr(part, "kind", part)))
def test_text_becomes_a_checked_value(param, text, value):
    parsed = param.parse(text)
    assert parsed == value and type(parsed) is type(value)


@pytest.mark.parametrize("text", ["nonsense", "NaN", "1e999", "True", "<script>", "\0"])
@pytest.mark.parametrize("param", ALL, ids=lambda param: param.kind)
def test_text_that_is_no_value_is_refused(param, text):
    with pytest.raises((BadInput, BadLink)) as caught:
        param.parse(text)
    assert str(caught.value).endswith(".") and str(caught.value).startswith(param.label)


def picture(height: int = 64, width: int = 64, channels: int = 3, dtype: type = np.uint8) -> np.ndarray:
    return np.zeros((height, width, channels), dtype)


def test_a_picture_passes_unchanged():
    image = picture()
    assert IMAGE.check(image) is image
    assert IMAGE.check(None) is None


@pytest.mark.parametrize(
    "value",
    [
        picture(1, 1),
        picture(64, 20_000),
        picture(0, 0),
        picture(channels=4),
        picture(dtype=np.float32),
        picture()[..., 0],
    ],
    ids=lambda value: f"{value.shape} {value.dtype}",
)
def test_other_arrays_are_no_picture(value):
    assert is_one_sentence(refused(IMAGE, value))


def test_an_engine_refuses_what_it_does_not_know():
    engine = Engine("toy", "", (NUMBER, SWITCH))
    assert engine.check({}) == {"w": 2.0, "s": True}
    assert engine.check({"w": 3}) == {"w": 3.0, "s": True}
    with pytest.raises(BadInput) as caught:
        engine.check({"x" * 1000: 1})
    assert is_one_sentence(str(caught.value))


PARAMS = [(engine, param) for family in FAMILIES for engine in family.engines for param in engine.params]


@pytest.mark.parametrize(("engine", "param"), PARAMS, ids=lambda part: part.name)
def test_every_shipped_default_passes(engine, param):
    assert param.check(param.default) == param.default
    assert param.help.endswith(".") and param.label
