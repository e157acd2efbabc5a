"""The live duel as its visitors meet it: speed beside the bare loop, frames, latency, fairness, and the end."""

import gc
import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode

import httpx

from playground.live import owners, training
from playground.registry import FAMILIES
from playground.ui.launch import open_site
from tests.benchmarks.rows import ratios, row
from tests.browser.driving import Visitor, chromium
from tests.serving import ROOT, free_port, serving

QUERY = "tab=gan&part=duel&gan.duel.steps=100000"
VISITORS = 10
# GAN Lab's pretrained ring: networks 2-10-10-2 and 2-9-9-9-1, batch 150, SGD, 3 updates of D and 1 of G an epoch.
GAN_LAB = {
    "density": "ring", "noise": "2-D uniform", "batch": 150, "d_steps": 3, "g_steps": 1, "gp": "false",
    "g_hidden": 2, "g_width": 10, "g_optimizer": "SGD", "d_hidden": 3, "d_width": 9, "d_optimizer": "SGD",
}  # fmt: skip
PEER = 28.6  # epochs a second of GAN Lab's whole page, 25.7 to 30.9, on two cores without a GPU
DUEL = next(family for family in FAMILIES if family.stem == "gan").engine("duel")

# The bare loop of the very same step on the app's own number of threads, in a process of its own: iterations a second
# over so many seconds.
BARE = """
import sys, time
from playground.data import plane
from playground.families.gan.duel import DUEL
from playground.live import threads
from playground.training.gan.duel import Duel, Rules, train
threads.use(DUEL.function)
duel = Duel(Rules.of(DUEL.defaults()), plane.density("ring").sample, 2, 7)
steps = train(duel)
for _ in range(100): next(steps)
began, first = time.perf_counter(), duel.step
while time.perf_counter() - began < float(sys.argv[1]): next(steps)
print((duel.step - first) / (time.perf_counter() - began))
"""

# The history of the duel.
SPY = "() => { window.duel = document.querySelector('[data-frames]:has(> .gan-duel)').mounted.film; }"

# Over so many ms: how far the training came, and in how many animation frames another iteration was on the page.
WATCH = """(ms) => new Promise((resolve) => {
  const count = document.querySelector(".gan-duel [data-count]"), step = () => duel.frames[duel.frames.length - 1].step;
  const began = performance.now(), from = step();
  let shown = 0, before = count.textContent;
  (function tick(now) {
    if (count.textContent !== before) { before = count.textContent; shown++; }
    const seconds = (performance.now() - began) / 1000;
    if (1000 * seconds < ms) requestAnimationFrame(tick);
    else resolve({ rate: (step() - from) / seconds, fps: shown / seconds });
  })();
})"""

# From a control's first input event until a step that was trained after the change has been painted.
LATENCY = """() => new Promise((resolve) => {
  let began = 0;
  document.addEventListener("input", () => { began = began || performance.now(); }, { capture: true, once: true });
  const seen = duel.changes.length;
  (function tick() {
    const change = began && duel.changes[seen], last = duel.frames[duel.frames.length - 1];
    if (change && last.step > change[0]) requestAnimationFrame(() => resolve(performance.now() - began));
    else requestAnimationFrame(tick);
  })();
})"""


def bare(seconds: float) -> float:
    """Iterations a second of the bare loop."""
    command = [sys.executable, "-c", BARE, str(seconds)]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def _playing(visitor: Visitor, query: str = QUERY) -> Visitor:
    page = visitor.open(query).page
    page.wait_for_selector("[data-frames] > .gan-duel")
    page.evaluate(SPY)
    page.locator(".gan-duel [data-do=play]").click()
    page.wait_for_function("window.duel && duel.frames.length > 20")
    return visitor


def speed(quick: bool) -> Iterator[dict]:
    streaming, alone, frames = [], [], []
    with serving() as server, chromium() as browser:
        for _ in range(1 if quick else 5):
            alone.append(bare(3 if quick else 6))
            visitor = _playing(Visitor(browser, server.url))
            found = visitor.page.evaluate(WATCH, 3000 if quick else 8000)
            visitor.close()
            streaming.append(found["rate"])
            frames.append(found["fps"])
            time.sleep(4)
    how = "iterations a second on the page while it streams, over the bare loop's, in turn; browser included"
    yield row("gan.live_over_bare", ratios(streaming, alone), "ratio", how)
    yield row("gan.live_steps_per_s", streaming, "1/s", "the upper part of that ratio")
    yield row("gan.bare_steps_per_s", alone, "1/s", "the lower part of that ratio")
    yield row("gan.frames_per_s", frames, "1/s", "animation frames with another iteration on the page, meanwhile")


