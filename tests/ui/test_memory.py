"""What is free goes back to the system."""

import asyncio
import gc
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from playground.ui import memory


def fragmented() -> bytearray:
    """Takes 150 MB in blocks that the C library keeps when they are free, and returns one that lies behind them."""
    blocks = [bytearray(50_000) for _ in range(3000)]
    behind = bytearray(50_000)
    del blocks
    return behind


@pytest.fixture(autouse=True)
def settled():
    if not memory.resident():
        pytest.skip("this system does not say how much memory a process has")
    memory.give_back()


@pytest.mark.slow
def test_free_memory_goes_back():
    before = memory.resident()
    behind = fragmented()
    kept = memory.resident() - before
    memory.give_back()
    assert kept > 100 and memory.resident() - before < 30 and behind


@pytest.mark.slow
def test_the_watch_gives_back_what_was_taken(monkeypatch):
    monkeypatch.setattr(memory, "LOOK_SECONDS", 0.05)
    given = []
    monkeypatch.setattr(memory, "give_back", lambda: given.append(1))

    async def go() -> bytearray:
        watching = asyncio.create_task(memory.watch())
        await asyncio.sleep(0.2)
        assert not given, "nothing was taken"
        behind = fragmented()
        await asyncio.sleep(1.5)
        watching.cancel()
        return behind

    with ThreadPoolExecutor(1) as pool:  # Playwright keeps a loop running on the main thread
        assert pool.submit(asyncio.run, go()).result(timeout=20)
    assert len(given) == memory.TIMES, "what holds it is let go of later; but not for ever"


@pytest.mark.slow
def test_what_was_loaded_is_not_gone_through_again():
    """A collection among half a million objects holds every visitor up for half a second."""
    ballast = [[k] for k in range(300_000)]
    gc.disable()  # as app.py does
    try:
        memory.settle()
        assert gc.isenabled()
        assert gc.get_freeze_count() > len(ballast)
        began = time.perf_counter()
        gc.collect()
        frozen = time.perf_counter() - began
    finally:
        gc.unfreeze()
    began = time.perf_counter()
    gc.collect()
    assert frozen < (time.perf_counter() - began) / 3
