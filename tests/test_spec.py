"""A Param lets nothing through but what its engine can use, and says so in one sentence."""

import itertools
import math
from functools import partial
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.errors import BadInput, BadLink
from playground.registry import FAMILIES
from playground.spec import CHECKS, MAX_CHANGES, MAX_STROKES, Engine, Kind, Param
from tests.refusals import is_one_sentence, refusal, shown

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
ALL = (NUMBER, INTEGER, CHOICE, CHOICES, SWITCH, STROKES, CHANGED, FORCED, TEXT, IMAGE)

NEVER = [math.nan, math.inf, -math.inf, 1e308, -1e308, 10**30, -(10**30), 10**400, "", "abc", "NaN", b"1", "\0",
         None, True, False, 0, 1, 1.0, [], [1], [[]], [None], ["abc"], {}, {"a": 1}, object(), 1j,
         np.zeros(3)]  # fmt: skip
# What is nonsense for every other kind.
GOOD_OF_A_KIND = {
    "number": (0, 1, 1.0),
    "integer": (1, 1.0),
    "switch": (True, False),
    "strokes": ("",),
    "changes": ("",),
    "tokens": ("",),
    "text": ("abc", "NaN", "\0"),
    "image": (None,),
}


def refused(param: Param, value: object) -> str:
    message = refusal(f"{param.kind} {shown(value)}", partial(param.check, value))
    assert message.startswith(param.label), f"{param.kind} {shown(value)}: {message}"
    return message


def is_good(kind: str, value: object) -> bool:
    return any(type(value) is type(good) and value == good for good in GOOD_OF_A_KIND.get(kind, ()))


def test_every_kind_has_a_param_here():
    assert {param.kind for param in ALL} == CHECKS.keys() == set(get_args(Kind))


def test_every_kind_refuses_every_nonsense():
    for param, value in itertools.product(ALL, NEVER):
        if is_good(param.kind, value):
            assert param.check(value) is value or param.check(value) == value, (param.kind, value)
        else:
            refused(param, value)


def test_text_is_refused():
    assert "empty" in refused(TEXT, " \n")
    assert "21 characters, 20 at most" in refused(TEXT, "x" * 21)
    assert "half a character" in refused(TEXT, "half \ud800")
    assert "half a character" in refused(TEXT, "half \udfff")


@pytest.mark.parametrize("value", ["Once", "<b>{{x}}</b>", "a\0b", "你好", "x" * 20])
def test_text_passes_unchanged(value):
    assert TEXT.check(value) == value


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


def test_just_outside_is_refused():
    for param in (NUMBER, INTEGER):
        for value in (param.low - 1, param.high + 1, math.nextafter(param.low, -1), math.nextafter(param.high, 1e6)):
            refused(param, value)


def test_a_fraction_is_no_whole_number():
    for value in (1.5, 0.999999, 1000.0000001):
        refused(INTEGER, value)


def test_minus_zero_is_zero():
    assert NUMBER.check(-0.0) == 0.0
    assert INTEGER.check(1.0) == 1
    refused(INTEGER, -0.0)


def test_choices_come_in_table_order_and_once():
    assert CHOICES.check(["UniPC", "DDPM", "UniPC"]) == ("DDPM", "UniPC")
    assert CHOICES.check(("DDIM",)) == ("DDIM",)
    refused(CHOICES, ["DDPM", "none of them"])
    refused(CHOICES, "DDPM")


def test_choice_and_switch_pass_unchanged():
    assert [CHOICE.check(option) for option in CHOICE.options] == list(CHOICE.options)
    assert SWITCH.check(True) is True and SWITCH.check(False) is False


