"""A language model opened, as a visitor meets it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser


def link_to(values: dict) -> str:
    pairs = (f"autoregressive.inside.{name}={value}" for name, value in values.items())
    return "&".join(["tab=autoregressive&part=inside", *pairs])


class Opened:
    """The part "Look inside" of a visitor's page, its costs measured."""

    def __init__(self, visitor: Visitor, **settings: object) -> None:
        values = {"repeats": 1, "more": 2, "text": "Once upon a time"} | settings
        visitor.open(link_to(values))
        self.page: Page = visitor.page
        self.stage = self.page.locator(".autoregressive-inside")
        self.done()

    def done(self) -> None:
        expect(self.page.locator("div:has(> .autoregressive-inside)")).to_have_attribute(
            "data-state", "done", timeout=120_000
        )

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
    assert rows.count() == it.stage.locator("[data-heads] button").count() / 4 + 3


def test_the_cache_switched_off_leaves_the_text_and_both_ways_are_measured(visitor):
    it = Opened(visitor)
    around = it.page.locator("div:has(> .autoregressive-inside)")
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
