"""A live training outlives its page for a while: it pauses at once, and a page that knows its token goes on with it."""

import time

import numpy as np
import pytest

from playground import live
from playground.live import history, owners, training
from playground.live.history import History
from playground.spec import Frame
from tests.live.test_training import (  # noqa: F401  (trainings_end is a fixture)
    ALSO,
    COUNTS,
    Page,
    tags,
    threads,
    trainings_end,
    wait_for,
)
from tests.live.ticking import CLOSED


@pytest.fixture(autouse=True)
def patient(fresh, monkeypatch):
    monkeypatch.setattr(training, "AWAY_SECONDS", 1.0)


class Anew(Page):
    """A page that was opened anew, and takes up the training of a token."""

    def __init__(self, token: str, visitor: str = "bert", function: str = COUNTS, **values) -> None:
        self.visitor, self.function, self.values = visitor, function, values
        self.updates, self.error = [], None
        self._train = live.resume(function, token, visitor)
        self._begin()


def token(page: Page) -> str:
    return page.updates[-1].token


def gone(page: Page) -> int:
    """Gradio calls this when the connection of a page is lost; the step at which it stood soon after."""
    live.leave(page.visitor)
    (one,) = owners._held.values()
    wait_for(lambda: one.state is training.State.PAUSED, 1)
    return one._history.frames[-1].step


def test_without_a_page_it_pauses_at_once_and_is_let_go_of_later():
    page = Page(do="play", tag="anna")
    page.at(20)
    began = time.monotonic()
    stood = gone(page)
    assert time.monotonic() - began < 0.3, "at once"
    time.sleep(0.3)
    (one,) = owners._held.values()
    assert one._history.frames[-1].step == stood and not CLOSED
    wait_for(lambda: not owners._held and not threads(), 3)
    assert CLOSED == ["anna"] and not owners._owned


def test_a_page_that_comes_back_goes_on_where_it_was():
    page = Page(do="play", rate=1)
    page.at(20)
    page.steer("look", rate=5)
    page.at(page.frames[-1].step + 10)
    stood = gone(page)
    again = Anew(token(page))
    again.at(stood + 20)
    first = again.updates[0]
    assert first.began == {"rate": 1} and first.controls == {"rate": 5}
    assert [frame.step for frame in first.frames][:1] == [0] and first.frames[-1].step <= stood + 1
    assert again.updates[-1].playing and again.updates[-1].changes == page.updates[-1].changes
    steps = [frame.step for frame in again.frames]
    assert steps == sorted(steps)
    at, _, _ = again.updates[-1].changes[0]
    last = again.frames[-1]
    assert last.stats["x"] == at + 5 * (last.step - at), "nothing was computed twice or left out"


@pytest.mark.slow
def test_a_paused_one_stays_paused():
    page = Page(do="look")
    page.at(0)
    for _ in range(3):
        page.steer("both")
    page.at(3)
    stood = gone(page)
    again = Anew(token(page))
    again.at(stood)
    time.sleep(0.2)
    assert again.frames[-1].step == stood and not again.updates[-1].playing
    again.steer("both")
    again.at(stood + 1)


def test_the_last_page_that_takes_it_up_owns_it():
    page = Page(do="play", tag="one")
    page.at(10)
    other = Anew(token(page))
    page.end()
    assert page.ended == "elsewhere" and page.error is None
    other.at(page.frames[-1].step + 10)
    assert not live.steer(COUNTS, {}, "anna", "pause"), "it is not the first page's any more"
    live.leave("anna")
    other.at(other.frames[-1].step + 10)
    assert other.updates[-1].playing and tags(other) == {"one"}, "and that page's end is not its end"


def test_taking_one_up_ends_the_visitors_other():
    page = Page(do="play", tag="left")
    page.at(10)
    gone(page)
    stands = Page("bert", do="look", tag="stands")
    stands.at(0)
    again = Anew(token(page))
    again.at(page.frames[-1].step + 5)
    stands.end()
    assert stands.ended == "stopped" and tags(again) == {"left"}
    assert not live.is_held(COUNTS, token(stands))


