"""How soon a live duel forges what can be recognised."""

import time
from collections.abc import Generator, Iterator

from playground.engines.gan.digits import digits as duel_on_digits
from playground.live import threads
from playground.live.training import LIVE_TURN_SECONDS
from playground.measure import small
from playground.models.classifier import small as classifier
from playground.spec import Frame, Order
from tests.benchmarks.rows import row

RECOGNISED, CLASSES, PATIENCE = 0.6, 8, 180.0


def digits(quick: bool) -> Iterator[dict]:
    """As a visitor trains it: turns of the lane, each of which ends with a Frame."""
    threads.use("playground.engines.gan.digits:digits")
    classifier.classifier()
    seeds = range(7, 9 if quick else 12)
    taken, spent, steps = zip(*map(_readable, seeds), strict=True)
    how = (
        f"first step of the default duel on 8x8 digits until >= {RECOGNISED:.0%} of 500 samples are judged a digit "
        f"with confidence > {small.SURE} and >= {CLASSES} classes appear; seeds {seeds[0]} to {seeds[-1]}, "
        f"iterations {', '.join(map(str, steps))}, processor seconds {', '.join(f'{one:.0f}' for one in spent)}"
    )
    floor = small.floors()["recognised"]
    yield row("gan.live_digits_s", taken, "s", how + f"; real digits: {floor:.0%}")


def _readable(seed: int) -> tuple[float, float, int]:
    """Seconds, this thread's processor seconds, and iterations; infinity after PATIENCE."""
    engine = duel_on_digits(seed=seed, steps=100_000)
    next(engine)
    began, worked = time.perf_counter(), time.thread_time()
    while time.perf_counter() - began < PATIENCE:
        frame = _turn(engine)
        if frame.stats["recognised"] >= RECOGNISED and frame.stats["classes"] >= CLASSES:
            return time.perf_counter() - began, time.thread_time() - worked, frame.step
    return float("inf"), time.thread_time() - worked, frame.step


def _turn(engine: Generator[Frame | None, Order | None, None]) -> Frame:
    until = time.perf_counter() + LIVE_TURN_SECONDS
    while time.perf_counter() < until:
        engine.send(Order(look=False))
    return engine.send(Order())
