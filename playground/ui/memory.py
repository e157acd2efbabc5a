"""Memory that is free again goes back to the system: the C library keeps what large answers once filled."""

import asyncio
import ctypes
import gc
from pathlib import Path

LOOK_SECONDS = 10.0
GROWTH_MB = 32.0  # since the last time
TIMES = 6  # that it is done after a growth: what made it is let go of later
ARENA_MAX, ARENAS = -8, 2  # M_ARENA_MAX of mallopt(3): each arena keeps free memory of its own
STATUS = Path("/proc/self/statm")
PAGES_IN_MB = 256  # of 4 kB


def resident() -> float:
    """Megabytes that this process has now; 0 where the system does not say."""
    try:
        return int(STATUS.read_text().split()[1]) / PAGES_IN_MB
    except (OSError, ValueError, IndexError):
        return 0.0


def few_arenas() -> None:
    """Let the threads to come share few arenas, where the C library has them."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(ARENA_MAX, ARENAS)


def settle() -> None:
    """What is there once all is loaded stays: later collections do not go through it, which would hold everybody up."""
    gc.collect()
    gc.freeze()
    gc.enable()


def give_back() -> None:
    """Collect what is in cycles, then return free memory; does the first alone where the C library cannot."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


async def watch() -> None:
    """Give memory back for a while whenever much was taken, until cancelled."""
    known, times = resident(), 0
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if resident() > known + GROWTH_MB:
            times = TIMES
        if times:
            times -= 1
            await asyncio.to_thread(give_back)
            known = resident()
        known = min(known, resident() or known)
