"""The app as a process and its visitors in Chromium; the browser tests and the benchmarks drive both."""

import base64
import hashlib
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from playground.live import threads
from playground.registry import FAMILIES, resolve

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Parts by name, and what they are called; live trainings have tests of their own.
PARTS = {
    f"{family.stem}-{engine.name}": engine.title
    for family in FAMILIES
    for engine in family.engines
    if engine.title and not engine.live
}
# What Gradio logs on a page that is left: a hidden page's messages overtake those that wait for their turn.
LEFT = (
    "AbortError: signal is aborted|Unexpected error Connection errored out|"
    "Unexpected client exception TypeError: Cannot set properties of undefined"
)

# `diffusion_reverse_steps`, as a keyword, is `diffusion.reverse.steps` in a link.
KEYS = {
    "_".join(place): ".".join(place)
    for family in FAMILIES
    for engine in family.engines
    for place in [(family.stem, engine.name, param.name) for param in engine.params]
}

QUIET = 800  # milliseconds without a request, after which a page that opened asks for nothing more

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}

# Until what was asked for is painted.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# Every array of every frame of a stage as [step, name, base64], names in order: what `digest` hashes.
READ = """({ mounted: { film } }) => {
  const read = (i) => (name) => {
    let text = "";
    for (const byte of new Uint8Array(film.array(i, name).data.buffer)) text += String.fromCharCode(byte);
    return [name, btoa(text)];
  };
  return film.frames.map(({ step, arrays }, i) => [step, Object.keys(arrays).sort().map(read(i))]);
}"""

PIXELS = """async (canvas) => {
  const drawn = () => new Promise((then) => requestAnimationFrame(then));
  await drawn();
  await drawn(); // what was asked for in this frame is on the canvas in the next
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let text = "";
  for (let i = 0; i < data.length; i += 4) text += String.fromCharCode(data[i], data[i + 1], data[i + 2]);
  return btoa(text);
}"""


# Nothing is kept any more, and nothing that the page tells while it is left.
FORGET = """() => {
  Storage.prototype.setItem = () => {};
  for (const kept of [localStorage, sessionStorage]) kept.clear();
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """One headless browser with a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def profile(browser: Browser, **options: object) -> BrowserContext:
    """A browser's own storage and cache, a desktop's window if nothing else is said."""
    return browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})


