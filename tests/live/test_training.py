"""A live training is its visitor's own: it obeys the next order, goes on no longer than it is wanted, and is fair."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from playground import live
from playground.engines.gan.duel import duel
from playground.errors import BadInput, Busy
from playground.live import Update, lane, owners, runs, training
from playground.live.training import ENDS, NEXT, State
from playground.registry import FAMILIES
from playground.spec import Frame, Order
from playground.ui import events
from tests.live.ticking import CLOSED

# A live engine that adds `rate` to x at each step. Like all engines, it is reached by dotted name.


def counts(
    *, steps: int = 10**9, cost: float = 0.001, rate: int = 1, tag: str = "", fails: int = -1, diverges: int = -1
) -> Generator[Frame | None, Order | None, None]:
    done = x = 0

    def frame(**stats: float) -> Frame:
        kind = "diverged" if "diverged" in stats else "step"
        return Frame(
            done, steps + 1, {"tag": np.frombuffer(tag.encode(), np.uint8)}, {"x": float(x), **stats}, kind=kind
        )

    try:
        order = yield frame()
        while done < steps:
            rate, steps = order.changes.get("rate", rate), order.changes.get("steps", steps)
            if order.do == "look":
                order = yield frame()
                continue
            time.sleep(cost)
            done, x = done + 1, x + rate
            if done == fails:
                raise BadInput("Not further than this.")
            stats = {"diverged": float(done)} if done == diverges else {"slow": 1.0} if order.do == "slow" else {}
            order = yield frame(**stats) if order.look or stats or done == steps else None
    finally:
        CLOSED.append(tag)


def refuses() -> Iterator[Frame]:
    raise BadInput("Not like this.")
    yield


also_counts = counts
COUNTS, ALSO, REFUSES = (f"{__name__}:{name}" for name in ("counts", "also_counts", "refuses"))
GAN = next(family for family in FAMILIES if family.stem == "gan").engine("duel")


class Page:
    """A page that shows one training: it follows the updates in a thread, as Gradio does, and gives orders."""

    def __init__(self, visitor: str = "anna", function: str = COUNTS, do: str = "look", **values) -> None:
        self.visitor, self.function, self.values = visitor, function, values
        self.updates: list[Update] = []
        self.error: Exception | None = None
        self._train = live.train(function, values, visitor, do)
        self._begin()

    def _begin(self) -> None:
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()

    def _follow(self) -> None:
        try:
            for update in self._train:
                self.updates.append(update)
        except Exception as error:
            self.error = error

    def steer(self, do: str, **changes) -> None:
        self.values |= changes
        wait_for(lambda: live.steer(self.function, self.values, self.visitor, do), 5)  # until its training is known

    def settle(self) -> int:
        """Where it stands once it neither plays nor computes."""
        wait_for(lambda: not self.updates[-1].playing and lane.LANE.runs == 0)
        time.sleep(0.05)
        self.steer("look")
        time.sleep(0.05)
        return self.frames[-1].step

    @property
    def frames(self) -> list[Frame]:
        return [frame for update in list(self.updates) for frame in update.frames]

    @property
    def ended(self) -> str:
        return self.updates[-1].ended if self.updates else ""

    def at(self, step: int) -> Frame:
        """The first Frame of that step or a later one, once it is there."""
        wait_for(lambda: any(frame.step >= step for frame in self.frames))
        return next(frame for frame in self.frames if frame.step >= step)

    def end(self, seconds: float = 3.0) -> None:
        self._follower.join(seconds)
        assert not self._follower.is_alive(), "the training goes on"


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.002)


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "training"]


@pytest.fixture(autouse=True)
def trainings_end(fresh, monkeypatch):
    """Afterwards nothing of any visitor is left."""
    monkeypatch.setattr(lane, "WAIT_REPORT_SECONDS", 0.05)
    yield
    for visitor in ("anna", "bert", *"abcd"):
        live.stop(visitor)
        live.leave(visitor)
    wait_for(
        lambda: not threads() and not owners._held and not owners._owned and not runs._stops and lane.LANE.runs == 0
    )


# Orders


def test_it_stands_ready_and_waits():
    page = Page(do="look")
    page.at(0)
    time.sleep(0.1)
    assert {frame.step for frame in page.frames} == {0} and not page.updates[-1].playing and page.updates[-1].running


def test_play_goes_on_and_pause_holds():
    page = Page(do="play")
    page.at(20)
    assert page.updates[-1].playing
    page.steer("pause")
    held = page.settle()
    time.sleep(0.1)
    page.steer("look")
    time.sleep(0.05)
    assert page.frames[-1].step == held and not page.updates[-1].playing, "looking is not playing"
    page.steer("play")
    page.at(held + 10)


def test_it_is_paused_only_when_its_last_turn_is_told():
    page = Page(do="play", cost=0.02)
    for _ in range(8):
        page.at(page.frames[-1].step + 1 if page.frames else 1)
        page.steer("pause")
        wait_for(lambda: not page.updates[-1].playing)
        told = page.frames[-1].step
        time.sleep(0.04)
        assert page.frames[-1].step == told
        page.steer("play")


def test_one_control_alone_may_move():
    page = Page(do="look", rate=3)
    page.at(0)
    assert live.controls(COUNTS, "anna") == {"rate": 3} and live.controls(COUNTS, "bert") == {}
    assert live.steer(COUNTS, {"cost": 0.001}, "anna", "both")
    page.at(1)
    assert live.controls(COUNTS, "anna") == {"rate": 3, "cost": 0.001}
    assert [change[1:] for change in page.updates[-1].changes] == [("cost", 0.001)]


def test_two_controls_that_move_together_do_not_take_each_other_back(monkeypatch):
    """The second was read while the first was on its way."""
    page = Page("anna", GAN.function, **SMALL)
    page.at(0)
    asker = SimpleNamespace(session_hash="anna")
    stale = live.controls(GAN.function, "anna")
    events.steer(GAN, {"loss": "hinge"}, asker, "look")
    with monkeypatch.context() as patch:
        patch.setattr(live, "controls", lambda *_: stale)
        events.steer(GAN, {"g_rate": 0.002}, asker, "look")
    now = live.controls(GAN.function, "anna")
    assert (now["loss"], now["g_rate"]) == ("hinge", 0.002)


@pytest.mark.parametrize("do", ["both", "D", "G", "slow"])
def test_a_step_is_one_step_and_pauses(do):
    page = Page(do="play")
    page.at(5)
    page.steer(do)
    before = page.settle()
    page.steer(do)
    page.at(before + 1)
    time.sleep(0.05)
    assert page.frames[-1].step == before + 1
    assert ("slow" in page.frames[-1].stats) == (do == "slow")


def test_looking_does_not_stop_the_play():
    page = Page(do="play")
    page.at(5)
    page.steer("look")
    step = page.frames[-1].step
    page.at(step + 30)
    assert page.updates[-1].playing


def test_every_step_pressed_is_made():
    page = Page(do="look", cost=0.005)
    for _ in range(10):
        page.steer("both")
    page.at(10)
    time.sleep(0.05)
    assert page.frames[-1].step == 10


def test_frames_come_in_order_and_playing_shows_some_of_each_turn():
    page = Page(do="play", steps=300)
    page.end(10)
    steps = [frame.step for frame in page.frames]
    assert steps[0] == 0 and steps[-1] == 300 and all(a < b for a, b in pairwise(steps))
    assert 10 < len(steps) < 200, "neither none nor every one"
    assert page.ended == "finished" and not page.updates[-1].running and CLOSED == [""]


def test_a_diverged_training_pauses():
    page = Page(do="play", diverges=7)
    assert page.at(7).stats["diverged"] == 7
    time.sleep(0.1)
    assert page.frames[-1].step == 7 and not page.updates[-1].playing and page.updates[-1].running
    page.steer("play")
    page.at(20)


# States


class Watched(Frame):
    """A Frame at whose first reading, by the training itself, the visitor presses pause."""

    def __getattribute__(self, name: str) -> object:
        if name == "kind" and not PRESSED and threading.current_thread().name == "training":
            PRESSED.append(live.steer(WATCHED, {}, "anna", "pause"))
        return object.__getattribute__(self, name)


PRESSED: list[bool] = []
WATCHED = f"{__name__}:watched"


def watched() -> Generator[Frame | None, Order | None, None]:
    order = yield Frame(0, 10**9, kind="step")
    for step in range(1, 10**9):
        time.sleep(0.001)
        order = yield Watched(step, 10**9, kind="step") if order.look else None


def test_a_pause_at_the_very_step_that_shows_is_not_lost():
    PRESSED.clear()
    page = Page(function=WATCHED, do="play")
    page.at(1)
    time.sleep(0.1)
    assert PRESSED == [True]
    assert not page.updates[-1].playing and len(page.frames) == 2, "it goes on"


def test_an_end_is_the_end_and_every_other_state_can_come_to_each_end():
    ends = set(ENDS.values())
    assert not [state for state, _ in NEXT if state in ends]
    for state in set(State) - ends:
        assert {NEXT[state, event] for event in ENDS} == ends


def test_no_order_wakes_a_training_that_has_ended():
    page = Page(do="look", steps=5)
    page.at(0)
    (ended,) = owners._owned.values()
    page.steer("play")
    page.end()
    assert ended.state is State.FINISHED
    ended.steer("play", {})
    assert ended.state is State.FINISHED


def test_pause_and_play_within_one_turn_go_on():
    page = Page(do="play", cost=0.02)
    page.at(1)
    for _ in range(20):
        page.steer("pause")
        page.steer("play")
    step = page.frames[-1].step
    page.at(step + 3)
    assert page.updates[-1].playing


# Changes


def test_what_a_link_replays_can_be_written_in_it():
    for engine in (engine for family in FAMILIES for engine in family.engines):
        table = {param.name: param for param in engine.params}
        for name in table if "changes" in table else ():
            assert not table[name].recorded or table[name].kind in ("integer", "number", "choice", "switch", "changes")


def played_out(page: Page) -> tuple[tuple[int, str, object], ...]:
    page.end(10)
    assert page.ended == "finished" and page.error is None
    return page.updates[-1].changes


def test_a_change_acts_on_the_very_next_step():
    page = Page(do="look", rate=1)
    for _ in range(3):
        page.steer("both")
    page.at(3)
    page.steer("both", rate=100)
    assert page.at(4).stats["x"] == 103
    assert page.updates[-1].changes == ((3, "rate", 100),)


@pytest.mark.parametrize("turn", [0.001, 0.05])
def test_changes_while_it_plays_are_noted_where_they_took_hold(monkeypatch, turn):
    """The sum at the end is what the notes say it must be, whenever the changes came."""
    monkeypatch.setattr(training, "LIVE_TURN_SECONDS", turn)
    page = Page(do="play", steps=400, rate=1)
    for rate, step in ((10, 40), (0, 90), (1000, 200)):
        page.at(step)
        page.steer("look", rate=rate)
    noted = played_out(page)
    assert [(name, value) for _, name, value in noted] == [("rate", 10), ("rate", 0), ("rate", 1000)]
    ends = [0, *(step for step, _, _ in noted), 400]
    assert page.frames[-1].stats["x"] == sum(
        rate * (after - before) for rate, (before, after) in zip((1, 10, 0, 1000), pairwise(ends), strict=True)
    )


def test_a_change_while_paused_waits_for_the_next_order():
    page = Page(do="look", rate=1)
    page.at(0)
    page.steer("pause", rate=50)
    page.steer("both")
    assert page.at(1).stats["x"] == 50 and page.updates[-1].changes == ((0, "rate", 50),)


def test_what_did_not_move_is_no_change():
    page = Page(do="look", rate=1, tag="x")
    page.at(0)
    for _ in range(3):
        page.steer("both")
    page.at(3)
    assert page.updates[-1].changes == ()


# The end


def test_stop_ends_the_thread_and_closes_the_engine():
    page = Page(do="play", tag="anna")
    page.at(5)
    assert owners._owned and threads()
    began = time.monotonic()
    live.stop("anna")
    page.end()
    assert time.monotonic() - began < 3 and CLOSED == ["anna"]
    live.leave("anna")
    wait_for(lambda: not threads() and not owners._owned, 3)
    assert page.ended == "stopped" and page.error is None
    assert not live.steer(COUNTS, {}, "anna", "play"), "there is nothing to steer any more"


def test_stop_ends_a_paused_training_and_one_that_waits():
    paused = Page(do="look", tag="paused")
    paused.at(0)
    live.stop("anna", COUNTS)
    paused.end()
    assert lane.LANE.take("bert", 0.0, 1) == 0
    waiting = Page(do="play", tag="waiting")
    wait_for(lambda: bool(waiting.updates) and waiting.updates[-1].position == 1)
    live.stop("anna")
    waiting.end()
    lane.LANE.release()
    assert not waiting.frames


def test_a_closed_page_ends_its_training_after_a_while():
    """Gradio closes the generator of a page that is gone."""
    updates = live.train(COUNTS, {"tag": "anna"}, "anna")
    while not next(updates).frames:
        pass
    updates.close()
    wait_for(lambda: not threads())
    assert CLOSED == ["anna"] and not owners._owned


def test_an_unattended_training_ends(monkeypatch):
    monkeypatch.setattr(training, "IDLE_SECONDS", 0.3)
    page = Page(do="play")
    for _ in range(5):
        time.sleep(0.1)
        page.steer("look")
    assert not page.ended, "whoever touches it is there"
    page.end()
    assert page.ended == "unattended" and CLOSED == [""]


def test_an_engines_error_reaches_the_page():
    page = Page(do="play", fails=7)
    page.end()
    assert isinstance(page.error, BadInput) and page.ended and CLOSED == [""]
    refused = Page(function=REFUSES)
    refused.end()
    assert isinstance(refused.error, BadInput)
    lost = Page(function=f"{__name__}:nowhere")
    lost.end()
    assert isinstance(lost.error, AttributeError)
    assert lane.LANE.take("bert", 0.0, 0.1) == 0, "a fault must not keep the turn"
    lane.LANE.release()


def test_a_newer_training_ends_the_older():
    older = Page(do="play", tag="older")
    older.at(5)
    newer = Page(do="play", tag="newer")
    older.end()
    newer.at(5)
    assert older.ended == "stopped" and "older" in CLOSED
    newer.steer("look")
    newer.at(newer.frames[-1].step + 5)
    assert tags(newer) == {"newer"}, "the older's end must not end the newer"


def test_two_functions_of_one_visitor_go_on_together():
    one, other = Page(do="play", tag="one"), Page(do="play", function=ALSO, tag="other")
    one.at(5), other.at(5)
    live.stop("anna", COUNTS)
    one.end()
    other.at(other.frames[-1].step + 5)
    assert not other.ended


def test_a_reader_that_sleeps_does_not_fill_the_memory():
    """What it missed is dropped from the front: the newest Frame is always there."""
    updates = live.train(COUNTS, {"cost": 0.0, "steps": 10**6}, "anna")
    while not next(updates).frames:
        pass
    live.steer(COUNTS, {"cost": 0.0, "steps": 10**6}, "anna", "pause")
    time.sleep(0.1)
    for _ in range(4):  # as many orders as may wait, again and again
        for _ in range(18):
            live.steer(COUNTS, {"cost": 0.0, "steps": 10**6}, "anna", "both")
        time.sleep(0.2)
    found = next(updates).frames
    assert len(found) == training.MAX_WAITING_FRAMES
    assert all(now.step + 1 == later.step for now, later in pairwise(found))
    updates.close()


# Company


def tags(page: Page) -> set[str]:
    return {frame.arrays["tag"].tobytes().decode() for frame in page.frames}


@pytest.mark.slow
def test_four_visitors_share_fairly_and_see_only_their_own():
    pages = {name: Page(name, do="play", tag=name) for name in "abcd"}
    for page in pages.values():
        page.at(5)
    before = {name: page.frames[-1].step for name, page in pages.items()}
    time.sleep(1.5)
    made = {name: page.frames[-1].step - before[name] for name, page in pages.items()}
    assert min(made.values()) > 40 and max(made.values()) < 2 * min(made.values()), made
    for name, page in pages.items():
        assert tags(page) == {name}
        assert any(update.sharing > 1 for update in page.updates)


def test_a_change_is_one_visitors_own():
    anna, bert = Page("anna", do="look", rate=1), Page("bert", do="look", rate=1)
    anna.at(0), bert.at(0)
    anna.steer("both", rate=7)
    bert.steer("both")
    assert anna.at(1).stats["x"] == 7 and bert.at(1).stats["x"] == 1
    assert bert.updates[-1].changes == ()
    live.stop("anna")
    anna.end()
    bert.steer("both")
    assert bert.at(2).stats["x"] == 2


def test_a_paused_training_takes_no_turns():
    page = Page(do="look")
    page.at(0)
    wait_for(lambda: lane.LANE.runs == 0)
    assert lane.LANE.take("bert", 0.0, 0.1) == 0
    lane.LANE.release()


def test_who_waits_sees_the_place_in_line():
    assert lane.LANE.take("bert", 0.0, 1) == 0
    page = Page(do="play")
    wait_for(lambda: any(update.position == 1 for update in page.updates))
    lane.LANE.release()
    page.at(5)
    assert page.updates[-1].position == 0


def test_a_full_lane_refuses_a_new_training(monkeypatch):
    monkeypatch.setattr(lane, "MAX_RUNS", 0)
    page = Page(do="play")
    page.end()
    assert isinstance(page.error, Busy) and not page.frames


def test_a_full_lane_does_not_end_who_trains_already(monkeypatch):
    """It is newcomers who are told to come back later."""
    page = Page(do="play")
    page.at(5)
    monkeypatch.setattr(lane, "MAX_RUNS", 1)
    lane.LANE.runs += 1
    try:
        time.sleep(0.2)
        assert page.error is None and not page.ended
    finally:
        lane.LANE.runs -= 1


# The duel itself

SMALL = GAN.defaults() | {
    "density": "two Gaussians", "g_hidden": 1, "g_width": 8, "d_hidden": 1, "d_width": 8, "batch": 8, "steps": 40,
}  # fmt: skip


def as_bytes(frame: Frame) -> tuple:
    arrays = {key: (array.shape, array.tobytes()) for key, array in frame.arrays.items()}
    return frame.step, frame.total, arrays, dict(frame.stats)


def sent(values: dict, orders: dict[int, Order], *, looks: bool = False) -> Frame:
    """The last Frame of a duel that is sent each Order at its step, by hand."""
    engine = duel(**values)
    next(engine)
    last = None
    for step in range(values["steps"]):
        if step in orders:
            engine.send(orders[step])
        if looks:
            engine.send(Order("look"))
        last = engine.send(Order("play", look=False)) or last
    assert next(engine, None) is None and last is not None
    return last


CHANGED = {7: {"loss": "hinge", "d_rate": 0.01}, 15: {"g_width": 5}, 22: {"crowd": "packs of two", "gp": False}}
TEXT = "7:loss=hinge;7:d_rate=0.01;15:g_width=5;22:crowd=packs of two;22:gp=false"


@pytest.mark.slow
def test_changes_in_a_link_are_those_made_by_hand():
    by_hand = sent(SMALL, {step: Order("look", changes) for step, changes in CHANGED.items()})
    *_, replayed = duel(**SMALL | {"changes": TEXT})
    assert as_bytes(replayed) == as_bytes(by_hand)
    *_, plain = duel(**SMALL)
    assert as_bytes(plain)[2] != as_bytes(by_hand)[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    "rules", [{}, {"spectral": True}, {"crowd": "packs of two", "r1": True, "unrolled": 1}], ids=str
)
def test_looking_changes_nothing(rules):
    """A Frame is a look at the duel; how often the clock lets one through must not steer it."""
    assert as_bytes(sent(SMALL | rules, {}, looks=True)) == as_bytes(sent(SMALL | rules, {}))


def written(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


@pytest.mark.slow
@pytest.mark.parametrize("rules", [{}, {"spectral": True}], ids=str)
def test_a_played_duel_is_replayed_from_its_link(rules):
    """Through the lane, with turns that the clock cuts, pauses, single steps and changes while it plays."""
    values = SMALL | rules | {"steps": 60}
    page = Page(function=GAN.function, do="play", **values)
    page.at(4)
    page.steer("look", d_rate=0.01, loss="hinge")
    page.at(12)
    page.steer("both")
    wait_for(lambda: not page.updates[-1].playing)
    page.steer("pause", g_width=5)
    page.steer("both")
    wait_for(lambda: len(page.updates[-1].changes) == 3)
    page.steer("play")
    page.end(10)
    assert page.error is None and page.ended == "finished"
    text = ";".join(f"{step}:{name}={written(value)}" for step, name, value in page.updates[-1].changes)
    assert "g_width=5" in text
    *_, replayed = duel(**values | {"changes": text})
    assert as_bytes(replayed) == as_bytes(page.frames[-1])


@pytest.mark.parametrize("do", ["D", "G", "both", "slow"])
def test_the_duel_obeys_each_order(do):
    engine = duel(**SMALL)
    before = next(engine)
    frame = engine.send(Order(do))
    assert frame.step == 1 and ("slow" in frame.stats) == (do == "slow")
    same_points = frame.arrays["fake"].tobytes() == before.arrays["fake"].tobytes()
    same_belief = frame.arrays["belief"].tobytes() == before.arrays["belief"].tobytes()
    assert (same_points, same_belief) == {"D": (True, False), "G": (False, True)}.get(do, (False, False))
    if do == "slow":
        batch = {name: frame.arrays[name].shape for name in ("batch_real", "batch_fake", "forged", "forged_after")}
        assert set(batch.values()) == {(SMALL["batch"], 2)}
        assert frame.arrays["belief_before"].tobytes() == before.arrays["belief"].tobytes()
        assert frame.arrays["belief_after"].tobytes() == frame.arrays["belief"].tobytes()
    assert engine.send(Order("look")).step == 1


@pytest.mark.slow
@pytest.mark.parametrize("bad", ["3:nothing=1", "3:loss=nothing", "3:d_rate=much", "3:d_rate=99", "3:gp=1", "3:seed=,"])
def test_what_cannot_be_read_is_left_out_of_a_replay(bad):
    *_, found = duel(**SMALL | {"changes": f"3:g_width=5;{bad};5:d_rate=0.01"})
    *_, good = duel(**SMALL | {"changes": "3:g_width=5;5:d_rate=0.01"})
    assert as_bytes(found) == as_bytes(good)
