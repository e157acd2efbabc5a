"""A character model that trains live, as a visitor meets it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import PHONE, Visitor

pytestmark = pytest.mark.browser
HISTORY = "document.querySelector('div:has(> .autoregressive-learn)').mounted.film"
TINY = {"width": 16, "depth": 1, "context": 8, "batch": 4, "steps": 100_000}
NURSERY = "the cat sat on the mat and the rat sat on the cat and " * 7


def link_to(values: dict) -> str:
    pairs = (f"autoregressive.learn.{name}={value}" for name, value in values.items())
    return "&".join(["tab=autoregressive&part=learn", *pairs])


class Run:
    """The part "Train live", its training standing ready."""

    def __init__(self, visitor: Visitor, **settings: object) -> None:
        values = TINY | {"source": "own text", "own": NURSERY, "prompt": "the "} | settings
        visitor.open(link_to(values))
        self.page: Page = visitor.page
        self.stage = self.page.locator(".autoregressive-learn")
        expect(self.status()).to_have_text("paused", timeout=120_000)

    def status(self):
        return self.stage.locator(".status").first

    def press(self, what: str) -> "Run":
        self.stage.locator(f"[data-do={what}]").click()
        return self

    def step(self) -> int:
        return int(re.sub(r"\D", "", self.stage.locator("[data-count]").inner_text()))

    def reaches(self, step: int) -> "Run":
        self.page.wait_for_function(f"(step) => {HISTORY}.frames.at(-1).step >= step", arg=step, timeout=90_000)
        return self

    def paused(self) -> int:
        self.press("play")
        expect(self.status()).to_have_text("paused", timeout=30_000)
        return self.step()

    def sample(self) -> str:
        return self.stage.locator("[data-sample]").inner_text()


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit(None)


def test_it_learns_and_the_time_machine_goes_back_without_a_request(visitor):
    run = Run(visitor, rate=0.02)
    noise = run.sample()
    run.press("play").reaches(80)
    stood = run.paused()
    late, heat = run.sample(), visitor.pixels(run.stage.locator("[data-heat]"))
    assert late != noise and float(run.stage.locator("[data-number=held] strong").inner_text()) < 4
    visitor.requests.clear()
    run.stage.locator("[data-time]").press("Home")
    assert run.step() == 0 and run.sample() == noise and visitor.pixels(run.stage.locator("[data-heat]")) != heat
    run.stage.locator("[data-time]").press("End")
    assert run.step() == stood and run.sample() == late
    assert not visitor.requests
    run.press("step").reaches(stood + 1)


def test_a_change_on_the_way_is_in_the_link_and_too_short_a_text_keeps_the_old(visitor):
    run = Run(visitor).press("play").reaches(10)
    visitor.set_number("autoregressive-learn-rate", 0.05)
    run.page.wait_for_function(f"{HISTORY}.changes.some(([step, name, value]) => name === 'rate' && value === 0.05)")
    run.page.locator("#autoregressive-learn-own textarea").fill("<b>too short</b>")
    expect(run.status()).to_contain_text("needs 300", timeout=30_000)
    run.reaches(run.step() + 5)
    run.page.wait_for_function("location.search.includes('%3Arate%3D0.05')")


def test_maths_code_and_picture_light_up_together(visitor):
    run = Run(visitor)
    for term in ("predict", "surprise", "descent", "draw"):
        run.stage.locator(f"pre [data-term={term}]").first.focus()
        expect(run.stage).to_have_attribute("data-lit", term)
        for place in run.stage.locator(f".term[data-term={term}]").all():
            assert place.evaluate("(e) => getComputedStyle(e).boxShadow") != "none"


def test_a_phone_sees_all_of_the_training(visit):
    run = Run(visit(None, **PHONE))
    assert run.page.evaluate("document.documentElement.scrollWidth") <= 390
