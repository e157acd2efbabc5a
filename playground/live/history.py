"""What a live training keeps of its frames, for a page that comes back."""

from collections.abc import Sequence
from weakref import WeakSet

from playground.spec import Frame

HISTORY_BYTES = 2 * 2**20  # of one training
TOTAL_BYTES = 128 * 2**20  # of all


class History:
    """Frames in order; where they are too many bytes, every other one of the older half is left out."""

    def __init__(self, capacity: int = HISTORY_BYTES) -> None:
        self.frames: tuple[Frame, ...] = ()
        self._bytes, self._capacity = 0, capacity
        OPEN.add(self)

    def add(self, frames: Sequence[Frame]) -> None:
        """Append; a frame that marks a change or a divergence stays as long as others can go."""
        self.frames += tuple(frames)
        self._bytes += sum(map(size, frames))
        most = min(self._capacity, TOTAL_BYTES // len(OPEN))
        while self._bytes > most and len(self.frames) > 2:
            thinner = _thinned(self.frames, marked=True)
            self.frames = thinner if len(thinner) < len(self.frames) else _thinned(self.frames, marked=False)
            self._bytes = sum(map(size, self.frames))


OPEN: WeakSet[History] = WeakSet()  # they share TOTAL_BYTES


def size(frame: Frame) -> int:
    """Bytes of a frame, roughly."""
    return sum(array.nbytes for array in frame.arrays.values()) + 500


def _thinned(frames: tuple[Frame, ...], *, marked: bool) -> tuple[Frame, ...]:
    half = len(frames) // 2 + 1
    return tuple(
        frame
        for k, frame in enumerate(frames)
        if k % 2 == 0 or k >= half or (marked and ("changed" in frame.stats or frame.kind == "diverged"))
    )
