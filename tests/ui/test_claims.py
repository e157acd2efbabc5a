"""Trials without a page: what a card is told, and whose it is."""

import re
from types import SimpleNamespace

import gradio as gr
import pytest

from playground import live
from playground.registry import FAMILIES
from playground.spec import Frame
from playground.ui import claims, shell
from playground.ui.claims import Docket

CLAIM = next(claim for claim in FAMILIES[0].claims if claim.id == "jump-to-t")


@pytest.fixture(scope="module")
def handler():
    """What is behind the cards of the first family."""
    page = shell.build_page(FAMILIES[0])
    (found,) = (fn.fn for fn in page.fns.values() if fn.api_name == f"claim_{FAMILIES[0].stem}")
    return found


@pytest.fixture
def trial(handler, monkeypatch):
    """The handler, over an experiment of two frames whose numbers are made up."""

    def updates(*_):
        yield live.Update((Frame(0, 2, stats={"progress": 0.5}, kind="progress"),), seconds_left=3.0)
        numbers = dict.fromkeys(re.findall(r"{(\w+)", CLAIM.report), 0.0)
        yield live.Update((Frame(1, 2, stats={**numbers, "n": 1000.0}, kind="result"),), running=False)

    monkeypatch.setattr(claims.events, "updates", updates)
    return lambda asked, visitor: handler(asked, gr.EventData(None, None), SimpleNamespace(session_hash=visitor))


@pytest.mark.slow
@pytest.mark.parametrize("asked", [None, "jump-to-t", [], {}, {"claim": None}, {"claim": ["a"]}, {"claim": "?"}])
def test_what_is_no_claim_ends_in_a_sentence(trial, asked):
    with pytest.raises(gr.Error) as said:
        next(trial(asked, "a"))
    assert "jump-to-t" in said.value.message


@pytest.mark.parametrize("predicted", [None, "maybe", ["true"], float("nan"), {"a": 1}])
def test_a_strange_prediction_is_none(trial, predicted):
    first, *_, last = trial({"claim": "jump-to-t", "predicted": predicted}, "a")
    assert first["jump-to-t"]["progress"] == "computing, about 3 s left, 50% of this part"
    assert last["jump-to-t"]["verdict"] and not last["jump-to-t"]["answer"] and not last["jump-to-t"]["running"]


def test_a_first_look_at_a_quarter_stays_beside_the_verdict(trial):
    told = [cards["jump-to-t"] for cards in trial({"claim": "jump-to-t"}, "a")]
    assert [bool(card["first"]) for card in told] == [False, False, True, True]
    assert [card["running"] for card in told] == [True, True, True, False]
    assert [bool(card["verdict"]) for card in told] == [False, False, False, True]
    assert told[-1]["first"].startswith("First look, 1000 seeds") and CLAIM.confirmed in told[-1]["why"]


def test_a_first_look_has_as_many_seeds_as_the_experiment_needs():
    for family in FAMILIES:
        for claim in family.claims:
            *first, all_of_them = claims.looks(family, claim)
            assert all_of_them == claim.seeds and all(seeds < claim.seeds for seeds in first)
            for seeds in first:
                family.trial.check({"seeds": seeds})


def test_two_trials_of_one_visitor_are_told_together_and_two_visitors_apart(trial):
    first, second = trial({"claim": "jump-to-t"}, "a"), trial({"claim": "linear-destroys-faster"}, "a")
    other = trial({"claim": "jump-to-t"}, "b")
    assert [*next(first)] == ["jump-to-t"]
    assert [*next(second)] == ["jump-to-t", "linear-destroys-faster"]
    assert [*next(other)] == ["jump-to-t"]
    for running in (first, second, other):
        running.close()
    assert not claims._dockets


def test_a_trial_that_began_anew_is_not_overwritten_by_the_earlier_one():
    docket = Docket()
    docket.tell("a", "1", {"progress": "first"})
    docket.tell("a", "2", {"progress": "second"})
    assert docket.tell("a", "1", {"progress": "stopped"})["a"]["progress"] == "second"


@pytest.mark.parametrize("last", [None, Frame(0, 2, stats={"progress": 0.5}, kind="progress")])
def test_a_stopped_trial_has_no_verdict(last):
    card = claims._ended(CLAIM, last, "true")
    assert card["verdict"] == "" and card["progress"] == claims.STOPPED and not card["running"]