class Visitor:
    """One person: a page, and what went wrong on it. In a whole browser the person has a profile of their own."""

    def __init__(self, where: Browser | Page, url: str, **options: object) -> None:
        self.url = url
        self.alone = isinstance(where, Browser)
        self.page: Page = profile(where, **options).new_page() if isinstance(where, Browser) else where
        self.context = self.page.context
        self.page.set_default_timeout(60_000)
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.listening = {
            "console": lambda said: self.problems.append(said.text) if said.type == "error" else None,
            "pageerror": lambda error: self.problems.append(str(error)),
            "dialog": self._dialog,
            "request": lambda request: self.requests.append(request.url),
        }
        for event, heard in self.listening.items():
            self.page.on(event, heard)

    def _dialog(self, dialog) -> None:
        self.problems.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def open(self, query: str = "", **settings: object) -> "Visitor":
        """Open the page with a query string, or with settings such as `diffusion_reverse_steps=5`."""
        pairs = {KEYS[key]: str(value) for key, value in settings.items()}
        query = "&".join(filter(None, (query, urlencode(pairs))))
        with self.leaving():
            self.page.goto(f"{self.url}/?{query}")
        return self

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """What the page that is left in this block says of that is no problem."""
        before = len(self.problems)
        yield
        self.problems[before:] = [said for said in self.problems[before:] if not re.match(LEFT, said)]

    def link(self) -> str:
        """The address as the query of a link's full form, which `open` takes."""
        return f"tab={self.stem()}&{urlsplit(self.page.url).query}"

    def stage(self, name: str = "diffusion-reverse") -> Locator:
        return self.page.locator(f"#{name} > .html-container > div:has(> .stage)")

    def run(self, name: str = "diffusion-reverse") -> str | None:
        return self.stage(name).get_attribute("data-run") if self.stage(name).count() else None

    def done(
        self, name: str = "diffusion-reverse", *, frames: int | None = None, after: str | None = None
    ) -> "Visitor":
        """Wait for a finished run, another than `after`."""
        if after is not None:
            expect(self.stage(name)).not_to_have_attribute("data-run", after, timeout=90_000)
        expect(self.stage(name)).to_have_attribute("data-state", "done", timeout=90_000)
        if frames is not None:
            expect(self.stage(name)).to_have_attribute("data-frames", str(frames))
        return self

    def rested(self) -> "Visitor":
        """Wait until the page asks for nothing more; the requests until then are forgotten."""
        deadline, asks = time.monotonic() + 30, True
        while asks:
            assert time.monotonic() < deadline, f"the page goes on asking: {self.requests}"
            self.requests.clear()
            self.page.wait_for_timeout(QUIET)
            asks = bool(self.requests)
        return self

    def press(self, part: str = "diffusion-reverse", frames: int | None = None) -> "Visitor":
        """The part's main button, and its finished run."""
        before = self.run(part)
        self.page.locator(f"#{part}-go").click()
        return self.done(part, frames=frames, after=before)

    def part(self, name: str) -> None:
        """Open a part, and its family's page before that."""
        self.family(next(family.stem for family in FAMILIES if name.startswith(f"{family.stem}-")))
        self.page.get_by_role("tab", name=PARTS[name], exact=True).click()

    def family(self, stem: str) -> None:
        """Open a family's page by the bar."""
        if self.stem() == stem:
            return
        with self.leaving():
            self.page.locator(f"#families a[data-stem={stem}]").click()
            expect(self.page.locator(f"#families a[data-stem={stem}]")).to_have_attribute("aria-current", "page")

    def stem(self) -> str:
        """Whose page is open; empty before its address says so."""
        name = urlsplit(self.page.url).path.rsplit("/", 1)[1].replace("-", "_")
        return name if name in {family.stem for family in FAMILIES} else ""

    def count(self, name: str = "diffusion-reverse") -> Locator:
        return self.stage(name).locator("[data-player=count]")

    def at(self, name: str = "diffusion-reverse") -> int:
        """The number of the frame that is shown."""
        return int(re.search(r"\d+", self.count(name).inner_text()).group())

    def passes(self, frame: int, name: str = "diffusion-reverse") -> "Visitor":
        """Wait until a film that plays is beyond a frame."""
        deadline = time.monotonic() + 30
        while self.at(name) <= frame:
            assert time.monotonic() < deadline, f"the film stands at {self.at(name)}"
            self.page.wait_for_timeout(20)
        return self

    def number(self, control: str) -> Locator:
        return self.page.locator(f"#{control} input[type=number]")

    def set_number(self, control: str, value: float) -> None:
        self.number(control).fill(str(value))
        self.number(control).press("Tab")

    def choose(self, control: str, option: str) -> None:
        self.page.locator(f"#{control}").get_by_test_id(f"{option}-radio-label").click()

    def chosen(self, control: str) -> str:
        return self.page.locator(f"#{control} label.selected").inner_text().strip()

    def toast(self) -> Locator:
        return self.page.get_by_test_id("toast-body")

    def query(self) -> dict[str, str]:
        """What the address bar says."""
        return {key: values[0] for key, values in parse_qs(urlsplit(self.page.url).query).items()}

    def drag(self, field: Locator, places: list[tuple[float, float]]) -> None:
        """Press at the first place and lead over the others, in shares of width and height, without letting go."""
        field.scroll_into_view_if_needed()
        box = field.bounding_box()
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point)

    def pixels(self, canvas: Locator) -> bytes:
        """RGB of a canvas at its own size."""
        return base64.b64decode(canvas.evaluate(PIXELS))

    def film(self, name: str = "diffusion-reverse") -> list[tuple[int, list[tuple[str, bytes]]]]:
        """Every frame the browser holds: its step, and its arrays' bytes by name in order."""
        self.stage(name).locator("[data-player=range]").press("Home")
        frames = self.stage(name).evaluate(READ)
        return [(step, [(key, base64.b64decode(text)) for key, text in arrays]) for step, arrays in frames]

    def digest(self, name: str = "diffusion-reverse") -> str:
        return digest(self.film(name))

    def close(self) -> None:
        """Leave; a page that others use after this holds nothing of it."""
        if self.alone:
            return self.context.close()
        for event, heard in self.listening.items():
            self.page.remove_listener(event, heard)
        if self.page.is_closed():
            return None
        self.page.unroute_all()
        self.page.mouse.up()
        if self.page.url.startswith("http"):
            self.page.evaluate(FORGET)
        self.page.goto("about:blank")
        return None


def digest(film: list[tuple[int, list[tuple[str, bytes]]]]) -> str:
    """SHA-256 of a trajectory's arrays in order."""
    total = hashlib.sha256()
    for step, arrays in film:
        total.update(f"{step}".encode())
        for name, data in arrays:
            total.update(name.encode())
            total.update(data)
    return total.hexdigest()


def computed(**values: object) -> str:
    """The same digest from the engine here, no page and no cache between, on as many threads as the app gives it."""
    function = "playground.engines.diffusion.reverse:reverse"
    threads.use(function)
    frames = resolve(function)(**values)
    return digest([(f.step, [(name, f.arrays[name].tobytes()) for name in sorted(f.arrays)]) for f in frames])
