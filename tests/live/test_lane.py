"""The lane is fair: whoever was served longest ago goes first, and one at a time."""

import threading
import time
from collections import Counter, OrderedDict

import pytest

from playground.errors import Busy
from playground.live import owners, places
from playground.live.lane import MAX_OF_ADDRESS, MAX_RUNS, Lane


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


def test_a_run_with_nothing_to_show_goes_before_those_that_go_on():
    lane = Lane()
    for visitor in ("anna", "bert"):
        assert lane.take(visitor, 0.0, 1) == 0
        lane.release()
    lane._taken = True
    came = []

    def wait(visitor: str, first: bool) -> None:
        assert lane.take(visitor, 0.0, 10, first=first) == 0
        came.append(visitor)
        lane.release()

    both = [threading.Thread(target=wait, args=one) for one in (("anna", False), ("bert", True))]
    for waiter in both:
        waiter.start()
    while len(lane._waiting) < 2:
        time.sleep(0.001)
    lane.release()
    for waiter in both:
        waiter.join(10)
    assert came == ["bert", "anna"], "anna was served longer ago, but has something to show"


@pytest.mark.slow
def test_who_begins_again_and_again_does_not_keep_the_others_out():
    """Its first turns go before others once in FIRST_SECONDS; with the credit each time they would be nine of ten."""
    lane, until, turns = Lane(), time.monotonic() + 1.5, Counter()

    def goes_on(visitor: str, first: bool) -> None:
        while time.monotonic() < until:
            if lane.take(visitor, time.monotonic(), 5, first=first) == 0:
                turns[visitor] += 1
                time.sleep(0.005)
                lane.release()

    lane.runs = 3
    visitors = [
        threading.Thread(target=goes_on, args=one) for one in (("anna", True), ("bert", False), ("carl", False))
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(10)
    assert turns["anna"] < 0.45 * turns.total(), turns


def test_one_address_has_its_share_and_no_more(monkeypatch):
    monkeypatch.setattr(places, "_addresses", OrderedDict())
    lane = Lane()
    lane.of_address = 3
    for visitor in "abcd":
        places.came(visitor, "203.0.113.9")
    places.came("elsewhere", "198.51.100.7")
    held = [lane.join(visitor) for visitor in "abc"]
    with pytest.raises(Busy, match="3 runs come from your network already"):
        lane.join("d")
    assert lane.join("d", admitted=True) == "", "a training that was admitted counts for nobody"
    assert [lane.join(visitor) for visitor in ("elsewhere", "unknown")] == ["198.51.100.7", ""]
    for address in held:
        lane.leave(address)
    assert lane.join("d") == "203.0.113.9", "places come back"


def test_a_class_at_one_address_finds_place():
    assert MAX_OF_ADDRESS >= 60 and owners.MAX_OF_ADDRESS >= 400 and MAX_OF_ADDRESS < MAX_RUNS
    assert owners.MAX_OF_ADDRESS < owners.MAX_TRAININGS


def test_no_more_visitors_are_remembered_than_may_be(monkeypatch):
    monkeypatch.setattr(places, "_addresses", OrderedDict())
    monkeypatch.setattr(places, "MAX_KNOWN", 3)
    for k in range(5):
        places.came(str(k), f"192.0.2.{k}")
    places.came("2", "192.0.2.99")
    assert [places.address(str(k)) for k in range(5)] == ["", "", "192.0.2.99", "192.0.2.3", "192.0.2.4"]


def test_trainings_of_one_address_are_limited_too(monkeypatch):
    monkeypatch.setattr(places, "_addresses", OrderedDict())
    monkeypatch.setattr(owners, "MAX_OF_ADDRESS", 2)
    for visitor in "abc":
        places.came(visitor, "203.0.113.9")
    monkeypatch.setattr(owners, "_owned", {("a", "f"): None, ("b", "f"): None, ("else", "f"): None})
    with pytest.raises(Busy, match="2 trainings from your network"):
        owners._find_place("c")
    owners._find_place("else")