def peer(quick: bool) -> Iterator[dict]:
    rates, query = [], urlencode({f"gan.duel.{name}": value for name, value in GAN_LAB.items()})
    with serving() as server, chromium() as browser:
        for _ in range(1 if quick else 5):
            visitor = _playing(Visitor(browser, server.url), f"{QUERY}&{query}")
            rates.append(visitor.page.evaluate(WATCH, 3000 if quick else 8000)["rate"])
            visitor.close()
            time.sleep(4)
    how = f"the duel with GAN Lab's networks and batch on the page, iterations a second over GAN Lab's {PEER} epochs"
    yield row("gan.live_over_peer", [rate / PEER for rate in rates], "ratio", how)


def latency(quick: bool) -> Iterator[dict]:
    waits = []
    with serving() as server, chromium() as browser:
        visitor = _playing(Visitor(browser, server.url))
        slider = visitor.page.locator("#gan-duel-g_rate input[type=range]")
        for _ in range(3 if quick else 20):
            visitor.page.wait_for_timeout(350)
            visitor.page.evaluate(f"window.waited = ({LATENCY})(); 0")
            slider.press("ArrowRight")
            waits.append(visitor.page.evaluate("window.waited"))
        visitor.close()
    how = "slider moved by a key until a step that obeys it is painted"
    yield row("gan.control_ms", waits, "ms", how)


class Guest:
    """A visitor without a browser: joins the queue and reads its stream, counting the steps that arrive."""

    def __init__(self, url: str, function: int, data: list, seed: int) -> None:
        self.client, self.session = httpx.Client(timeout=120), uuid.uuid4().hex
        data = [seed if name == "seed" else value for name, value in zip(DUEL.defaults(), data, strict=True)]
        self.body = {"data": data, "fn_index": function, "session_hash": self.session}
        self.api, self.steps = f"{url}/gan/gradio_api", [(0.0, 0)]
        self.thread = threading.Thread(target=self._read, daemon=True)

    def _read(self) -> None:
        with suppress(httpx.HTTPError):  # the server goes away in the end
            self._follow()

    def _follow(self) -> None:
        self.client.post(f"{self.api}/queue/join", json=self.body).raise_for_status()
        with self.client.stream("GET", f"{self.api}/queue/data", params={"session_hash": self.session}) as stream:
            for line in stream.iter_lines():
                at = line.rfind('\\"step\\":')
                if at > 0:
                    self.steps.append((time.perf_counter(), int(line[at + 9 :].split(",", 1)[0])))

    def rate(self, since: float) -> float:
        mine = [moment for moment in self.steps if moment[0] >= since]
        return (mine[-1][1] - mine[0][1]) / (mine[-1][0] - mine[0][0]) if len(mine) > 1 else 0.0


def fairness(quick: bool) -> Iterator[dict]:
    shares, evenness = [], []
    for _ in range(1 if quick else 3):
        alone = bare(3 if quick else 6)
        with serving() as server:
            config = httpx.get(f"{server.url}/gan/config").json()
            function = next(one["id"] for one in config["dependencies"] if one["api_name"] == "gan_duel")
            values = list((DUEL.defaults() | {"steps": 100_000}).values())
            data = json.loads(json.dumps(values))
            guests = [Guest(server.url, function, data, seed) for seed in range(VISITORS)]
            for guest in guests:
                guest.thread.start()
            time.sleep(8)
            since = time.perf_counter()
            time.sleep(5 if quick else 15)
            rates = [guest.rate(since) for guest in guests]
        shares.append(min(rates) / (alone / VISITORS))
        evenness.append(min(rates) / max(rates))
    how = f"{VISITORS} visitors: the slowest one's iterations a second over a tenth of the bare loop's"
    yield row("gan.fair_share", shares, "ratio", how)
    yield row("gan.fair_evenness", evenness, "ratio", "the slowest one's over the fastest one's, meanwhile")


def closing(quick: bool) -> Iterator[dict]:
    waits, frees = [], []
    site = open_site("127.0.0.1", free_port())
    try:
        with chromium() as browser:
            for _ in range(1 if quick else 5):
                visitor = _playing(Visitor(browser, site.home.local_url.rstrip("/")))
                (one,) = owners._held.values()
                began = time.perf_counter()
                visitor.close()
                while one.state is not training.State.PAUSED and time.perf_counter() - began < 60:
                    time.sleep(0.002)
                waits.append(time.perf_counter() - began)
                del one
                while _held() and time.perf_counter() - began < 90:
                    time.sleep(0.1)
                frees.append(time.perf_counter() - began)
    finally:
        site.home.close()
    yield row("gan.close_s", waits, "s", "page closed until its training takes no more turns")
    how = f"page closed until nothing holds its networks; a page may take it up for {training.AWAY_SECONDS:.0f} s"
    yield row("gan.free_s", frees, "s", how)


def _held() -> bool:
    """Whether any training is known, runs in a thread, or holds a duel in memory."""
    from playground.training.gan.duel import Duel

    if owners._held or any(thread.name == "training" for thread in threading.enumerate()):
        return True
    gc.collect()
    return any(isinstance(thing, Duel) for thing in gc.get_objects())
