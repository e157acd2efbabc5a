"""What a server keeps after calls that nobody reads, and after pages that were closed."""

import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx

from playground.registry import FAMILIES
from playground.spec import Engine
from tests.benchmarks.rows import row
from tests.serving import Server, serving

REVERSE = FAMILIES[0].engine("reverse")
CALLS, PAGES = 200, 500
REST_SECONDS = 30


def resident(server: Server) -> float:
    """Megabytes."""
    for line in Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the server has gone")


def rested(server: Server) -> float:
    """As `resident`, once the server has loaded what it loads by itself."""
    now = resident(server)
    for _ in range(60):
        time.sleep(5)
        now, last = resident(server), now
        if abs(now - last) < 0.5:
            break
    return now


def function(config: dict, name: str) -> int:
    """The number by which a page's queue knows an API name."""
    return next(one["id"] for one in config["dependencies"] if one["api_name"] == name)


def arguments(engine: Engine, **values: object) -> list:
    """An engine's defaults but for these values, as a page sends them."""
    return json.loads(json.dumps(list((engine.defaults() | values).values())))


class Caller:
    """Joins the queue of the diffusion page as a browser does."""

    def __init__(self, server: Server) -> None:
        self.client, self.page = httpx.Client(timeout=300), f"{server.url}/diffusion"
        self.function = function(self.client.get(f"{self.page}/config").json(), "diffusion_reverse")

    def join(self, session: str, **values: object) -> None:
        body = {"data": arguments(REVERSE, **values), "fn_index": self.function, "session_hash": session}
        self.client.post(f"{self.page}/gradio_api/queue/join", json=body).raise_for_status()

    def read(self, session: str) -> None:
        """To the end of its run."""
        address, asked = f"{self.page}/gradio_api/queue/data", {"session_hash": session}
        with self.client.stream("GET", address, params=asked) as stream:
            for _ in stream.iter_lines():
                pass


def unread(quick: bool) -> Iterator[dict]:
    with serving() as server:
        caller, count = Caller(server), 20 if quick else CALLS
        caller.join("first", batch=16)
        caller.read("first")
        before = rested(server)
        for _ in range(count):
            caller.join(uuid.uuid4().hex, batch=16)
        peak = resident(server)
        time.sleep(REST_SECONDS)
        after = resident(server)
    how = f"after {count} calls of a cached run of 16 pictures that nobody reads, {REST_SECONDS} s later"
    yield row("load.unread", [after - before], "MB", f"{how}; just after them {peak - before:.0f}")


def sessions(quick: bool) -> Iterator[dict]:
    with serving() as server:
        caller, count = Caller(server), 50 if quick else PAGES
        caller.join("first")
        caller.read("first")
        before = rested(server)
        for _ in range(count):
            session = uuid.uuid4().hex
            caller.client.get(f"{server.url}/diffusion").raise_for_status()
            caller.join(session)
            caller.read(session)
        time.sleep(REST_SECONDS)
        after = resident(server)
    how = f"after {count} pages with one run each, read and closed, {REST_SECONDS} s later"
    yield row("load.sessions", [after - before], "MB", how)
