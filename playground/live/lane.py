"""Fair turns on the one device: the visitor served longest ago goes next.

With N visitors running, each gets about 1/N of the time and nobody waits for another to finish.
"""

import threading
import time
from collections import Counter
from typing import NamedTuple

from playground.errors import Busy
from playground.live import places

WAIT_REPORT_SECONDS = 0.4  # how long anyone waits before telling how it stands
FIRST_SECONDS = 5.0  # so much longer ago a visitor counts as served whose run has nothing to show yet
MAX_RUNS = 80
MAX_OF_ADDRESS = 60  # runs of all visitors from one address: a class shares one


class Waiting(NamedTuple):
    """One who waits for a turn."""

    visitor: str
    credit: float
    since: float
    thread: int


class Lane:
    """Turns on one device, for the visitor served longest ago."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[Waiting] = []
        self._served: dict[str, float] = {}
        self._credited: dict[str, float] = {}  # when a visitor had a first turn before others
        self._taken = False
        self._from: Counter[str] = Counter()  # runs by address
        self.runs, self.of_address = 0, MAX_OF_ADDRESS

    def join(self, visitor: str, *, admitted: bool = False) -> str:
        """Admit one run; returns its address, for `leave`.

        Raises:
            Busy: the lane is full, or the visitor's address has its share of it. Not raised to a training that was
                admitted when it began, and whose turns do not count.
        """
        address = "" if admitted else places.address(visitor)
        with self._changed:
            if not admitted and self.runs >= MAX_RUNS:
                raise Busy(f"{MAX_RUNS} runs share this machine already; try again in a minute.")
            if address and self._from[address] >= self.of_address:
                raise Busy(f"{self.of_address} runs come from your network already; try again in a minute.")
            self.runs += 1
            self._from[address] += 1
        return address

    def leave(self, address: str) -> None:
        """A run from this address has ended."""
        with self._changed:
            self.runs -= 1
            self._from[address] -= 1
            if not self._from[address]:
                del self._from[address]
            if not self.runs:
                self._served.clear()
                self._credited.clear()

    def take(self, visitor: str, since: float, seconds: float, *, first: bool = False) -> int:
        """0 once it is this visitor's turn; the place in the line if that takes too long.

        Whoever was served longest ago goes first, then whoever waits longest: many runs of one visitor share one place.

        Args:
            first: the run has shown nothing yet, and goes before those that only go on; of one visitor's runs that is
                so once in FIRST_SECONDS.
        """
        with self._changed:
            spent = time.monotonic() - self._credited.get(visitor, -FIRST_SECONDS) < FIRST_SECONDS
            me = Waiting(visitor, FIRST_SECONDS if first and not spent else 0.0, since, threading.get_ident())
            self._waiting.append(me)
            mine = self._changed.wait_for(lambda: not self._taken and self._line()[0] == me, seconds)
            place = self._line().index(me) + 1
            self._waiting.remove(me)
            if mine:
                self._taken = True
                self._served[visitor] = time.monotonic()
                if me.credit:
                    self._credited[visitor] = self._served[visitor]
            return 0 if mine else place

    def _line(self) -> list[Waiting]:
        return sorted(
            self._waiting, key=lambda one: (self._served.get(one.visitor, 0.0) - one.credit, one.since, one.thread)
        )

    def release(self) -> None:
        """The turn is over."""
        with self._changed:
            self._taken = False
            self._changed.notify_all()


LANE = Lane()


def share(runs: int) -> None:
    """From now on so many runs of one address may be in the lane at a time."""
    LANE.of_address = runs
