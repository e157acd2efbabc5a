"""The latent plane under a finger: decoded in the page, or by the server, beside torch and beside a clock."""

import math
import statistics
import time
from collections.abc import Iterator

import numpy as np
import torch
from playwright.sync_api import Locator

from playground import store
from playground.engines.vae.plane import NAMES
from playground.models.vae.trained import network
from tests.benchmarks.rows import row
from tests.browser.driving import Visitor, chromium
from tests.serving import serving

PLANE, ENCODE = "vae-plane", "vae-encode"
PLACES, SPREAD = 300, 4.0

MEANS = "({ mounted }, places) => places.map((z) => Array.from(mounted.decoder.means(z)))"

# From the creation of a pointer event until the picture at the finger is written. `asked`: of a picture that the
# server decodes, the event counts that had come when it was asked for.
WATCH = """(asked) => {
  const took = (window.took = []), write = CanvasRenderingContext2D.prototype.putImageData, fetched = window.fetch;
  let pointer = 0, since = 0;
  const note = (event) => { pointer = event.timeStamp; if (!asked) since = pointer; };
  for (const kind of ["pointerdown", "pointerrawupdate"]) window.addEventListener(kind, note, { capture: true });
  if (asked) window.fetch = function (...what) { since = pointer; return fetched.apply(this, what); };
  CanvasRenderingContext2D.prototype.putImageData = function (...what) {
    write.apply(this, what);
    if (!this.canvas.matches("[data-here]") || !since) return;
    took.push(performance.now() - since);
    since = 0;
  };
}"""


def decoding(quick: bool) -> Iterator[dict]:
    z = np.random.default_rng(0).uniform(-SPREAD, SPREAD, (20 if quick else PLACES, 2)).astype(np.float32)
    shipped = [model for model, name in NAMES.items() if name in store.manifest()]
    worst = []
    with serving() as server, chromium() as browser:
        for model in shipped:
            visitor = Visitor(browser, server.url).open("tab=vae&part=plane", vae_plane_model=model).done(PLANE)
            here = np.array(visitor.stage(PLANE).evaluate(MEANS, z.tolist()))
            with torch.inference_mode():
                there = network(NAMES[model]).decode(torch.from_numpy(z)).sigmoid().numpy()
            worst.append(float(np.abs(here - there).max()))
            visitor.close()
    how = f"largest difference of a pixel's mean from torch, {len(z)} places in [-4, 4]^2, {', '.join(shipped)}"
    yield row("vae.browser_decode_error", [max(worst)], "grey value", how)


def dragging(quick: bool) -> Iterator[dict]:
    took, asked, highest = [], [], []
    with serving() as server, chromium() as browser:
        visitor = Visitor(browser, server.url).open("tab=vae&part=plane").done(PLANE)
        visitor.page.wait_for_timeout(4000)
        for _ in range(1 if quick else 5):
            visitor.requests.clear()
            found = drag(visitor, visitor.stage(PLANE).locator("[data-field]"), server_decodes=False)
            asked.append(len(visitor.requests))
            took.append(percentile(found))
            highest.append(len(found))
        visitor.close()
    how = f"p95 from pointer event to canvas written, dragged for 5 s, {statistics.median(highest):.0f} events a time"
    yield row("vae.drag_ms", took, "ms", how)
    yield row("vae.drag_requests", asked, "requests", "while the plane is dragged for 5 s")


def dragging_server(quick: bool) -> Iterator[dict]:
    took, count = [], []
    with serving() as server, chromium() as browser:
        visitor = Visitor(browser, server.url).open("tab=vae&part=encode", vae_encode_size="24 numbers").done(ENCODE)
        visitor.page.wait_for_timeout(4000)
        for _ in range(1 if quick else 5):
            found = drag(visitor, visitor.stage(ENCODE).locator("[data-field]"), server_decodes=True)
            took.append(percentile(found))
            count.append(len(found))
        visitor.close()
    each = statistics.median(count)
    how = f"p95 from pointer event to canvas written, 24-D model decoded by the server, {each:.0f} pictures a time"
    yield row("vae.drag_server_ms", took, "ms", how)


def percentile(values: list[float], share: float = 0.95) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]


def drag(visitor: Visitor, field: Locator, *, server_decodes: bool, seconds: float = 5.0) -> list[float]:
    """Lead the mouse in a rose over the field, a move each 16 ms; the milliseconds of every picture."""
    field.scroll_into_view_if_needed()
    box, mouse = field.bounding_box(), visitor.page.mouse
    middle, radius = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), 0.4 * box["width"]
    visitor.page.evaluate(WATCH, server_decodes)
    mouse.move(*middle)
    mouse.down()
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        reach = radius * math.cos(1.7 * passed)
        mouse.move(middle[0] + reach * math.cos(2 * passed), middle[1] + reach * math.sin(2 * passed))
        time.sleep(max(0.0, 0.016 - (time.perf_counter() - began - passed)))
    took = visitor.page.evaluate("() => window.took")
    mouse.up()
    visitor.page.wait_for_timeout(500)
    return took
