"""From one digit to another in a real browser: what moves here asks nobody."""

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
MORPH = "vae-morph"


def grey(visitor: Visitor, canvas: Locator) -> np.ndarray:
    return np.frombuffer(visitor.pixels(canvas), np.uint8)[::3].astype(int)


def share(visitor: Visitor, part: str, name: str) -> float:
    text = visitor.stage(part).locator(f"[data-number={name}] strong").inner_text()
    return float(re.match(r"[\d.]+", text).group())


def test_is_scrubbed_without_a_request(at):
    visitor = at(MORPH)
    stage = visitor.stage(MORPH)
    expect(stage.locator("[data-player=count]")).to_contain_text("frame 11 of 21")
    expect(stage.locator("[data-told]")).to_contain_text("Half way")
    visitor.rested()
    shown = {way: set() for way in ("latent", "fade")}
    stage.locator("[data-player=range]").press("Home")
    for _ in range(20):
        for way, pictures in shown.items():
            pictures.add(visitor.pixels(stage.locator(f"[data-lane={way}] [data-now]")))
        visitor.page.keyboard.press("ArrowRight")
    assert all(len(pictures) > 15 for pictures in shown.values())
    expect(stage.locator("[data-player=count]")).to_contain_text("frame 21 of 21")
    expect(stage.locator("[data-lane=fade] [data-reads]")).to_contain_text("reads as a 7")
    expect(stage.locator("[data-number=near] small").first).to_contain_text("real digits: 4.")
    stage.locator("[data-lane=latent] [data-strip] button").nth(0).click()
    expect(stage.locator("[data-player=count]")).to_contain_text("frame 1 of 21")
    assert visitor.requests == []


def test_plays(at):
    visitor = at(MORPH, "vae.morph.frames=11")
    stage = visitor.stage(MORPH)
    stage.locator("[data-player=play]").click()
    expect(stage.locator("[data-player=count]")).to_contain_text("frame 11 of 11", timeout=20_000)
    expect(stage.locator("[data-player=play]")).to_have_attribute("aria-label", "Play")
    stage.evaluate("({ mounted }) => mounted.take(null, false)")  # a film that is sent once more stays where it is
    expect(stage.locator("[data-player=count]")).to_contain_text("frame 11 of 11")
