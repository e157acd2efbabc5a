"""A language model opened, and a character model that trains live, as a visitor meets them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser
HISTORY = """() => {
  const refresh = playground.Transport.prototype.refresh;
  playground.Transport.prototype.refresh = function () { window.run = this.history; return refresh.call(this); };
}"""
PHONE = {"viewport": {"width": 390, "height": 844}}
TINY = {"width": 16, "depth": 1, "context": 8, "batch": 4, "steps": 100_000}
NURSERY = "the cat sat on the mat and the rat sat on the cat and " * 7


def link_to(part: str, values: dict) -> str:
    pairs = (f"autoregressive.{part}.{name}={value}" for name, value in values.items())
    return "&".join([f"tab=autoregressive&part={part}", *pairs])


class Opened:
    """The part "Look inside" of a visitor's page, its costs measured."""

    def __init__(self, visitor: Visitor, **settings: object) -> None:
        values = {"repeats": 1, "more": 2, "text": "Once upon a time"} | settings
        visitor.open(link_to("inside", values))
        self.page: Page = visitor.page
        self.stage = self.page.locator(".stage.inside")
        self.done()

    def done(self) -> None:
        expect(self.page.locator("div:has(> .stage.inside)")).to_have_attribute("data-state", "done", timeout=120_000)

    def told(self) -> str:
        return self.stage.locator("[data-told]").inner_text()

    def token(self, at: int):
        return self.stage.locator(f"[data-text] [data-at='{at}']")


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit(None)


def test_a_token_a_head_and_a_layer_are_chosen_by_mouse_and_by_keyboard(visitor):
    it = Opened(visitor, at=2, layer=1)
    assert it.told().startswith("Layer 1, head 1, token 2,")
    before = visitor.pixels(it.stage.locator("[data-matrix]"))
    it.token(3).click()
    expect(it.stage.locator("[data-told]")).to_contain_text("token 3,")
    it.stage.locator("[data-heads] button[data-layer='2'][data-head='3']").click()
    expect(it.stage.locator("[data-told]")).to_contain_text("Layer 2, head 3, token 3,")
    assert visitor.pixels(it.stage.locator("[data-matrix]")) != before
    it.page.keyboard.press("ArrowLeft")
    it.page.keyboard.press("ArrowUp")
    it.page.keyboard.press("h")
    expect(it.stage.locator("[data-told]")).to_contain_text("Layer 3, head 4, token 2,")
    it.stage.locator("[data-lens] tr[data-row='1'] td[data-at='1']").click()
    expect(it.stage.locator("[data-told]")).to_contain_text("Layer 1, head 4, token 1,")
    it.page.wait_for_function("location.search.includes('inside.at=1') && location.search.includes('inside.head=4')")


def test_the_future_is_forbidden_and_the_rest_sums_to_one(visitor):
    it = Opened(visitor, at=2)
    tokens = it.stage.locator("[data-text] .token").count()
    assert it.stage.locator("[data-text] .forbidden").count() == tokens - 3
    expect(it.stage.locator("[data-maths=attention]")).to_contain_text("3 weights, sum 1.000")
    rows = it.stage.locator("[data-lens] tr")
    assert rows.count() == it.page.evaluate("document.querySelectorAll('.inside [data-heads] button').length") / 4 + 3


def test_the_cache_switched_off_leaves_the_text_and_both_ways_are_measured(visitor):
    it = Opened(visitor)
    around = it.page.locator("div:has(> .stage.inside)")
    text, before = it.stage.locator("[data-text]").inner_text(), around.get_attribute("data-run")
    for way in ("with", "without"):
        assert float(it.stage.locator(f"[data-number={way}] strong").inner_text()) > 0
    it.page.locator("#autoregressive-inside-caching input").click()
    expect(around).not_to_have_attribute("data-run", before, timeout=60_000)
    it.done()
    assert it.stage.locator("[data-text]").inner_text() == text
    expect(it.stage.locator("[data-cost]")).to_contain_text("without the cache")


def test_markup_is_shown_and_a_strange_character_is_named(visitor):
    it = Opened(visitor, text="%3Cimg src=x onerror=alert(1)%3E%7B%7B7*7%7D%7D")
    assert "<img" in it.stage.locator("[data-text]").inner_text().replace("␣", " ")
    assert it.stage.locator("[data-text] img, [data-lens] img").count() == 0
    it.page.locator("#autoregressive-inside-text textarea").fill("café")
    it.page.locator("#autoregressive-inside-model").get_by_test_id("Shakespeare-radio-label").click()
    expect(visitor.toast()).to_contain_text("This model knows 65 characters")


def test_a_phone_sees_all_of_it(visit):
    it = Opened(visit(None, **PHONE))
    assert it.page.evaluate("document.documentElement.scrollWidth") <= 390


class Run:
    """The part "Train live", its training standing ready."""

    def __init__(self, visitor: Visitor, **settings: object) -> None:
        values = TINY | {"source": "own text", "own": NURSERY, "prompt": "the "} | settings
        visitor.open(link_to("learn", values))
        self.page: Page = visitor.page
        self.stage = self.page.locator(".stage.learning")
        expect(self.status()).to_have_text("paused", timeout=120_000)
        self.page.evaluate(HISTORY)

    def status(self):
        return self.stage.locator(".status").first

    def press(self, what: str) -> "Run":
        self.stage.locator(f"[data-do={what}]").click()
        return self

    def step(self) -> int:
        return int(re.sub(r"\D", "", self.stage.locator("[data-count]").inner_text()))

    def reaches(self, step: int) -> "Run":
        self.page.wait_for_function("(step) => window.run && run.frames.at(-1).step >= step", arg=step, timeout=90_000)
        return self

    def paused(self) -> int:
        self.press("play")
        expect(self.status()).to_have_text("paused", timeout=30_000)
        return self.step()

    def sample(self) -> str:
        return self.stage.locator("[data-sample]").inner_text()


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
    run.page.wait_for_function("run.changes.some(([step, name, value]) => name === 'rate' && value === 0.05)")
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