@pytest.mark.parametrize("function", [COUNTS, ALSO])
def test_nothing_comes_of_a_token_that_is_none(function):
    page = Page(do="look", function=COUNTS)
    page.at(0)
    strange = "x" if function == COUNTS else token(page)
    assert not live.is_held(function, strange)
    assert list(live.resume(function, strange, "bert")) == []
    assert live.controls(function, "bert") == {}


def test_tokens_cannot_be_guessed():
    pages = [Page(visitor, do="look") for visitor in "abcd"]
    for page in pages:
        page.at(0)
    found = {token(page) for page in pages}
    assert len(found) == 4 and min(map(len, found)) >= 20


def test_one_that_ended_shows_its_history_for_as_long_as_its_page_is_open(monkeypatch):
    monkeypatch.setattr(training, "AWAY_SECONDS", 0.1)
    page = Page(do="play", steps=30)
    page.end()
    time.sleep(0.4)
    live.leave("anna")
    again = Anew(token(page))
    again.end()
    assert again.ended == "finished" and again.frames[-1].step == 30
    live.leave("bert")
    wait_for(lambda: not owners._held and not threads(), 2)


def test_one_that_ended_and_that_nobody_touches_is_let_go_of(monkeypatch):
    """Though its page stays open."""
    monkeypatch.setattr(training, "IDLE_SECONDS", 0.3)
    Page(do="play", steps=5).end()
    wait_for(lambda: not owners._held and not threads(), 2)


@pytest.mark.slow
def test_a_pause_after_the_return_holds_whoever_takes_it_up_next():
    page = Page(do="play")
    page.at(10)
    gone(page)
    again = Anew(token(page))
    again.at(page.frames[-1].step + 5)
    again.steer("pause")
    again.settle()
    copy = Anew(token(page), "carl")
    copy.at(again.frames[-1].step)
    time.sleep(0.2)
    assert not copy.updates[-1].playing
    live.leave("carl")


def test_the_old_pages_end_does_not_pause_the_new_one():
    page = Page(do="play")
    page.at(10)
    (one,) = owners._held.values()
    again = Anew(token(page))
    again.at(page.frames[-1].step + 5)
    one.leave("anna")
    assert one.state is not training.State.PAUSED


def test_one_that_is_let_go_of_while_it_is_taken_up_stays_away():
    page = Page(do="look")
    page.at(0)
    (one,) = owners._held.values()
    taking = live.resume(COUNTS, token(page), "bert")
    owners._let_go(one)
    assert list(taking) == [] and not owners._owned
    one.drop()


def test_a_newer_training_cannot_be_confused_with_the_older():
    older = Page(do="play", tag="older")
    older.at(5)
    newer = Page(do="play", tag="newer")
    newer.at(5)
    assert not live.is_held(COUNTS, token(older)) and live.is_held(COUNTS, token(newer))


def frames(count: int, **marked: float) -> list[Frame]:
    picture = {"picture": np.zeros(1000, np.uint8)}
    return [Frame(k, count, picture, marked if k == 3 else {}, kind="step") for k in range(count)]


def test_a_history_keeps_within_its_bytes_the_ends_and_the_changes():
    kept = History(50 * 1500)
    for frame in frames(1000, changed=1.0):
        kept.add([frame])
        assert sum(map(history.size, kept.frames)) <= 50 * 1500
    steps = [frame.step for frame in kept.frames]
    assert steps[0] == 0 and steps[-1] == 999 and 3 in steps and len(steps) > 20
    assert steps == sorted(set(steps))


def test_many_histories_share_what_there_is(monkeypatch):
    monkeypatch.setattr(history, "TOTAL_BYTES", 100 * 1500)
    monkeypatch.setattr(history, "OPEN", type(history.OPEN)())
    kept = [History(10**9) for _ in range(4)]
    for one in kept:
        one.add(frames(200))
        assert sum(map(history.size, one.frames)) <= 25 * 1500


def test_changes_without_end_do_not_fill_a_history():
    kept = History(50 * 1500)
    kept.add([Frame(k, 9, {"picture": np.zeros(1000, np.uint8)}, {"changed": 1.0}, kind="step") for k in range(500)])
    assert len(kept.frames) <= 50
