"""Pixel by pixel, in a real browser."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from playground import store
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/pixelcnn" not in store.manifest(), reason="not trained yet"),
    pytest.mark.usefixtures("mnist_test"),
]
PAINT = "autoregressive-paint"
QUICK = "autoregressive.paint.samples=2"


def view(visitor: Visitor, part: str, name: str) -> Locator:
    return visitor.stage(part).locator(f"[data-view={name}]")


def picture(visitor: Visitor, part: str, name: str) -> np.ndarray:
    return np.frombuffer(visitor.pixels(view(visitor, part, name)), np.uint8).reshape(28, 28, 3)


def figure(visitor: Visitor, part: str, name: str) -> float:
    text = visitor.stage(part).locator(f"[data-number={name}] strong").inner_text()
    return float(re.match(r"[\d.]+", text).group())


def test_is_played_pixel_by_pixel_without_a_request(look):
    visitor = look(PAINT, QUICK)
    stage = visitor.stage(PAINT)
    count, slider = stage.locator("[data-player=count]"), stage.locator("[data-player=range]")
    expect(count).to_contain_text("784 of 784")
    total = figure(visitor, PAINT, "bits")
    visitor.requests.clear()
    slider.press("Home")
    assert len(np.unique(picture(visitor, PAINT, "x").reshape(-1, 3), axis=0)) == 1
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    expect(count).to_contain_text("3 of 784 pixels · next row 1, column 4")
    assert 0 <= figure(visitor, PAINT, "bits") < total
    slider.press("End")
    stage.locator("[data-samples] button").nth(1).click()
    expect(stage.locator("[data-told]")).to_contain_text("add up to")
    assert set(np.unique(picture(visitor, PAINT, "x"))) <= {0, 255}
    stage.locator("[data-player=speed]").select_option("4")
    stage.locator("[data-player=play]").click()
    expect(count).to_contain_text("done", timeout=20_000)
    assert visitor.requests == []


def test_the_page_shows_what_the_engine_drew(look):
    from playground.engines.autoregressive.paint import paint

    visitor = look(PAINT, QUICK)
    visitor.stage(PAINT).locator("[data-player=range]").press("End")
    visitor.stage(PAINT).locator("[data-samples] button").first.click()
    x = np.stack([frame.arrays["x"][0] for frame in paint(samples=2) if "x" in frame.arrays])
    assert (picture(visitor, PAINT, "x")[..., 0] == 255 * x).all()


def test_a_pixel_is_chosen_by_pointer_and_by_keyboard(at):
    visitor = at(PAINT, QUICK)
    stage, board = visitor.stage(PAINT), view(visitor, PAINT, "x")
    box = board.bounding_box()
    board.hover(position={"x": box["width"] * 10.5 / 28, "y": box["height"] * 5.5 / 28})
    expect(stage.locator("[data-number=pixel] small").first).to_contain_text("row 6, column 11")
    visitor.page.mouse.move(0, 0)
    board.focus()
    for key in ("ArrowUp", "ArrowLeft"):
        visitor.page.keyboard.press(key)
    expect(stage.locator("[data-number=pixel] small").first).to_contain_text("row 27, column 27")


def test_painted_pixels_are_kept_and_travel_in_the_link(at):
    visitor = at(PAINT, QUICK)
    stage, board, before = visitor.stage(PAINT), view(visitor, PAINT, "x"), visitor.run(PAINT)
    above = picture(visitor, PAINT, "x")[:14].copy()
    stage.get_by_role("radio", name="Paint on").click()
    board.scroll_into_view_if_needed()
    box, mouse = board.bounding_box(), visitor.page.mouse
    mouse.move(box["x"] + box["width"] * 6.5 / 28, box["y"] + box["height"] * 20.5 / 28)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 20.5 / 28, box["y"] + box["height"] * 20.5 / 28, steps=20)
    mouse.up()
    visitor.done(PAINT, after=before)
    mouse.move(0, 0)
    now = picture(visitor, PAINT, "x")
    assert (now[20, 6:21] == [150, 205, 245]).all()
    assert (now[:14] == above).all()
    assert "autoregressive.paint.fixed" in visitor.page.url
    again = at(PAINT, visitor.link().replace("tab=autoregressive", "").replace("part=paint", ""))
    expect(again.stage(PAINT).locator("[data-clear]")).to_be_visible()
    again.rested()
    assert (picture(again, PAINT, "x") == now).all()
    before = again.run(PAINT)
    again.stage(PAINT).locator("[data-clear]").click()
    again.done(PAINT, after=before)
    assert (picture(again, PAINT, "x")[:14] == above).all()


def test_a_given_half_says_what_it_costs(at):
    visitor = at(PAINT, f"{QUICK}&autoregressive.paint.given=bottom half&autoregressive.paint.digit=8")
    small = visitor.stage(PAINT).locator("[data-number=given] small").first
    expect(small).to_contain_text("in its own picture")
    expect(visitor.page.locator("#autoregressive-paint-digit")).to_be_visible()


def test_a_drawing_that_is_to_come_is_asked_for(at):
    visitor = at(PAINT, f"{QUICK}&autoregressive.paint.given=top half")
    visitor.choose("autoregressive-paint-source", "drawing")
    expect(visitor.stage(PAINT).locator(".status")).to_contain_text("Draw something on the pad")
    expect(visitor.page.locator("#autoregressive-paint-strokes")).to_be_visible()


def test_the_transformers_sixteen_patterns(at):
    visitor = at(PAINT, f"{QUICK}&autoregressive.paint.model=transformer")
    box = visitor.stage(PAINT).locator("[data-patterns-box]")
    expect(box).to_be_visible()
    expect(box).to_contain_text("the 16 values of this run of four")
    expect(visitor.stage(PAINT).locator("[data-cost]")).to_contain_text("passes of one token")
