"""Guidance opened and measured, in a real browser."""

import numpy as np
import pytest
from playwright.sync_api import expect

from playground.engines.text_to_image.guidance import guidance

pytestmark = pytest.mark.browser
PART = "text_to_image-guidance"
QUICK = "part=guidance&text_to_image.guidance.samples=6&text_to_image.guidance.steps=5"


def test_every_weight_has_its_column_of_what_the_engine_drew(at):
    visitor = at(PART, QUICK).done(PART)
    frames = [frame for frame in guidance(samples=6, steps=5) if frame.kind == "step"]
    table = visitor.stage(PART).locator("table")
    expect(table.locator("thead th")).to_have_count(1 + len(frames))
    assert table.locator("canvas").count() == 9 * len(frames)
    canvases = [table.locator("tbody tr").nth(row).locator("canvas").nth(3) for row in (0, 5, 12, 14)]
    drawn = [np.frombuffer(visitor.pixels(canvas), np.uint8).reshape(64, 64, 3).astype(int) for canvas in canvases]
    told = [frames[3].arrays[name][k] for name, k in (("pictures", 0), ("pictures", 5), ("guesses", 0), ("guesses", 2))]
    assert all(np.abs(ours - theirs).max() <= 1 for ours, theirs in zip(drawn, told, strict=True))
    expect(table.locator("td.measure strong").nth(3)).to_have_text(f"{frames[3].stats['right']:.0%}".replace("%", " %"))
    expect(visitor.stage(PART).locator(".status")).to_contain_text("6 pictures measured")


def test_what_is_not_understood_is_said_and_not_judged(at):
    visitor = at(PART, f"{QUICK}&text_to_image.guidance.prompt=a futuristic city").done(PART)
    expect(visitor.stage(PART).locator(".status")).to_contain_text("cannot look for all that this prompt says")
    expect(visitor.stage(PART).locator("td.measure").first).to_have_text("–")
