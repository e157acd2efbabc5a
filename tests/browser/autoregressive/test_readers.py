"""Three readers of one sentence, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, expect

from playground import store
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/t5" not in store.manifest(), reason="not trained yet"),
]
READERS = "autoregressive-readers"
MARKUP = "<img src=x onerror=alert(1)> {{7*7}}"


def reader(visitor: Visitor, name: str) -> Locator:
    return visitor.stage(READERS).locator(f"[data-reader={name}]")


def test_a_blank_is_moved_without_a_request(look):
    visitor = look(READERS)
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
    expect(visitor.stage(READERS).locator("[data-number=gpt] strong")).to_have_text("–")
    assert visitor.requests == []


def test_the_prefix_swaps_the_task(look):
    visitor = look(READERS)
    translator = reader(visitor, "t5")
    expect(translator.locator("[data-source]")).to_contain_text("est")
    before = translator.locator("[data-source]").inner_text()
    visitor.requests.clear()
    translator.get_by_role("radio", name="shorten:").click()
    assert translator.locator("[data-source]").inner_text() != before
    expect(visitor.stage(READERS).locator("[data-maths=t5]")).to_contain_text("shorten")
    assert visitor.requests == []


def test_the_masks_are_drawn_and_told(look):
    visitor = look(READERS)
    for name, words in (("gpt", "causal"), ("bert", "full"), ("t5", "source")):
        canvas = reader(visitor, name).locator("[data-mask]")
        assert len(set(visitor.pixels(canvas))) > 2
        expect(canvas).to_have_attribute("aria-label", re.compile(words))
    box = reader(visitor, "gpt").locator("[data-mask]")
    size = box.evaluate("(canvas) => canvas.clientWidth")
    box.hover(position={"x": size - 4, "y": 4})
    expect(reader(visitor, "gpt").locator("[data-cell]")).to_contain_text("does not change at all")
    box.hover(position={"x": 4, "y": size - 4})
    expect(reader(visitor, "gpt").locator("[data-cell]")).to_contain_text(re.compile(r"changes by 0\.\d+|changes by 1"))


def test_markup_is_text_and_no_text_is_a_sentence(at):
    visitor = at(READERS)
    before = visitor.run(READERS)
    text = visitor.page.locator("#autoregressive-readers-text textarea")
    text.fill(MARKUP)
    visitor.page.locator("#autoregressive-readers-go").click()
    visitor.done(READERS, after=before)
    shown = reader(visitor, "bert").locator("[data-strip]").inner_text()
    assert "<img" in shown.replace("\n", "") and "{{7*7}}" in shown.replace("\n", "")
    assert visitor.stage(READERS).locator("img").count() == 0
    text.fill("   ")
    visitor.page.locator("#autoregressive-readers-go").click()
    expect(visitor.toast()).to_contain_text("type some text")
    assert "{{7*7}}" in reader(visitor, "bert").locator("[data-strip]").inner_text().replace("\n", "")
