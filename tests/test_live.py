"""The lane is fair, and nothing of a visitor outlives the visitor's wish."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator

import gradio as gr
import numpy as np
import pytest

from playground import live
from playground.errors import BadInput, Busy
from playground.live import Cache, Lane, Update
from playground.registry import FAMILIES
from playground.spec import Frame
from playground.ui import controls

CLOSED: list[str] = []


# Engines that compute nothing. They are reached by dotted name, as every engine is.


def ticks(*, total: int = 5, cost: float = 0.0, tag: str = "") -> Iterator[Frame]:
    """`total` Frames, `cost` seconds each, stamped with `tag`."""
    try:
        for i in range(total):
            time.sleep(cost)
            yield Frame(i, total, {"tag": np.frombuffer(tag.encode(), np.uint8)}, {"i": float(i)}, kind="step")
    finally:
        CLOSED.append(tag)


def tocks(**values) -> Iterator[Frame]:
    return ticks(**values)


def breaks(*, after: int = 0) -> Iterator[Frame]:
    yield from ticks(total=after)
    raise ZeroDivisionError


def shows(*, image: np.ndarray | None = None, strokes: str = "") -> Iterator[Frame]:
    return ticks(total=3)


def refuses() -> Iterator[Frame]:
    raise BadInput("Not like this.")


tick_1 = tick_2 = tick_3 = tick_4 = tick_5 = ticks  # a visitor has one run of each function
MANY = tuple(f"{__name__}:tick_{i}" for i in range(1, 6))
NAMES = ("ticks", "tocks", "breaks", "refuses", "shows")
TICKS, TOCKS, BREAKS, REFUSES, SHOWS = (f"{__name__}:{name}" for name in NAMES)
ENGINES = [engine for family in FAMILIES for engine in family.engines]
ENDLESS = {"total": 10**9, "cost": 0.001}


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """A lane and a cache of this test's own, and short turns."""
    monkeypatch.setattr(live, "LANE", Lane())
    monkeypatch.setattr(live, "CACHE", Cache(2**20))
    monkeypatch.setattr(live, "_warming", {})
    monkeypatch.setattr(live, "TURN_SECONDS", 0.01)
    CLOSED.clear()
    yield
    assert live.LANE.runs == 0 and not live._stops, "a run was left behind"


def frames(updates: list[Update]) -> list[Frame]:
    return [frame for update in updates for frame in update.frames]


def tags(updates: list[Update]) -> set[str]:
    return {frame.arrays["tag"].tobytes().decode() for frame in frames(updates)}


def test_a_run_brings_every_frame_in_order_and_ends():
    updates = list(live.run(TICKS, {"total": 7}, "anna"))
    assert [frame.step for frame in frames(updates)] == list(range(7))
    assert [update.running for update in updates] == [True] * (len(updates) - 1) + [False]
    assert len(updates[0].frames) == 1, "the first frame comes at once"
    assert not any(update.cached for update in updates)


def test_time_left_is_estimated_from_the_pace():
    updates = list(live.run(TICKS, {"total": 20, "cost": 0.01}, "anna"))
    estimates = [update.seconds_left for update in updates if update.running]
    assert 0.1 < estimates[0] < 2 and estimates[-1] < estimates[0]


# Fairness


def turns_of(runs: list[tuple[str, str]]) -> Counter[str]:
    """How many turns each visitor gets in three seconds of endless (visitor, function) runs."""
    turns, over = Counter(), threading.Event()

    def visit(name: str, function: str) -> None:
        run = live.run(function, ENDLESS | {"tag": name}, name)
        for update in run:
            turns[name] += bool(update.frames)
            if over.is_set():
                break
        run.close()

    visitors = [threading.Thread(target=visit, args=one) for one in runs]
    for visitor in visitors:
        visitor.start()
    time.sleep(3)
    over.set()
    for visitor in visitors:
        visitor.join(10)
    return turns


