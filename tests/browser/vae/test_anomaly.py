"""Strange pictures in a real browser: what moves here asks nobody."""

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
ANOMALY = "vae-anomaly"


def grey(visitor: Visitor, canvas: Locator) -> np.ndarray:
    return np.frombuffer(visitor.pixels(canvas), np.uint8)[::3].astype(int)


def share(visitor: Visitor, part: str, name: str) -> float:
    text = visitor.stage(part).locator(f"[data-number={name}] strong").inner_text()
    return float(re.match(r"[\d.]+", text).group())


def test_the_threshold_counts_what_lies_beyond_it(at):
    visitor = at(ANOMALY)
    stage = visitor.stage(ANOMALY)
    slider = stage.locator("[data-threshold]")
    assert share(visitor, ANOMALY, "alarms") <= 5 and share(visitor, ANOMALY, "caught") > 90
    visitor.rested()
    slider.focus()
    visitor.page.keyboard.press("End")
    expect(stage.locator("[data-number=caught] strong")).to_have_text("0.0\u00a0%")
    expect(stage.locator("[data-gallery=caught] [data-count]")).to_have_text("none")
    visitor.page.keyboard.press("Home")
    expect(stage.locator("[data-number=caught] strong")).to_contain_text("100.0")
    assert share(visitor, ANOMALY, "alarms") > 99
    assert visitor.requests == []


def test_is_dragged_on_the_histogram(look):
    visitor = look(ANOMALY)
    histogram = visitor.stage(ANOMALY).locator("[data-histogram]")
    histogram.scroll_into_view_if_needed()
    box = histogram.bounding_box()
    visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    visitor.page.mouse.down()
    alarms = []
    for part in (0.6, 0.3, 0.15):
        visitor.page.mouse.move(box["x"] + part * box["width"], box["y"] + 60)
        visitor.page.wait_for_timeout(100)
        alarms.append(share(visitor, ANOMALY, "alarms"))
    visitor.page.mouse.up()
    assert alarms == sorted(alarms) and alarms[-1] > alarms[0]


def test_a_picture_is_looked_at_with_its_error(look):
    visitor = look(ANOMALY)
    stage = visitor.stage(ANOMALY)
    button = stage.locator("[data-gallery=caught] button").nth(2)
    button.click()
    assert visitor.pixels(stage.locator("[data-it]")) == visitor.pixels(button.locator("canvas"))
    it, again, error = (grey(visitor, stage.locator(f"[data-{name}]")) for name in ("it", "again", "error"))
    expect(stage.locator("[data-it-words]")).to_contain_text("counted as strange")
    assert error[np.abs(it - again).argmax()] == error.max() > 0
    total = float(stage.locator("[data-error-words]").inner_text().split(" ")[0])
    assert total == pytest.approx((((it - again) / 255) ** 2).sum(), abs=0.06)


def test_a_drawing_is_scored(at):
    visitor = at(ANOMALY, "vae.anomaly.strokes=60,60 200,200;200,60 60,200")
    stage = visitor.stage(ANOMALY)
    expect(stage.locator("[data-number=drawn] strong")).to_contain_text("nats")
    expect(stage.locator("[data-it-words]")).to_contain_text("your drawing")


def test_the_presets_that_fail_say_so(at):
    visitor = at(ANOMALY)
    before = visitor.run(ANOMALY)
    visitor.page.get_by_role("button", name="Where it fails: one dot").click()
    visitor.done(ANOMALY, after=before)
    expect(visitor.stage(ANOMALY).locator("[data-told]")).to_contain_text("the wrong way round")


def test_an_ae_without_a_bound_is_a_sentence(at):
    visitor = at(ANOMALY)
    visitor.choose("vae-anomaly-model", "AE")
    expect(visitor.toast().first).to_contain_text("An AE has no ELBO")
