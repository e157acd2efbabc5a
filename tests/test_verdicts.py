"""Intervals against thresholds: wholly on one side, or across."""

import pytest

from playground.verdicts import above, below, either, every, fact, given, judge, no

HIGH, ACROSS, LOW = (2.0, 3.0), (0.5, 1.5), (-2.0, 0.5)
MIRRORED = {"confirmed": "refuted", "refuted": "confirmed", "inconclusive": "inconclusive"}


def stats(**intervals: tuple[float, float]) -> dict[str, float]:
    return {f"{name}_{end}": ends[end == "high"] for name, ends in intervals.items() for end in ("low", "high")}


@pytest.mark.parametrize(
    ("gain", "verdict"),
    [
        (HIGH, "confirmed"),
        (ACROSS, "inconclusive"),
        (LOW, "refuted"),
        ((1, 2), "inconclusive"),
        ((0, 1), "inconclusive"),
    ],
)
def test_an_interval_speaks_only_where_it_lies_wholly_on_one_side(gain, verdict):
    assert above(1, "gain")(stats(gain=gain)) == verdict
    assert below(1, "gain")(stats(gain=gain)) == MIRRORED[verdict]
    assert above("margin", "gain")(stats(gain=gain) | {"margin": 1}) == verdict
    assert above(1, "")({"low": gain[0], "high": gain[1]}) == verdict


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (HIGH, HIGH, "confirmed"), (HIGH, ACROSS, "inconclusive"), (ACROSS, HIGH, "inconclusive"),
        (LOW, ACROSS, "refuted"), (ACROSS, LOW, "refuted"), (HIGH, LOW, "refuted"),
    ],
)  # fmt: skip
def test_one_refuted_statement_refutes_all(first, second, verdict):
    found = stats(a=first, b=second)
    assert above(1, "a", "b")(found) == every(above(1, "a"), above(1, "b"))(found) == verdict
    turned = {
        name.replace("low", "high") if "low" in name else name.replace("high", "low"): -x for name, x in found.items()
    }
    assert below(-1, "a", "b")(turned) == verdict


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        (HIGH, LOW, "confirmed"), (ACROSS, HIGH, "confirmed"), (ACROSS, LOW, "inconclusive"),
        (ACROSS, ACROSS, "inconclusive"), (LOW, LOW, "refuted"),
    ],
)  # fmt: skip
def test_one_confirmed_statement_of_several_is_enough(first, second, verdict):
    assert either(above(1, "a"), above(1, "b"))(stats(a=first, b=second)) == verdict


def test_facts_and_conditions():
    holds = fact(lambda found: found["x"] > 0)
    assert (holds({"x": 1}), holds({"x": -1})) == ("confirmed", "refuted")
    asked = given(lambda found: found["known"] == 1, holds)
    assert (asked({"x": 1, "known": 1}), asked({"x": 1, "known": 0})) == ("confirmed", "inconclusive")
    assert judge(confirmed=True, refuted=True) == "refuted"


@pytest.mark.parametrize(
    ("gain", "verdict"), [((0.91, 1), "confirmed"), ((0.2, 0.89), "inconclusive"), ((0.2, 0.4), "refuted")]
)
def test_what_fails_may_lie_below_what_holds(gain, verdict):
    assert above(0.9, "gain", fails=0.5)(stats(gain=gain)) == verdict
    mirrored = {"gain_low": 1 - gain[1], "gain_high": 1 - gain[0]}
    assert below(0.1, "gain", fails=0.5)(mirrored) == verdict


@pytest.mark.parametrize("gain", [HIGH, ACROSS, LOW])
def test_the_contrary_is_confirmed_where_a_rule_is_refuted(gain):
    rule = above(1, "gain")
    assert no(rule)(stats(gain=gain)) == MIRRORED[rule(stats(gain=gain))]
