"""Thirty students at once: how long each waits for the first frame, and a hundred pages asked for in five seconds.

The students speak HTTP as pages do, from this process: a page with its heartbeat, and act after act a run whose stream
is read. Browsers would take both cores for themselves.
"""

import asyncio
import json
import math
import re
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
import numpy as np

from playground.registry import FAMILIES
from tests.benchmarks.load import REVERSE, arguments, function, resident, rested
from tests.benchmarks.rows import row
from tests.serving import Server, serving

STUDENTS, SECONDS = 30, 180
THINKS = (15.0, 35.0)  # seconds between a first frame and the next act
LATE = 8.0  # seconds without a frame, after which a duel counts as one that stands
PAGES, ASKED_WITHIN = 100, 5.0
SAID = 2.0  # seconds after which a page that waits has to say so
ACTS = {  # what a student of each group does, and what differs from act to act
    "diffusion": (
        ("diffusion", "reverse", "seed"), ("diffusion", "guidance", "seed"), ("diffusion", "forward", "index"),
    ),
    "vae": (("vae", "encode", "index"), ("vae", "morph", "seed"), ("vae", "plane", "seed")),
    "text": (("autoregressive", "write", "seed"), ("autoregressive", "inside", "seed")),
    "duel": (("gan", "duel", "seed"),),
}  # fmt: skip


@dataclass
class Seen:
    """What the students met.

    Attributes:
        first: seconds to each act's first frame, by group.
        silent: acts that said nothing within SAID seconds, though their first frame came later.
        late: acts of duels that had no frame for LATE seconds.
        failed: what went wrong.
    """

    first: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    silent: int = 0
    late: int = 0
    failed: list[str] = field(default_factory=list)


class Student:
    """One page of one student after the other, and what is asked there."""

    def __init__(self, server: Server, group: str, number: int, seen: Seen) -> None:
        self.server, self.group, self.seen = server, group, seen
        self.rng = np.random.default_rng([20261128, number])
        self.client = httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=8), verify=False)
        self.configs: dict[str, dict] = {}

    async def learn(self, until: float) -> None:
        """Act after act, until the lesson is over."""
        await asyncio.sleep(self.rng.uniform(0, 5))
        while time.monotonic() < until:
            stem, engine, varied = ACTS[self.group][self.rng.integers(len(ACTS[self.group]))]
            try:
                await self.act(stem, engine, {varied: int(self.rng.integers(0, 9))}, until)
            except (httpx.HTTPError, AssertionError) as error:
                self.seen.failed.append(f"{stem}.{engine}: {error!r}")
            await asyncio.sleep(0.1)
        await self.client.aclose()

    async def function(self, page: str, name: str) -> int:
        if page not in self.configs:
            self.configs[page] = (await self.client.get(f"{page}/config")).json()
        return function(self.configs[page], name)

    async def act(self, stem: str, engine: str, varied: dict, until: float) -> None:
        """Press the button and read, for a while after the first frame."""
        page, session = f"{self.server.url}/{stem}", uuid.uuid4().hex
        family = next(family for family in FAMILIES if family.stem == stem)
        values = arguments(family.engine(engine), **varied)
        number = await self.function(page, f"{stem}_{engine}")
        heart = asyncio.create_task(self.beat(page, session))
        began = time.monotonic()
        body = {"data": values, "fn_index": number, "session_hash": session}
        (await self.client.post(f"{page}/gradio_api/queue/join", json=body)).raise_for_status()
        try:
            await self.read(page, session, began, until)
        finally:
            heart.cancel()

    async def beat(self, page: str, session: str) -> None:
        with suppress(httpx.HTTPError):
            async with self.client.stream("GET", f"{page}/gradio_api/heartbeat/{session}") as stream:
                async for _ in stream.aiter_lines():
                    pass

    async def read(self, page: str, session: str, began: float, until: float) -> None:
        first = said = None
        last, thinks = began, self.rng.uniform(*THINKS)
        async with self.client.stream("GET", f"{page}/gradio_api/queue/data?session_hash={session}") as stream:
            async for line in stream.aiter_lines():
                now = time.monotonic()
                told = told_by(line)
                assert "error" not in told, line[:300]
                said = said or (now if "said" in told else None)
                if "frame" in told:
                    if self.group == "duel":
                        self.seen.late += now - last > LATE
                    if first is None:
                        first = now
                        self.seen.first[self.group].append(first - began)
                        self.seen.silent += first - began > SAID and (said or first) - began > SAID
                    last = now
                if first is not None and (now - first > thinks or now > until):
                    return
                if "end" in told and first is not None:
                    break
        await asyncio.sleep(max(0.0, min(thinks, until - time.monotonic())))


