"""Fair turns on the one device: the visitor served longest ago goes next.

With N visitors running, each gets about 1/N of the time and nobody waits for another to finish.
"""

import threading
import time

from playground.errors import Busy

WAIT_REPORT_SECONDS = 0.4  # how long anyone waits before telling how it stands
MAX_RUNS = 80


class Lane:
    """Turns on one device, for the visitor served longest ago."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[str, float, int]] = []
        self._served: dict[str, float] = {}
        self._taken = False
        self.runs = 0

    def join(self, *, admitted: bool = False) -> None:
        """Admit one run; raises Busy when the lane is full, but not to a training that was admitted when it began."""
        with self._changed:
            if not admitted and self.runs >= MAX_RUNS:
                raise Busy(f"{MAX_RUNS} runs share this machine already; try again in a minute.")
            self.runs += 1

    def leave(self) -> None:
        """A run has ended."""
        with self._changed:
            self.runs -= 1
            if not self.runs:
                self._served.clear()

    def take(self, visitor: str, since: float, seconds: float) -> int:
        """0 once it is this visitor's turn; the place in the line if that takes too long.

        Whoever was served longest ago goes first, then whoever waits longest: many runs of one visitor share one place.
        """
        with self._changed:
            me = (visitor, since, threading.get_ident())
            self._waiting.append(me)
            mine = self._changed.wait_for(lambda: not self._taken and self._line()[0] == me, seconds)
            place = self._line().index(me) + 1
            self._waiting.remove(me)
            if mine:
                self._taken = True
                self._served[visitor] = time.monotonic()
            return 0 if mine else place

    def _line(self) -> list[tuple[str, float, int]]:
        return sorted(self._waiting, key=lambda waiting: (self._served.get(waiting[0], 0.0), *waiting[1:]))

    def release(self) -> None:
        """The turn is over."""
        with self._changed:
            self._taken = False
            self._changed.notify_all()


LANE = Lane()