WELL_WRITTEN = {
    STROKES: ["1,2 3,4;5,6", "0,0", "999,999;", "1,1;" * (MAX_STROKES // 4)],
    CHANGED: [
        "0:a=1", "120:r1=true;300:loss=non-saturating", "5:crowd=packs of two;", "7:layers=real,best;7:d_rate=0.01",
        "1:a=1;" * (MAX_CHANGES // 6),
    ],
    FORCED: ["0:0", "5:77", "0:12;19:400;", "9999:999999", "1:1;" * (MAX_CHANGES // 4)],
}  # fmt: skip
BADLY_WRITTEN = {
    STROKES: [
        "1", "1,2,3", "-1,2", "1,2 ", ";", "1,2\n", "1e3,2", "1000,1", "<script>", "1,1;" * (MAX_STROKES // 4 + 1),
    ],
    CHANGED: [
        "5", "5:a", "5:a=", "a=1", ":a=1", "-5:a=1", "5:A=1", "5:a=<b>", "5:a=1;;", ";", "5;", "5:a=1\n", "1234567:a=1",
        "5:a=" + "x" * 61, "1:a=1;" * (MAX_CHANGES // 6 + 1),
    ],
    FORCED: [
        "5", ":", "5:", ":3", "5:x", "x:5", "-1:3", "5:-3", "5:3,", "5:3;;", ";", "5:3\n", "12345:3", "5:1234567",
        "1:1;" * (MAX_CHANGES // 4 + 1),
    ],
}  # fmt: skip


@pytest.mark.parametrize("param", WELL_WRITTEN, ids=lambda param: param.kind)
def test_what_is_well_written_passes_unchanged_and_nothing_else(param):
    for text in WELL_WRITTEN[param]:
        assert param.check(text) == text
    for text in BADLY_WRITTEN[param]:
        refused(param, text)


@pytest.mark.timeout(5)
def test_long_nonsense_is_refused_quickly():
    refused(STROKES, "1,1 " * (MAX_STROKES // 4 - 1) + "x")
    refused(CHANGED, "1:a=1 1 " * (MAX_CHANGES // 8 - 1) + "!")
    refused(CHANGED, "1:" + "a" * (MAX_CHANGES - 10))
    refused(FORCED, "1:1;" * (MAX_CHANGES // 4 - 1) + "x")


PARSED = [
    (NUMBER, "7.5", 7.5), (NUMBER, "2", 2.0), (INTEGER, "50", 50), (INTEGER, "5e1", 50), (CHOICE, "DDPM", "DDPM"),
    (CHOICES, "UniPC,DDPM", ("DDPM", "UniPC")), (SWITCH, "true", True), (SWITCH, "false", False),
    (STROKES, "1,2 3,4", "1,2 3,4"), (CHANGED, "5:a=1", "5:a=1"),
]  # fmt: skip


@pytest.mark.parametrize(("param", "text", "value"), PARSED, ids=lambda part: str(getattr(part, "kind", part)))
def test_text_becomes_a_checked_value(param, text, value):
    parsed = param.parse(text)
    assert parsed == value and type(parsed) is type(value)


def test_text_that_is_no_value_is_refused():
    for param, text in itertools.product(ALL, ("nonsense", "NaN", "1e999", "True", "<script>", "\0", "")):
        if is_good(param.kind, text) or (param.kind == "text" and text):
            assert param.parse(text) == text
        else:
            said = refusal(f"{param.kind} {text!r}", partial(param.parse, text), (BadInput, BadLink))
            assert said.startswith(param.label)


def picture(height: int = 64, width: int = 64, channels: int = 3, dtype: type = np.uint8) -> np.ndarray:
    return np.zeros((height, width, channels), dtype)


def test_a_picture_passes_unchanged():
    image = picture()
    assert IMAGE.check(image) is image
    assert IMAGE.check(None) is None


def test_other_arrays_are_no_picture():
    for value in (picture(1, 1), picture(7, 64), picture(64, 20_000), picture(0, 0), picture(channels=4),
                  picture(dtype=np.float32), picture()[..., 0]):  # fmt: skip
        said = refusal(f"{value.shape} {value.dtype}", partial(IMAGE.check, value))
        assert said.startswith(IMAGE.label)


def test_an_engine_refuses_what_it_does_not_know():
    engine = Engine("toy", "", (NUMBER, SWITCH))
    assert engine.check({}) == {"w": 2.0, "s": True}
    assert engine.check({"w": 3}) == {"w": 3.0, "s": True}
    refusal("no such control", partial(engine.check, {"x" * 1000: 1}))


def test_every_shipped_default_passes():
    for family in FAMILIES:
        for engine in family.engines:
            for param in engine.params:
                assert param.check(param.default) == param.default, (family.stem, engine.name, param.name)
                assert param.help.endswith(".") and param.label, (family.stem, engine.name, param.name)
