"""A picture changed by a prompt, in a real browser: what is painted may change, the rest stays."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from playground.engines.text_to_image.edit import edit
from playground.families.text_to_image.edit import HAIR

pytestmark = pytest.mark.browser
PART = "text_to_image-edit"
SHORT = "part=edit&text_to_image.edit.steps=5"


def drawn(visitor, view: str) -> np.ndarray:
    pixels = visitor.pixels(visitor.stage(PART).locator(f"[data-view={view}]"))
    return np.frombuffer(pixels, np.uint8).reshape(64, 64, 3).astype(int)


def test_the_page_shows_what_the_engine_drew(at):
    visitor = at(PART, f"{SHORT}&text_to_image.edit.mask={HAIR}&text_to_image.edit.strength=1").done(PART, frames=6)
    frames = list(edit(steps=5, mask=HAIR, strength=1.0))
    assert np.abs(drawn(visitor, "picture") - frames[-1].arrays["picture"]).max() <= 1
    before, free = frames[0].arrays["before"], np.kron(frames[0].arrays["mask"] > 0, np.ones((4, 4))) > 0
    shown = drawn(visitor, "before")
    assert np.abs(shown[free] - before[free]).max() <= 1
    assert np.abs(shown[~free] - 0.35 * before[~free]).max() <= 1, "what is kept is dimmed"
    stage = visitor.stage(PART)
    expect(stage.locator("[data-number=after] small:not(.before)")).to_have_text(frames[-1].texts["seen_after"])
    expect(stage.locator(".status")).to_contain_text("All noise")


def test_who_paints_on_the_picture_changes_it_there(at):
    visitor = at(PART, SHORT).done(PART)
    pad = visitor.page.locator(f"#{PART}-mask canvas")
    expect(pad.locator("xpath=..")).to_have_css("background-image", re.compile(r"url\(.data:image/png"))
    pad.scroll_into_view_if_needed()
    before, box = visitor.run(PART), pad.bounding_box()
    visitor.page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.2 * box["height"], steps=5)
    visitor.page.mouse.up()
    visitor.done(PART, after=before)
    stage = visitor.stage(PART)
    expect(stage.locator("[data-number=inside] small:not(.before)")).to_contain_text("of the cells may change")
    expect(stage.locator("[data-number=outside] strong")).to_contain_text("%")
    visitor.page.locator(f"#{PART}-mask [data-clear]").click()
    expect(stage.locator("[data-number=outside] strong")).to_have_text("–", timeout=60_000)
