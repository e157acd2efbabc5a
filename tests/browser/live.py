"""A live training on a visitor's page, and what one does with it."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.driving import Visitor

PATIENCE = 120_000  # milliseconds: a first part loads its engine, and other trainings share the machine
SMALL_DUEL = {
    "g_width": 16, "d_width": 16, "d_steps": 1, "g_hidden": 2, "d_hidden": 2, "gp": "false", "batch": 32,
    "steps": 100_000,
}  # fmt: skip
FILM = "document.querySelector({}).parentElement.mounted.film"


class Live:
    """One live part on a visitor's page, its training standing ready."""

    def __init__(self, visitor: Visitor, engine: str, link: str = "", **settings: object) -> None:
        """Open the part of an engine, such as "gan.duel", with settings; or a link to it, in its full form."""
        stem, part = engine.split(".")
        query = "&".join([f"tab={stem}&part={part}", *(f"{engine}.{name}={value}" for name, value in settings.items())])
        visitor.open(link or query)
        self.visitor, self.page, self.link = visitor, visitor.page, visitor.link
        selector = f".stage[data-engine='{engine}']"
        self.stage: Locator = self.page.locator(selector)
        self._film = FILM.format(f'"{selector}"')
        expect(self.status()).to_have_text("paused", timeout=PATIENCE)

    def press(self, what: str) -> "Live":
        self.stage.locator(f"[data-do={what}]").click()
        return self

    def step(self) -> int:
        """The iteration that is shown."""
        return int(re.sub(r"\D", "", self.count().inner_text()))

    def count(self) -> Locator:
        return self.stage.locator("[data-count]")

    def status(self) -> Locator:
        return self.stage.locator(".status").first

    def number(self, name: str) -> str:
        return self.stage.locator(f"[data-number={name}] strong").inner_text()

    def chip(self, row: str, name: str) -> Locator:
        """One of the buttons of the "presets" or the "variations"."""
        stem, part = (self.stage.get_attribute("data-engine") or "").split(".")
        return self.page.locator(f"#{stem}-{part}-{row}").get_by_role("button", name=name, exact=True)

    def cure(self, name: str) -> None:
        self.chip("variations", name).click()

    def told(self, expression: str) -> object:
        """What a script says of `film`, the frames that the page holds."""
        return self.page.evaluate(f"() => {{ const film = {self._film}; return {expression}; }}")

    def until(self, expression: str, argument: object = None) -> "Live":
        """Wait until it is true of `film` and the argument, `it`."""
        script = f"(it) => {{ const film = {self._film}; return {expression}; }}"
        self.page.wait_for_function(script, arg=argument, timeout=PATIENCE)
        return self

    def reaches(self, step: int) -> "Live":
        return self.until("film.frames.at(-1)?.step >= it", step)

    def paused(self) -> int:
        """Press pause; the iteration at which the training then stands."""
        self.press("play")
        expect(self.status()).to_have_text("paused", timeout=PATIENCE)
        return self.step()

    def last(self, array: str) -> list[float]:
        """The numbers of an array of the newest frame."""
        return self.told(f"[...film.array(film.frames.length - 1, '{array}').data]")