def test_four_visitors_get_the_same_number_of_turns():
    turns = turns_of([(name, TICKS) for name in "abcd"])
    assert len(turns) == 4 and min(turns.values()) > 10
    assert min(turns.values()) > 0.7 * max(turns.values()), turns


def test_five_runs_of_one_visitor_get_the_turns_of_one():
    turns = turns_of([("anna", function) for function in MANY] + [("bert", TICKS)])
    assert len(turns) == 2 and min(turns.values()) > 10
    assert min(turns.values()) > 0.7 * max(turns.values()), turns


def order_of(lane: Lane, waits: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The order in which (visitor, since) come to their turns on a lane that is taken until all wait."""
    order, waiters = [], []

    def wait(visitor: str, since: float) -> None:
        assert lane.take(visitor, since, 10) == 0
        order.append((visitor, since))
        lane.release()

    for one in waits:
        waiters.append(threading.Thread(target=wait, args=one))
        waiters[-1].start()
    while len(lane._waiting) < len(waits):
        time.sleep(0.001)
    lane.release()
    for waiter in waiters:
        waiter.join(10)
    return order


def test_who_waits_longest_goes_first():
    lane = Lane()
    assert lane.take("zoe", 0.0, 1) == 0
    assert order_of(lane, [("c", 3.0), ("a", 1.0), ("b", 2.0)]) == [("a", 1.0), ("b", 2.0), ("c", 3.0)]


def test_who_was_served_longest_ago_goes_first():
    lane = Lane()
    for visitor in ("anna", "bert", "carl"):
        assert lane.take(visitor, 0.0, 1) == 0
        if visitor != "carl":
            lane.release()
    waits = [("carl", 1.0), ("bert", 2.0), ("anna", 3.0), ("new", 4.0)]
    assert order_of(lane, waits) == waits[::-1]


def test_a_second_run_waits_behind_who_has_had_none():
    """Anna's five runs were all waiting before bert's first: he still comes second."""
    lane = Lane()
    assert lane.take("zoe", 0.0, 1) == 0
    order = order_of(lane, [("anna", float(i)) for i in range(1, 6)] + [("bert", 6.0)])
    assert order[:2] == [("anna", 1.0), ("bert", 6.0)], order


def test_the_lane_holds_one_at_a_time():
    lane, inside, most = Lane(), [], []

    def visit(name: str) -> None:
        for _ in range(30):
            while lane.take(name, time.monotonic(), 0.05):
                pass
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.0005)
            inside.pop()
            lane.release()

    visitors = [threading.Thread(target=visit, args=(name,)) for name in "aabcde"]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(30)
    assert max(most) == 1 and len(most) == 180


def test_who_waits_sees_the_place_in_line(monkeypatch):
    monkeypatch.setattr(live, "WAIT_REPORT_SECONDS", 0.02)
    assert live.LANE.take("bert", 0.0, 1) == 0
    run = live.run(TICKS, {}, "anna")
    update = next(run)
    assert update.position == 1 and update.running and not update.frames
    live.LANE.release()
    assert len(frames(list(run))) == 5


def test_who_waits_can_stop(monkeypatch):
    monkeypatch.setattr(live, "WAIT_REPORT_SECONDS", 0.02)
    assert live.LANE.take("bert", 0.0, 1) == 0
    run = live.run(TICKS, {}, "anna")
    next(run)
    live.stop("anna", TICKS)
    assert not list(run)[-1].running
    live.LANE.release()


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
    assert live.LANE.runs == 1
    run.close()
    assert live.LANE.runs == 0 and CLOSED == ["anna"]
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


def test_an_unattended_run_ends_in_one_sentence(monkeypatch):
    monkeypatch.setattr(live, "RUN_SECONDS", 0.1)
    seen: list[Update] = []
    with pytest.raises(Busy) as caught:
        seen.extend(live.run(TICKS, ENDLESS | {"tag": "anna"}, "anna"))
    assert str(caught.value).endswith(".") and "fewer" in str(caught.value)
    assert CLOSED == ["anna"] and live.LANE.runs == 0


def test_waiting_for_others_does_not_count_against_a_run(monkeypatch):
    """0.2 s of turns among four visitors are 0.8 s on the clock."""
    monkeypatch.setattr(live, "RUN_SECONDS", 0.5)
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
    runs = [live.run(name, ENDLESS, "anna") for name in (TICKS, TOCKS)]
    for run in runs:
        next(run)
    live.stop("anna")
    assert all(not list(run)[-1].running for run in runs)


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
    monkeypatch.setattr(live, "MAX_RUNS", 3)
    runs = [live.run(TICKS, ENDLESS, name) for name in "abc"]
    for run in runs:
        next(run)
    with pytest.raises(Busy) as caught:
        next(live.run(TICKS, ENDLESS, "d"))
    assert str(caught.value).endswith(".") and "try again" in str(caught.value)
    runs[0].close()
    late = live.run(TICKS, ENDLESS, "d")
    assert frames([next(late)])
    for run in (*runs, late):
        run.close()


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_broken_engine_frees_the_lane(after):
    with pytest.raises(ZeroDivisionError):
        list(live.run(BREAKS, {"after": after}, "anna"))
    assert live.LANE.take("bert", 0.0, 0.1) == 0
    live.LANE.release()
    assert live.LANE.runs == 0


@pytest.mark.parametrize(
    ("function", "error"),
    [(REFUSES, BadInput), (f"{__name__}:nowhere", AttributeError), ("no.such.module:engine", ImportError)],
)
def test_an_engine_that_does_not_start_frees_the_lane(function, error):
    with pytest.raises(error):
        list(live.run(function, {}, "anna"))
    assert len(frames(list(live.run(TICKS, {}, "bert")))) == 5


# The cache


def test_same_values_are_computed_once():
    first = list(live.run(TICKS, {"total": 3}, "anna"))
    (again,) = live.run(TICKS, {"total": 3}, "bert")
    assert again.cached and not again.running
    assert list(again.frames) == frames(first)


@pytest.mark.parametrize("other", [{"total": 4}, {"total": 3, "tag": "x"}, {"total": 3.0}])
def test_other_values_are_computed_anew(other):
    list(live.run(TICKS, {"total": 3}, "anna"))
    run = live.run(TICKS, other, "anna")
    try:
        assert not next(run).cached
    except TypeError:
        assert other == {"total": 3.0}, "range() took what was not cached"
    run.close()


OWN = {"image": np.zeros((8, 8, 3), np.uint8), "strokes": "1,2 3,4"}


@pytest.mark.parametrize("own", [{name: value} for name, value in OWN.items()], ids=OWN)
def test_a_visitors_own_picture_is_not_kept(own):
    assert live._key(SHOWS, own) is None
    for _ in range(2):
        updates = list(live.run(SHOWS, own, "anna"))
        assert len(frames(updates)) == 3 and not any(update.cached for update in updates)
    assert not live.CACHE._runs


def test_a_visitors_own_text_is_not_kept_and_the_pages_own_texts_are():
    engine = next(engine for engine in ENGINES if any(param.kind == "text" for param in engine.params))
    (text,) = (param.name for param in engine.params if param.kind == "text")
    offered = [engine.defaults() | dict(preset.values) for preset in engine.presets]
    assert all(live._key(engine.function, values) for values in offered)
    assert live._key(engine.function, engine.defaults() | {text: "my own words"}) is None
    assert live._key(SHOWS, {"data": b"my own file"}) is None


def test_no_picture_and_no_drawing_are_kept():
    none = {"image": None, "strokes": ""}
    list(live.run(SHOWS, none, "anna"))
    (again,) = live.run(SHOWS, none, "bert")
    assert again.cached


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_what_the_page_sends_finds_the_defaults_run(engine):
    """JavaScript writes 2.0 as 2, and has no tuples: the first screen must still be found in the cache."""
    with gr.Blocks():
        made = controls.build("any", engine)
    sent = [int(v) if isinstance(v, float) and v.is_integer() else v for v in engine.defaults().values()]
    values = made.values(json.loads(json.dumps(sent)))
    assert live._key(engine.function, values) == live._key(engine.function, engine.defaults()) is not None


def test_half_a_run_is_not_kept():
    run = live.run(TICKS, {"total": 3, "cost": 0.02}, "anna")
    next(run)
    live.stop("anna")
    list(run)
    again = live.run(TICKS, {"total": 3, "cost": 0.02}, "anna")
    assert not next(again).cached
    again.close()


def test_the_cache_drops_what_was_used_least():
    def result(i: int) -> tuple[Frame, ...]:
        return (Frame(0, 1, {"x": np.full(1000, i, np.uint8)}, kind="step"),)

    cache = Cache(3 * 1500)
    for i in range(3):
        cache.put(i, result(i))
    cache.put(0, result(0))
    assert cache.get(0)
    cache.put(3, result(3))
    assert cache.get(1) is None and all(cache.get(i) for i in (0, 2, 3))
    cache.put("huge", (Frame(0, 1, {"x": np.zeros(10_000, np.uint8)}, kind="step"),))
    assert cache.get("huge") is None and cache._bytes == 0


# Small things


def test_a_call_takes_one_turn():
    assert live.call("builtins:sum", [1, 2, 3]) == 6
    with pytest.raises(TypeError):
        live.call("builtins:sum", None)
    assert live.call("builtins:sum", [1]) == 1, "a fault must not keep the turn"
    assert live.LANE.runs == 0


def test_a_call_is_refused_when_the_lane_is_full(monkeypatch):
    monkeypatch.setattr(live, "MAX_RUNS", 0)
    with pytest.raises(Busy):
        live.call("builtins:sum", [1])


def test_warming_survives_a_fault():
    live.warm([(BREAKS, {}), (TICKS, {"total": 2})])
    (update,) = live.run(TICKS, {"total": 2}, "anna")
    assert update.cached


def test_a_run_that_the_warm_up_computes_is_waited_for(monkeypatch):
    monkeypatch.setattr(live, "WAIT_REPORT_SECONDS", 0.02)
    values, joined = {"total": 20, "cost": 0.01, "tag": "warm"}, []
    join = live.LANE.join
    monkeypatch.setattr(live.LANE, "join", lambda: joined.append(1) or join())
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
    while not live._warming:
        time.sleep(0.001)
    began = time.monotonic()
    assert len(frames(list(live.run(TICKS, {"total": 3}, "anna")))) == 3
    assert time.monotonic() - began < 0.5 and warming.is_alive()
    live.stop(live.WARM_UP)
    warming.join(10)


def test_who_waits_for_the_warm_up_can_stop(monkeypatch):
    monkeypatch.setattr(live, "WAIT_REPORT_SECONDS", 0.02)
    values = {"total": 100, "cost": 0.01}
    warming = threading.Thread(target=live.warm, args=([(TICKS, values)],))
    warming.start()
    while not live._warming:
        time.sleep(0.001)
    run = live.run(TICKS, values, "anna")
    assert next(run).running
    live.stop("anna", TICKS)
    rest = list(run)
    assert not rest[-1].running and not frames(rest) and warming.is_alive()
    live.stop(live.WARM_UP)
    warming.join(10)


def test_a_broken_warm_up_keeps_nobody_waiting():
    live.warm([(BREAKS, {"after": 1})])
    with pytest.raises(ZeroDivisionError):
        list(live.run(BREAKS, {"after": 1}, "anna"))


def test_the_code_shown_is_the_code_that_runs():
    assert live.source(TICKS).startswith("def ticks(*, total: int = 5")
