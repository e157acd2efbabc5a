"""What a visitor waits for, in Chromium."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from playwright.sync_api import Browser, expect

from playground.registry import FAMILIES
from playground.ui.links import page as named
from playground.ui.shell import build_page
from tests.benchmarks.rows import ratios, row
from tests.browser.driving import Visitor, chromium, computed
from tests.serving import ROOT, serving

HELLO = ("tests/benchmarks/hello.py",)

# A stage that has drawn a frame.
PAINTED = '[data-frames]:not([data-frames="0"]) > .stage'

# Milliseconds from the navigation to the animation frame after the one in which such an element is seen.
READY = """(selector) => new Promise((resolve) => {
  (function look() {
    const there = document.querySelector(selector)?.getClientRects().length;
    requestAnimationFrame(there ? () => resolve(performance.now()) : look);
  })();
})"""

# From the click to the animation frame after the first frame of another run.
FIRST_FRAME = """(part) => new Promise((resolve) => {
  const stage = document.querySelector(`#${part} [data-run]`), go = document.querySelector(`#${part}-go`);
  let began = 0;
  go.addEventListener("click", () => { began = performance.now(); }, { capture: true, once: true });
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - began));
  }).observe(stage, { attributeFilter: ["data-run"] });
})"""

# Milliseconds of one network call.
COST = "({ mounted: { film } }) => (1000 * film.last.stats.seconds) / film.last.stats.calls"

# Counts the animation frames, and those in which the caption was another than in the one before.
COUNT_FRAMES = """() => {
  const caption = document.querySelector("[data-run] [data-player=count]");
  const count = window.counted = { shown: 0, all: 0, began: performance.now(), worst: 0, stop: false };
  let before = caption.textContent, last = count.began;
  (function tick(now) {
    if (count.stop) return;
    if (caption.textContent !== before) {
      before = caption.textContent;
      count.shown++;
      count.worst = Math.max(count.worst, now - last);
      last = now;
    }
    count.all++;
    requestAnimationFrame(tick);
  })(count.began);
}"""


def start(quick: bool) -> Iterator[dict]:
    """Fresh processes in turn; a control has answered when its effect is on the page."""
    ours, theirs = [], []
    with chromium() as browser:
        for _ in range(2 if quick else 7):
            theirs.append(_answered(browser, HELLO, _greet))
            ours.append(_answered(browser, (), _preset))
    how = "process start until a preset has moved its slider, over a one-button Gradio app, in Chromium, in turn"
    yield row("app.start_over_hello", ratios(ours, theirs), "ratio", how)
    yield row("app.start_s", ours, "s", "the upper part of that ratio")
    yield row("app.hello_s", theirs, "s", "the lower part of that ratio")


def _answered(browser: Browser, script: tuple[str, ...], act) -> float:
    with serving(*script) as server:
        visitor = Visitor(browser, server.url).open()
        act(visitor.page)
        taken = time.perf_counter() - server.began
        visitor.close()
    return taken


def _greet(page) -> None:
    page.locator("#greet").click()
    expect(page.locator("#answer textarea")).to_have_value("Hello, world!")


def _preset(page) -> None:
    page.get_by_role("button", name="Ten steps").click()
    expect(page.locator("#diffusion-reverse-steps input[type=number]")).to_have_value("10")


def ready(quick: bool) -> Iterator[dict]:
    """Both servers are up and have answered once; each visitor is new, with nothing in the browser's cache."""
    ours, theirs = [], []
    with serving() as server, serving(*HELLO) as hello, chromium() as browser:
        Visitor(browser, server.url).open().done(frames=51).close()
        Visitor(browser, hello.url).open().close()
        for _ in range(2 if quick else 9):
            theirs.append(_ready(browser, hello.url, "#greet"))
            ours.append(_ready(browser, server.url, PAINTED))
    how = "server up: navigation until the first stage is painted, over the one-button app's button, in turn"
    yield row("app.ready_over_hello", ratios(ours, theirs), "ratio", how)
    yield row("app.ready_ms", ours, "ms", "the upper part of that ratio")
    yield row("app.hello_ready_ms", theirs, "ms", "the lower part of that ratio")


