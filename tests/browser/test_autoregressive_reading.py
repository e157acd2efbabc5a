"""Three readers of one sentence, and whose sentence it is, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from playground import store
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/t5" not in store.manifest(), reason="not trained yet"),
]
THREE, WHOSE = "autoregressive-readers", "autoregressive-whose"
MARKUP = "<img src=x onerror=alert(1)> {{7*7}}"


@pytest.fixture
def at(visit) -> Callable[..., Visitor]:
    def make(part: str, query: str = "", **context: object) -> Visitor:
        return visit(f"tab=autoregressive&part={part.split('-')[1]}&{query}", **context).done(part)

    return make


def reader(visitor: Visitor, name: str) -> Locator:
    return visitor.stage(THREE).locator(f"[data-reader={name}]")


class TestThree:
    def test_a_blank_is_moved_without_a_request(self, at):
        visitor = at(THREE)
        writer, both = reader(visitor, "gpt"), reader(visitor, "bert")
        tokens = writer.locator("[data-strip] .token")
        count = tokens.count()
        visitor.requests.clear()
        tokens.nth(4).click()
        expect(writer.locator(".unseen")).to_have_count(count - 5)
        expect(both.locator(".unseen")).to_have_count(1)
        expect(both.locator("[data-strip] .blank")).to_have_attribute("data-k", "4")
        expect(writer.locator("[data-tops] li")).to_have_count(6)
        visitor.page.keyboard.press("ArrowRight")
        expect(both.locator("[data-strip] .blank")).to_have_attribute("data-k", "5")
        expect(writer.locator("[data-strip] .blank")).to_be_focused()
        both.locator("[data-strip] .token").last.click()
        expect(writer.locator("[data-asked]")).to_contain_text("nothing stands there yet")
        expect(visitor.stage(THREE).locator("[data-number=gpt] strong")).to_have_text("–")
        assert visitor.requests == []

    def test_the_prefix_swaps_the_task(self, at):
        visitor = at(THREE)
        translator = reader(visitor, "t5")
        expect(translator.locator("[data-source]")).to_contain_text("est")
        before = translator.locator("[data-source]").inner_text()
        visitor.requests.clear()
        translator.get_by_role("radio", name="shorten:").click()
        assert translator.locator("[data-source]").inner_text() != before
        expect(visitor.stage(THREE).locator("[data-maths=t5]")).to_contain_text("shorten")
        assert visitor.requests == []

    def test_the_masks_are_drawn_and_told(self, at):
        visitor = at(THREE)
        for name, words in (("gpt", "causal"), ("bert", "full"), ("t5", "source")):
            canvas = reader(visitor, name).locator("[data-mask]")
            assert len(set(visitor.pixels(canvas))) > 2
            expect(canvas).to_have_attribute("aria-label", re.compile(words))
        box = reader(visitor, "gpt").locator("[data-mask]")
        size = box.evaluate("(canvas) => canvas.clientWidth")
        box.hover(position={"x": size - 4, "y": 4})
        expect(reader(visitor, "gpt").locator("[data-cell]")).to_contain_text("does not change at all")
        box.hover(position={"x": 4, "y": size - 4})
        expect(reader(visitor, "gpt").locator("[data-cell]")).to_contain_text(
            re.compile(r"changes by 0\.\d+|changes by 1")
        )

    def test_markup_is_text_and_no_text_is_a_sentence(self, at):
        visitor = at(THREE)
        before = visitor.run(THREE)
        text = visitor.page.locator("#autoregressive-readers-text textarea")
        text.fill(MARKUP)
        visitor.page.locator("#autoregressive-readers-go").click()
        visitor.done(THREE, after=before)
        shown = reader(visitor, "bert").locator("[data-strip]").inner_text()
        assert "<img" in shown.replace("\n", "") and "{{7*7}}" in shown.replace("\n", "")
        assert visitor.stage(THREE).locator("img").count() == 0
        text.fill("   ")
        visitor.page.locator("#autoregressive-readers-go").click()
        expect(visitor.toast()).to_contain_text("type some text")
        assert "{{7*7}}" in reader(visitor, "bert").locator("[data-strip]").inner_text().replace("\n", "")

    def test_on_a_phone_nothing_is_wider_than_the_page(self, at):
        visitor = at(THREE, viewport={"width": 390, "height": 800})
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390


class TestWhose:
    QUICK = (
        "autoregressive.whose.most=16&autoregressive.whose.authors=Carroll,Baum"
        "&autoregressive.whose.methods=logistic regression,n-gram per author"
    )

    def test_amounts_are_scrubbed_without_a_request(self, at):
        visitor = at(WHOSE, self.QUICK)
        stage = visitor.stage(WHOSE)
        expect(visitor.count(WHOSE)).to_have_text("16 sentences of each author")
        visitor.requests.clear()
        stage.locator("[data-player=range]").press("Home")
        expect(visitor.count(WHOSE)).to_have_text("4 sentences of each author")
        expect(stage.locator("[data-judges] section")).to_have_count(2)
        expect(stage.locator("[data-curve]")).to_have_attribute(
            "aria-label", re.compile(r"With 4 .* n-gram per author \d+")
        )
        assert visitor.requests == []

    def test_only_the_generative_one_writes(self, at):
        visitor = at(WHOSE, self.QUICK)
        cards = visitor.stage(WHOSE).locator("[data-written] section")
        expect(cards.nth(0)).to_contain_text("cannot")
        expect(cards.nth(1).locator("dd")).to_have_count(2)
        assert all(text.strip() for text in cards.nth(1).locator("dd").all_inner_texts())

    def test_your_own_sentence(self, at):
        visitor = at(WHOSE, self.QUICK)
        before = visitor.run(WHOSE)
        visitor.page.locator("#autoregressive-whose-sentence textarea").fill("Dorothy met the Scarecrow. <b>x</b>")
        visitor.page.locator("#autoregressive-whose-go").click()
        visitor.done(WHOSE, after=before)
        expect(visitor.stage(WHOSE).locator("[data-judges] section").nth(0).locator("li.best")).to_contain_text("Baum")

    def test_one_author_is_a_sentence(self, at):
        visitor = at(WHOSE, self.QUICK)
        visitor.page.locator("#autoregressive-whose-authors").get_by_label("Baum").click()
        visitor.page.locator("#autoregressive-whose-go").click()
        expect(visitor.toast()).to_contain_text("pick at least two")