def told_by(line: str) -> set[str]:
    """What one message of a stream tells: a frame, how the run stands, its end, an error."""
    if not line.startswith("data: "):
        return set()
    message = json.loads(line.removeprefix("data: "))
    told = {"end"} if message["msg"] == "process_completed" else set()
    if message["msg"] in ("process_completed", "unexpected_error") and not message.get("success", True):
        told.add("error")
    for value in (message.get("output") or {}).get("data") or []:
        if isinstance(value, list):  # what changed since the last message: [what is done, where, value]
            places = [str(one[1][0]) for one in value if len(one) == 3 and one[1]]
            told |= {"frame"} if {"chunks", "packs"} & set(places) else set()
            told |= {"said"} if any(one[1][-1:] == ["said"] and one[2] for one in value if len(one) == 3) else set()
        elif isinstance(value, dict) and "run" in value:
            told |= {"frame"} if value.get("chunks") or value.get("packs") else set()
            told |= {"said"} if value.get("status", {}).get("said") else set()
    return told


async def lesson(server: Server, seconds: float) -> Seen:
    """A class of STUDENTS, a fourth of them in each group."""
    seen, until, groups = Seen(), time.monotonic() + seconds, list(ACTS)
    students = [Student(server, groups[k % len(groups)], k, seen) for k in range(STUDENTS)]
    await asyncio.gather(*(student.learn(until) for student in students))
    return seen


def p95(values: list[float]) -> float:
    return float(np.quantile(values, 0.95)) if values else math.inf


def _rows(name: str, seen: Seen, how: str) -> Iterator[dict]:
    for group, waits in seen.first.items():
        told = f"{how}: p95 to the first frame of {len(waits)} acts; median {np.median(waits):.2f}"
        yield {**row(f"{name}.{group}", waits, "s", told), "value": p95(waits)}
    yield row(f"{name}.late_duels", [seen.late], "acts", f"{how}: acts of duels without a frame in {LATE:.0f} s")
    yield row(f"{name}.silent", [seen.silent], "acts", f"{how}: acts that waited more than {SAID:.0f} s unsaid")
    told = "; ".join(sorted(set(seen.failed))[:3])
    yield row(f"{name}.failed", [len(seen.failed)], "acts", f"{how}: acts that failed {told}")


def warm(quick: bool) -> Iterator[dict]:
    with serving() as server:
        asyncio.run(lesson(server, 30))  # every group's models are loaded
        before = rested(server)
        seen = asyncio.run(lesson(server, 30 if quick else SECONDS))
        after = resident(server)
    yield from _rows("load.30", seen, f"{STUDENTS} students, warm")
    how = f"{STUDENTS} students, warm: memory after the lesson over {before:.0f} MB before it"
    yield row("load.30.memory", [after - before], "MB", how)


def cold(quick: bool) -> Iterator[dict]:
    with serving() as server:
        seen = asyncio.run(lesson(server, 20 if quick else 60))
    yield from _rows("load.cold", seen, f"{STUDENTS} students from the server's first second")


FETCHED = re.compile(r'(?:src|href)="([^"]+\.(?:js|css)(?:\?[^"]*)?)"')


async def _whole_page(client: httpx.AsyncClient, server: Server, number: int, delay: float) -> float:
    """One page: HTML, the scripts and sheets that it names, and its first run's first frame."""
    await asyncio.sleep(delay)
    began, page, session = time.monotonic(), f"{server.url}/diffusion", uuid.uuid4().hex
    text = (await client.get(page)).text
    names = {str(httpx.URL(f"{page}/").join(name)) for name in FETCHED.findall(text)}
    await asyncio.gather(*(client.get(name) for name in names))
    body = {"data": arguments(REVERSE), "fn_index": number, "session_hash": session}
    (await client.post(f"{page}/gradio_api/queue/join", json=body)).raise_for_status()
    async with client.stream("GET", f"{page}/gradio_api/queue/data?session_hash={session}") as stream:
        async for line in stream.aiter_lines():
            if "frame" in told_by(line):
                return time.monotonic() - began
    raise RuntimeError("no frame came")


async def _hundred(server: Server, count: int) -> list[float]:
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=400), verify=False) as client:
        config = (await client.get(f"{server.url}/diffusion/config")).json()
        number = function(config, "diffusion_reverse")
        await _whole_page(client, server, number, 0)
        delays = np.linspace(0, ASKED_WITHIN, count)
        return list(await asyncio.gather(*(_whole_page(client, server, number, float(delay)) for delay in delays)))


def pages(quick: bool) -> Iterator[dict]:
    with serving() as server:
        rested(server)
        waits = asyncio.run(_hundred(server, 10 if quick else PAGES))
    how = f"{len(waits)} pages within {ASKED_WITHIN:.0f} s: p95 until HTML, scripts and first frame are there"
    yield {**row("load.page100", waits, "s", f"{how}; median {np.median(waits):.2f}"), "value": p95(waits)}
