"""A run takes its turns, and nothing of a visitor outlives the visitor's wish."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from playground import live
from playground.errors import BadInput, Busy
from playground.live import Update, lane, loading, runs
from playground.spec import Frame
from tests.live.ticking import BREAKS, CLOSED, ENDLESS, REFUSES, TICKS, TOCKS, frames, tags, ticks

tick_1 = tick_2 = tick_3 = tick_4 = tick_5 = ticks  # a visitor has one run of each function
STEPPING_ON = f"{__name__}:stepping_on"
PULSING = f"{__name__}:pulsing"
PICTURED = f"{__name__}:pictured"
MANY = tuple(f"{__name__}:tick_{i}" for i in range(1, 6))


def pictured(*, picture: np.ndarray, **values) -> Iterator[Frame]:
    return ticks(**values)


def stepping_on() -> Iterator[Frame]:
    """A step and the beginning of the next, over and over."""
    for i in range(1000):
        yield Frame(i, 1000, kind="step")
        yield Frame(i + 1, 1001, stats={"progress": 0.5}, kind="progress")


def pulsing() -> Iterator[Frame]:
    for i in range(40):
        time.sleep(0.02)
        yield Frame(0, 2, stats={"progress": i / 40}, kind="progress")
    for i in range(2):
        yield Frame(i, 2, kind="step")
        time.sleep(0.05)


def test_a_run_brings_every_frame_in_order_and_ends():
    updates = list(live.run(TICKS, {"total": 7}, "anna"))
    assert [frame.step for frame in frames(updates)] == list(range(7))
    assert [update.running for update in updates] == [True] * (len(updates) - 1) + [False]
    assert len(updates[0].frames) == 1, "the first frame comes at once"
    assert not any(update.cached for update in updates)


def test_how_much_of_a_step_is_done_is_told_now_and_then_and_a_step_at_once():
    updates = [update for update in live.run(PULSING, {}, "anna") if not update.warming]
    assert len(updates[0].frames) == 1
    assert len(updates) < 8, "40 of progress in 0.8 seconds"
    assert [frame.kind for frame in frames(updates)] == ["progress"] * 40 + ["step", "step"]
    assert updates[-2].frames[-1].kind == "step", "it does not wait for the next"


def test_a_step_that_a_stop_comes_after_is_told():
    run = live.run(STEPPING_ON, {}, "anna")
    told = [next(run), next(run)]
    live.stop("anna")
    told += run
    steps = [frame.step for frame in frames(told) if frame.kind == "step"]
    assert len(steps) > 2 and steps == list(range(len(steps)))


def test_time_left_is_estimated_from_the_pace():
    updates = list(live.run(TICKS, {"total": 20, "cost": 0.01}, "anna"))
    estimates = [update.seconds_left for update in updates if update.running]
    assert 0.1 < estimates[0] < 2 and estimates[-1] < estimates[0]


# Company


def turns_of(visits: list[tuple[str, str]]) -> Counter[str]:
    """How many turns each visitor gets in three seconds of endless runs, (visitor, function)."""
    turns, over = Counter(), threading.Event()

    def visit(name: str, function: str) -> None:
        run = live.run(function, ENDLESS | {"tag": name}, name)
        for update in run:
            turns[name] += bool(update.frames)
            if over.is_set():
                break
        run.close()

    visitors = [threading.Thread(target=visit, args=one) for one in visits]
    for visitor in visitors:
        visitor.start()
    time.sleep(3)
    over.set()
    for visitor in visitors:
        visitor.join(10)
    return turns


@pytest.mark.slow
def test_four_visitors_get_the_same_number_of_turns():
    turns = turns_of([(name, TICKS) for name in "abcd"])
    assert len(turns) == 4 and min(turns.values()) > 10
    assert min(turns.values()) > 0.7 * max(turns.values()), turns


@pytest.mark.slow
def test_five_runs_of_one_visitor_get_the_turns_of_one():
    turns = turns_of([("anna", function) for function in MANY] + [("bert", TICKS)])
    assert len(turns) == 2 and min(turns.values()) > 10
    assert min(turns.values()) > 0.7 * max(turns.values()), turns


def test_who_waits_sees_the_place_in_line(monkeypatch):
    monkeypatch.setattr(lane, "WAIT_REPORT_SECONDS", 0.02)
    assert lane.LANE.take("bert", 0.0, 1) == 0
    run = live.run(TICKS, {}, "anna")
    update = next(run)
    assert update.position == 1 and update.running and not update.frames
    lane.LANE.release()
    assert len(frames(list(run))) == 5


def test_who_waits_can_stop(monkeypatch):
    monkeypatch.setattr(lane, "WAIT_REPORT_SECONDS", 0.02)
    assert lane.LANE.take("bert", 0.0, 1) == 0
    run = live.run(TICKS, {}, "anna")
    next(run)
    live.stop("anna", TICKS)
    assert not list(run)[-1].running
    lane.LANE.release()


# Ends


def test_stop_ends_a_run_and_closes_its_engine():
    run = live.run(TICKS, ENDLESS | {"tag": "anna"}, "anna")
    next(run)
    live.stop("anna", TICKS)
    rest = list(run)
    assert not rest[-1].running and not frames(rest)
    assert CLOSED == ["anna"]


def test_stop_reaches_only_that_function_of_that_visitor():
    mine, other, bert = (
        live.run(TICKS, ENDLESS, "anna"),
        live.run(TOCKS, ENDLESS, "anna"),
        live.run(TICKS, ENDLESS, "bert"),
    )
    for run in (mine, other, bert):
        next(run)
    live.stop("anna", TICKS)
    assert not list(mine)[-1].running
    assert next(other).running and next(bert).running
    live.stop("anna")
    assert not list(other)[-1].running and next(bert).running
    bert.close()


def test_closing_frees_the_place():
    run = live.run(TICKS, ENDLESS | {"tag": "anna"}, "anna")
    next(run)
    assert lane.LANE.runs == 1
    run.close()
    assert lane.LANE.runs == 0 and CLOSED == ["anna"]
    assert len(frames(list(live.run(TICKS, {}, "bert")))) == 5


def test_a_newer_run_ends_the_older():
    older = live.run(TICKS, ENDLESS | {"tag": "older"}, "anna")
    next(older)
    newer = live.run(TICKS, ENDLESS | {"tag": "newer"}, "anna")
    assert tags([next(newer)]) == {"newer"}
    rest = list(older)
    assert not rest[-1].running and not frames(rest)
    assert tags([next(newer)]) == {"newer"}, "the older's end must not end the newer"
    newer.close()


def test_the_same_asked_again_lets_the_run_go_on():
    values = ENDLESS | {"tag": "one", "picture": np.zeros(3)}
    first = live.run(PICTURED, values, "anna")
    next(first)
    assert list(live.run(PICTURED, dict(reversed((values | {"picture": np.zeros(3)}).items())), "anna")) == []
    assert tags([next(first)]) == {"one"}
    other = live.run(PICTURED, values | {"picture": np.ones(3)}, "anna")
    assert tags([next(other)]) == {"one"} and not list(first)[-1].running
    live.stop("anna")
    again = live.run(PICTURED, values | {"picture": np.ones(3)}, "anna")
    assert next(again).frames, "a run that was told to stop is begun again"
    again.close()
    other.close()
    assert not runs._asked


def test_an_unattended_run_ends_in_one_sentence(monkeypatch):
    monkeypatch.setattr(runs, "RUN_SECONDS", 0.1)
    seen: list[Update] = []
    with pytest.raises(Busy) as caught:
        for update in live.run(TICKS, ENDLESS | {"tag": "anna"}, "anna"):
            seen.append(update)  # what has come stays when the run is refused its next turn
    assert frames(seen) and (seen[-1].running, seen[-1].ended) == (False, "limit")
    assert all(update.running for update in seen[:-1])
    assert str(caught.value).endswith(".") and "fewer" in str(caught.value)
    assert CLOSED == ["anna"] and lane.LANE.runs == 0


def test_a_run_that_is_stopped_says_so():
    run = live.run(TICKS, ENDLESS, "anna")
    first = next(run)
    live.stop("anna")
    assert (first.ended, list(run)[-1].ended) == ("", "stopped")
    assert list(live.run(TICKS, {"total": 1}, "anna"))[-1].ended == ""


def test_waiting_for_others_does_not_count_against_a_run(monkeypatch):
    """0.2 s of turns among four visitors are 0.8 s on the clock."""
    monkeypatch.setattr(runs, "RUN_SECONDS", 0.5)
    done: list[list[Frame]] = []

    def visit(name: str) -> None:
        done.append(frames(list(live.run(TICKS, {"total": 20, "cost": 0.01, "tag": name}, name))))

    visitors = [threading.Thread(target=visit, args=(name,)) for name in "abcd"]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(20)
    assert [len(found) for found in done] == [20] * 4


def test_a_visitor_leaves_and_all_runs_end():
    several = [live.run(name, ENDLESS, "anna") for name in (TICKS, TOCKS)]
    for run in several:
        next(run)
    live.stop("anna")
    assert all(not list(run)[-1].running for run in several)


def test_visitors_never_see_each_others_frames():
    seen: dict[str, list[Update]] = {}

    def visit(name: str) -> None:
        seen[name] = list(live.run(TICKS, {"total": 60, "cost": 0.001, "tag": name}, name))

    visitors = [threading.Thread(target=visit, args=(name,)) for name in "abc"]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(20)
    for name, updates in seen.items():
        assert tags(updates) == {name}
        assert [frame.step for frame in frames(updates)] == list(range(60))


# Full, broken


def test_too_many_runs_are_refused_in_one_sentence(monkeypatch):
    monkeypatch.setattr(lane, "MAX_RUNS", 3)
    several = [live.run(TICKS, ENDLESS, name) for name in "abc"]
    for run in several:
        next(run)
    with pytest.raises(Busy) as caught:
        next(live.run(TICKS, ENDLESS, "d"))
    assert str(caught.value).endswith(".") and "try again" in str(caught.value)
    several[0].close()
    late = live.run(TICKS, ENDLESS, "d")
    assert frames([next(late)])
    for run in (*several, late):
        run.close()


def test_one_visitor_cannot_hold_all_places(monkeypatch):
    """The others still get in, a newer run of the same function too, and another one once one has ended."""
    monkeypatch.setattr(runs, "MAX_OF_ONE", 3)
    held = [live.run(function, {"total": 100}, "anna") for function in MANY[:3]]
    assert all(next(run).frames for run in held)
    with pytest.raises(Busy, match=r"^3 runs of yours are going on already: stop one of them first\.$"):
        next(live.run(MANY[3], {"total": 3}, "anna"))
    assert len(frames(list(live.run(MANY[3], {"total": 3}, "ben")))) == 3
    assert len(frames(list(live.run(MANY[0], {"total": 4}, "anna")))) == 4
    for run in held:
        run.close()
    assert len(frames(list(live.run(MANY[3], {"total": 3}, "anna")))) == 3


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_broken_engine_frees_the_lane(after):
    with pytest.raises(ZeroDivisionError):
        list(live.run(BREAKS, {"after": after}, "anna"))
    assert lane.LANE.take("bert", 0.0, 0.1) == 0
    lane.LANE.release()
    assert lane.LANE.runs == 0


@pytest.mark.parametrize(
    ("function", "error"),
    [(REFUSES, BadInput), (f"{__name__}:nowhere", AttributeError), ("no.such.module:engine", ImportError)],
)
def test_an_engine_that_does_not_start_frees_the_lane(function, error):
    with pytest.raises(error):
        list(live.run(function, {}, "anna"))
    assert len(frames(list(live.run(TICKS, {}, "bert")))) == 5


# Small things


def test_a_call_takes_one_turn():
    assert live.call("builtins:sum", [1, 2, 3]) == 6
    with pytest.raises(TypeError):
        live.call("builtins:sum", None)
    assert live.call("builtins:sum", [1]) == 1, "a fault must not keep the turn"
    assert lane.LANE.runs == 0


def test_a_call_is_refused_when_the_lane_is_full(monkeypatch):
    monkeypatch.setattr(lane, "MAX_RUNS", 0)
    with pytest.raises(Busy):
        live.call("builtins:sum", [1])


@pytest.fixture
def slow(tmp_path, monkeypatch) -> str:
    """A function whose module takes its time to be imported."""
    (tmp_path / "slowly_there.py").write_text(
        "import time\ntime.sleep(1.0)\nfrom tests.live.ticking import ticks as slow_ticks\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield "slowly_there:slow_ticks"
    sys.modules.pop("slowly_there", None)
    loading._threads.pop("slowly_there", None)


def test_nobody_waits_while_anothers_engine_is_imported(slow, monkeypatch):
    monkeypatch.setattr(lane, "WAIT_REPORT_SECONDS", 0.02)
    monkeypatch.setattr(runs, "SAY_AGAIN_SECONDS", 0.1)
    run = live.run(slow, {"total": 3}, "anna")
    assert next(run).warming
    began = time.monotonic()
    assert len(frames(list(live.run(TICKS, {"total": 3}, "ben")))) == 3
    assert time.monotonic() - began < 0.5
    began = time.monotonic()
    *waits, last = run
    assert 1 <= sum(update.warming for update in waits) <= 2 + (time.monotonic() - began) / 0.1 and not last.running
    assert len(frames([*waits, last])) == 3
    assert not any(update.warming for update in live.run(slow, {"total": 4}, "anna"))


def test_who_waits_for_an_import_can_stop(slow, monkeypatch):
    monkeypatch.setattr(lane, "WAIT_REPORT_SECONDS", 0.02)
    run = live.run(slow, {"total": 3}, "anna")
    assert next(run).warming
    live.stop("anna")
    rest = list(run)
    assert not rest[-1].running and not frames(rest) and loading.begin(slow).is_alive()


@pytest.mark.slow
def test_other_modules_are_imported_after_the_warm_up(slow):
    live.warm([(TICKS, {"total": 2})], [slow, "playground.no_such_module:function"])
    assert not loading.begin(slow).is_alive() and "slowly_there" in sys.modules


def test_warming_survives_a_fault():
    live.warm([(BREAKS, {}), (TICKS, {"total": 2})])
    (update,) = live.run(TICKS, {"total": 2}, "anna")
    assert update.cached


def test_a_run_that_the_warm_up_computes_is_waited_for(monkeypatch):
    monkeypatch.setattr(lane, "WAIT_REPORT_SECONDS", 0.02)
    values, joined = {"total": 20, "cost": 0.01, "tag": "warm"}, []
    join = lane.LANE.join
    monkeypatch.setattr(lane.LANE, "join", lambda visitor: joined.append(1) or join(visitor))
    warming = threading.Thread(target=live.warm, args=([(TICKS, values)],))
    warming.start()
    while not joined:
        time.sleep(0.001)
    *waits, last = live.run(TICKS, values, "anna")
    warming.join(10)
    assert waits and all(update.running and not update.frames for update in waits)
    assert last.cached and len(last.frames) == 20
    assert joined == [1] and CLOSED == ["warm"], "it was computed twice"


def test_other_values_do_not_wait_for_the_warm_up():
    warming = threading.Thread(target=live.warm, args=([(TICKS, {"total": 100, "cost": 0.01})],))
    warming.start()
    while not runs._warming:
        time.sleep(0.001)
    began = time.monotonic()
    assert len(frames(list(live.run(TICKS, {"total": 3}, "anna")))) == 3
    assert time.monotonic() - began < 0.5 and warming.is_alive()
    live.stop(runs.WARM_UP)
    warming.join(10)


def test_a_run_that_the_warm_up_has_not_begun_is_not_waited_for():
    """Who opens the last family's page at the start does not wait for the runs of all others."""
    long, mine = {"total": 100, "cost": 0.01}, {"total": 3, "tag": "mine"}
    warming = threading.Thread(target=live.warm, args=([(TICKS, long), (TICKS, mine)],))
    warming.start()
    while not runs._warming:
        time.sleep(0.001)
    began = time.monotonic()
    assert len(frames(list(live.run(TICKS, mine, "anna")))) == 3
    assert time.monotonic() - began < 0.5 and warming.is_alive()
    live.stop(runs.WARM_UP)
    warming.join(10)


def test_who_waits_for_the_warm_up_can_stop(monkeypatch):
    monkeypatch.setattr(lane, "WAIT_REPORT_SECONDS", 0.02)
    values = {"total": 100, "cost": 0.01}
    warming = threading.Thread(target=live.warm, args=([(TICKS, values)],))
    warming.start()
    while not runs._warming:
        time.sleep(0.001)
    run = live.run(TICKS, values, "anna")
    assert next(run).running
    live.stop("anna", TICKS)
    rest = list(run)
    assert not rest[-1].running and not frames(rest) and warming.is_alive()
    live.stop(runs.WARM_UP)
    warming.join(10)


def test_a_broken_warm_up_keeps_nobody_waiting():
    live.warm([(BREAKS, {"after": 1})])
    with pytest.raises(ZeroDivisionError):
        list(live.run(BREAKS, {"after": 1}, "anna"))


def test_the_code_shown_is_the_code_that_runs():
    assert live.source(TICKS).startswith("def ticks(*, total: int = 5")
