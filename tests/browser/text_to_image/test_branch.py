"""Two ways from one noise, in a real browser."""

import numpy as np
import pytest
from playwright.sync_api import expect

from playground.engines.text_to_image.branch import branch

pytestmark = pytest.mark.browser
PART = "text_to_image-branch"


def test_the_page_shows_both_ways_as_the_engine_drew_them(at):
    visitor = at(PART, "part=branch&text_to_image.branch.steps=5&text_to_image.branch.at=2").done(PART, frames=6)
    frames, stage = list(branch(steps=5, at=2)), visitor.stage(PART)
    for i in (5, 0, 3):
        stage.locator("[data-player=range]").press("Home")
        for _ in range(i):
            stage.locator("[data-player=range]").press("ArrowRight")
        for way in ("first", "other"):
            drawn = visitor.pixels(stage.locator(f"[data-view={way}]"))
            ours = np.frombuffer(drawn, np.uint8).reshape(64, 64, 3).astype(int)
            assert np.abs(ours - frames[i].arrays[way]).max() <= 1
    expect(stage.locator("[data-number=apart] strong")).to_have_text(f"{frames[3].stats['apart']:.2f}")
    expect(stage.locator("[data-number=other] small:not(.before)")).to_have_text(frames[-1].texts["other_seen"])
    expect(stage.locator(".status")).to_contain_text("The first 2 steps are shared.")