def _ready(browser: Browser, url: str, selector: str) -> float:
    visitor = Visitor(browser, url)
    visitor.page.goto(url, wait_until="commit")
    taken = visitor.page.evaluate(READY, selector)
    visitor.close()
    return taken


def page_bytes(quick: bool) -> Iterator[dict]:
    """As Chromium counts what it is sent, headers included; streams of events have a row of their own."""
    html, whole = {}, {}
    with serving() as server, chromium() as browser:
        for family in FAMILIES:
            visitor = Visitor(browser, server.url)
            sent = _sent(visitor)
            visitor.page.goto(f"{server.url}/{named(family.stem)}")
            visitor.page.wait_for_selector(PAINTED)
            visitor.page.wait_for_timeout(3000)
            html[family.stem], whole[family.stem] = sent[visitor.page.url.split("?")[0]], sum(sent.values())
            visitor.close()
    yield _largest("app.page_bytes", html, "bytes", "HTML of the largest page, as sent")
    how = "all that the largest page asks for until its first part is painted, as sent, less the stream of events"
    yield _largest("app.page_whole_bytes", whole, "bytes", how)


def _sent(visitor: Visitor) -> dict[str, int]:
    """Bytes of each answer by its address without the query, as they are finished."""
    asked: dict[str, str] = {}
    sent: dict[str, int] = {}
    client = visitor.context.new_cdp_session(visitor.page)
    client.send("Network.enable")

    def finished(event: dict) -> None:
        address = asked.get(event["requestId"], "")
        if address and "/queue/data" not in address:
            sent[address] = sent.get(address, 0) + event["encodedDataLength"]

    client.on(
        "Network.requestWillBeSent",
        lambda event: asked.update({event["requestId"]: event["request"]["url"].split("?")[0]}),
    )
    client.on("Network.loadingFinished", finished)
    return sent


def page_components(quick: bool) -> Iterator[dict]:
    found = {family.stem: len(build_page(family).blocks) for family in FAMILIES}
    yield _largest("app.page_components", found, "components", "Gradio components of the largest page")


def _largest(name: str, found: dict[str, int], unit: str, how: str) -> dict:
    return row(name, [max(found.values())], unit, f"{how}: {', '.join(f'{stem} {n:,}' for stem, n in found.items())}")


def first_picture(quick: bool) -> Iterator[dict]:
    taken = []
    with chromium() as browser:
        for _ in range(2 if quick else 5):
            with serving() as server:
                visitor = Visitor(browser, server.url).open()
                visitor.page.wait_for_selector("[data-state=done][data-frames='51']")
                taken.append(time.perf_counter() - server.began)
                assert len(set(visitor.pixels(visitor.stage().locator("[data-view=xt]")))) > 1
                visitor.close()
    how = "process start until the default trajectory is whole and painted in Chromium"
    yield row("app.first_picture_s", taken, "s", how)


def run_bytes(quick: bool) -> Iterator[dict]:
    streamed = []
    with serving() as server, chromium() as browser:
        for _ in range(1 if quick else 3):
            visitor = Visitor(browser, server.url)
            seen = _streamed(visitor)
            visitor.open().done(frames=51)
            visitor.page.wait_for_timeout(3000)
            streamed.append(sum(seen.values()))
            visitor.close()
    how = "bytes of the stream of events from opening the page until 3 s after the default trajectory is whole"
    yield row("app.run_bytes", streamed, "bytes", how)


def _streamed(visitor: Visitor) -> dict[str, int]:
    """Bytes of each stream of events by its request, counted as they come."""
    seen: dict[str, int] = {}
    client = visitor.context.new_cdp_session(visitor.page)
    client.send("Network.enable")

    def asked(event: dict) -> None:
        if "/queue/data" in event["request"]["url"]:
            seen[event["requestId"]] = 0

    def came(event: dict) -> None:
        if event["requestId"] in seen:
            seen[event["requestId"]] += event["dataLength"]

    client.on("Network.requestWillBeSent", asked)
    client.on("Network.dataReceived", came)
    return seen


