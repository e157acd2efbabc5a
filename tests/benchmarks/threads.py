"""Every engine on one CPU thread against all; fills the table that says what each gets."""

import json
import statistics
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import islice

import torch

from playground.live.threads import table as file_of
from playground.registry import FAMILIES, resolve
from playground.spec import Engine, Order
from tests.benchmarks.rows import interleaved, ratios, row

LEAST_GAIN = 1.15  # that all threads must bring, for they are taken from the other visitors
LEAST_SECONDS = 0.2  # of one measurement


def table(quick: bool) -> Iterator[dict]:
    """Rows of all engines; a family's table is written once all of its engines are measured."""
    everything = torch.get_num_threads()
    for family in FAMILIES:
        found = {}
        for engine in family.engines:
            place = f"{family.stem}.{engine.name}"
            work = _work(engine, 0.3 if quick else 1.0)
            taken = interleaved(1 if quick else 3, _on(1, work), _on(everything, work))
            gains = ratios(*taken)
            gain = statistics.median(gains)
            worth = gain >= LEAST_GAIN and min(gains) > 1
            found[engine.name] = {"threads": "all" if worth else "one", "gain": round(gain, 2)}
            how = f"time of {place} with its defaults on one thread over its time on {everything}"
            yield row(f"threads.{place}", gains, "ratio", how)
        if not quick:
            file_of(family.stem).write_text(json.dumps(found, indent=2) + "\n")


def _on(threads: int, work: Callable[[], None]) -> Callable[[], None]:
    def measured() -> None:
        torch.set_num_threads(threads)
        work()

    return measured


def _work(engine: Engine, most: float) -> Callable[[], None]:
    """The same piece of an engine's work at every call: as far as it comes in about `most` seconds, once it is warm."""
    deque(islice(_pieces(engine), 3), maxlen=0)
    count, began = 0, time.perf_counter()
    for _ in _pieces(engine):
        count += 1
        if time.perf_counter() - began > most:
            break
    repeats = max(1, round(LEAST_SECONDS / (time.perf_counter() - began)))

    def work() -> None:
        for _ in range(repeats):
            deque(islice(_pieces(engine), count), maxlen=0)

    return work


def _pieces(engine: Engine) -> Iterator[object]:
    """Once for each Frame of a run, and for each step of a live training that nobody looks at."""
    with closing(resolve(engine.function)(**engine.defaults())) as made:
        if not engine.live:
            yield from made
        else:
            yield next(made)
            with suppress(StopIteration):
                while True:
                    yield made.send(Order(look=False))
