"""The lane is fair: whoever was served longest ago goes first, and one at a time."""

import threading
import time

from playground.live.lane import Lane


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