def first_frames(part: str, count: int) -> Iterator[tuple[float, Visitor]]:
    """The milliseconds from a press to the first painted frame, and the visitor once that run is through."""
    with serving() as server, chromium() as browser:
        stem, name = part.split("-")
        visitor = Visitor(browser, server.url).open(f"tab={stem}&part={name}").done(part)
        for k in range(count):
            visitor.set_number(f"{part}-seed", 90_000 + k)
            visitor.page.wait_for_timeout(300)
            before = visitor.run(part)
            visitor.page.evaluate(f"window.waited = ({FIRST_FRAME})({part!r}); 0")
            visitor.page.locator(f"#{part}-go").click()
            waited = visitor.page.evaluate("window.waited")
            visitor.done(part, after=before)
            yield waited, visitor
        visitor.close()


def first_frame(quick: bool) -> Iterator[dict]:
    waits, calls = [], []
    for waited, visitor in first_frames("diffusion-reverse", 3 if quick else 20):
        calls.append(visitor.stage().evaluate(COST))
        waits.append(waited - calls[-1])
    call = statistics.median(calls)
    how = f"Generate clicked until the new run's first frame is painted, less one network call ({call:.0f} ms)"
    yield row("diffusion.first_frame_ms", waits, "ms", how)


def scrub(quick: bool) -> Iterator[dict]:
    shown, every, worst, asked = [], [], [], []
    with serving() as server, chromium() as browser:
        visitor = Visitor(browser, server.url).open().done(frames=51)
        visitor.page.wait_for_timeout(4000)
        for _ in range(1 if quick else 7):
            visitor.requests.clear()
            count, seconds = _drag(visitor)
            asked.append(len(visitor.requests))
            shown.append(count["shown"] / seconds)
            every.append(count["all"] / seconds)
            worst.append(count["worst"])
        visitor.close()
    rate, gap = statistics.median(every), statistics.median(worst)
    how = f"frames painted a second, slider dragged for 3 s; of {rate:.0f} animation frames; worst gap {gap:.0f} ms"
    yield row("diffusion.scrub_requests", asked, "requests", "requests while a finished trajectory is scrubbed for 3 s")
    yield row("diffusion.scrub_fps", shown, "1/s", how)


def _drag(visitor: Visitor, seconds: float = 3.0) -> tuple[dict, float]:
    """Pull the slider to and fro with the mouse; the driver sends the next place when the page took the last."""
    slider, mouse = visitor.stage().locator("[data-player=range]"), visitor.page.mouse
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    left, right, y = box["x"] + 9, box["x"] + box["width"] - 9, box["y"] + box["height"] / 2
    mouse.move(left, y)
    mouse.down()
    visitor.page.evaluate(COUNT_FRAMES)
    began, there = time.perf_counter(), True
    while time.perf_counter() - began < seconds:
        mouse.move(right if there else left, y, steps=33)
        there = not there
    count = visitor.page.evaluate(
        "() => { counted.stop = true; counted.took = performance.now() - counted.began; return counted; }"
    )
    mouse.up()
    return count, count["took"] / 1000


def reproducible(quick: bool) -> Iterator[dict]:
    command = [sys.executable, "-c", "from tests.browser.driving import computed; print(computed())"]
    fresh = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()[-1]
    digests = {"same process": computed(), "again": computed(), "fresh process": fresh}
    with serving() as server, chromium() as browser:
        sender = Visitor(browser, server.url).open().done(frames=51)
        sender.choose("diffusion-reverse-label", "3")
        sender.choose("diffusion-reverse-label", "7")
        sender.page.wait_for_url("**/*diffusion.reverse.label=7*")
        link = sender.link()
        digests["page"] = sender.digest()
        sender.close()
    with serving() as server, chromium() as browser:
        digests["share link"] = Visitor(browser, server.url).open(link).done(frames=51).digest()
    different = sorted(place for place, found in digests.items() if found != digests["same process"])
    how = "default trajectory: one process twice, a fresh one, the page, its share link after a restart; "
    how += f"other bytes: {', '.join(different)}" if different else "identical bytes"
    yield row("diffusion.reproducible", [float(not different)], "1 = yes", how)
