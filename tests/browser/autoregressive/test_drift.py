"""Tales continued, in a real browser."""

import pytest
from playwright.sync_api import expect

from playground import store
from tests.browser.driving import PHONE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/tales" not in store.manifest(), reason="not trained yet"),
]
DRIFT = "autoregressive-drift"
FEW = "autoregressive.drift.texts=8&autoregressive.drift.length=32"


def test_texts_are_leafed_through_without_a_request(at):
    visitor = at(DRIFT, FEW)
    stage = visitor.stage(DRIFT)
    expect(stage.locator("[data-told]")).to_contain_text("Samples cost the scorer")
    visitor.page.wait_for_timeout(800)
    visitor.requests.clear()
    texts = set()
    slider = stage.locator("[data-which]")
    slider.focus()
    for _ in range(3):
        texts.add(stage.locator("[data-lane=sampled] [data-text]").text_content())
        visitor.page.keyboard.press("ArrowRight")
    assert len(texts) == 3
    expect(stage.locator("[data-count]")).to_have_text("4 of 8")
    assert visitor.requests == []


def test_fits_a_phone(at):
    visitor = at(DRIFT, FEW, **PHONE)
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
