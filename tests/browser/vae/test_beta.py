"""What each number of a code does, in a real browser: what moves here asks nobody."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from playground import store
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("vae/digits24-vae" not in store.manifest(), reason="the autoencoders are not trained yet"),
    pytest.mark.usefixtures("mnist_test"),
]
BETA = "vae-beta"


def grey(visitor: Visitor, canvas: Locator) -> np.ndarray:
    return np.frombuffer(visitor.pixels(canvas), np.uint8)[::3].astype(int)


def share(visitor: Visitor, part: str, name: str) -> float:
    text = visitor.stage(part).locator(f"[data-number={name}] strong").inner_text()
    return float(re.match(r"[\d.]+", text).group())


def test_the_page_decodes_what_the_network_does(look):
    from playground.engines.vae.beta import beta

    visitor = look(BETA)
    visitor.stage(BETA).locator("[data-back]").click()
    (expected,) = beta()
    here = grey(visitor, visitor.stage(BETA).locator("[data-here]"))
    assert np.abs(here - expected.arrays["decoded"].ravel()).max() <= 1


def test_a_slider_moves_the_picture_and_asks_nobody(look):
    visitor = look(BETA)
    stage = visitor.stage(BETA)
    slider, here, seen = stage.locator(".dial input").first, stage.locator("[data-here]"), set()
    before = visitor.pixels(here)
    visitor.requests.clear()
    slider.focus()
    visitor.page.keyboard.press("Home")
    for _ in range(6):
        visitor.page.keyboard.press("PageUp")
        seen.add(visitor.pixels(here))
    assert len(seen) == 6
    expect(stage.locator("[data-twin]")).to_contain_text("Number")
    stage.locator("[data-back]").click()
    assert visitor.pixels(here) == before
    stage.locator(".dial canvas").nth(1).click(position={"x": 2, "y": 4})
    expect(stage.locator(".dial output").nth(1)).to_have_text("−3.00")
    assert visitor.requests == []


def test_a_collapsed_number_changes_nothing(at):
    visitor = at(BETA, "vae.beta.model=beta 10")
    stage = visitor.stage(BETA)
    expect(stage.locator("[data-told]")).to_contain_text("collapsed")
    here = stage.locator("[data-here]")
    before, moved = grey(visitor, here), []
    for k in (0, -1):
        stage.locator(".dial input").nth(k).focus()
        visitor.page.keyboard.press("End")
        moved.append(np.abs(grey(visitor, here) - before).max())
        stage.locator("[data-back]").click()
    assert moved[1] < 40 < moved[0]


def test_another_stop_is_another_decoder(at):
    visitor = at(BETA)
    stage, before = visitor.stage(BETA), visitor.run(BETA)
    used = stage.locator("[data-number=active] strong").inner_text()
    visitor.choose("vae-beta-model", "AE")
    visitor.done(BETA, after=before)
    expect(stage.locator("[data-number=active] strong")).to_have_text("24 of 24")
    expect(stage.locator("[data-number=rate] strong")).to_have_text("none")
    assert used != "24 of 24"
