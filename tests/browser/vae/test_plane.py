"""The latent plane decoded in the page, in a real browser."""

import re

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from playground import store
from playground.models.vae.trained import network
from tests.browser.driving import PHONE, SETTLED, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("vae/digits2-vae" not in store.manifest(), reason="the autoencoders are not trained yet"),
]
PLANE = "vae-plane"


def place(visitor: Visitor) -> tuple[float, float]:
    visitor.page.evaluate(SETTLED)  # words follow the picture with the next animation frame
    text = visitor.stage(PLANE).locator("[data-where]").inner_text().replace("−", "-")
    x, y = re.findall(r"-?\d+\.\d+", text)
    return float(x), float(y)


def picture(visitor: Visitor, part: str, view: str) -> np.ndarray:
    pixels = visitor.pixels(visitor.stage(part).locator(view).first)
    return np.frombuffer(pixels, np.uint8).reshape(28, 28, 3)[:, :, 0]


def test_fills_itself_when_opened(visit):
    visitor = visit("tab=vae")
    visitor.part(PLANE)
    stage = visitor.done(PLANE, frames=1).stage(PLANE)
    assert len(set(visitor.pixels(stage.locator("[data-plane]")))) > 20
    expect(stage.locator("[data-samples] button")).to_have_count(24)
    expect(stage.locator("[data-classes] button")).to_have_count(10)
    expect(stage.locator("[data-number=holes] strong")).to_contain_text("%")
    expect(stage.locator("[data-number=confident] small").first).to_contain_text("real digits")


def test_dragging_decodes_as_torch_does_and_asks_for_nothing(at):
    visitor = at(PLANE).rested()
    visitor.drag(visitor.stage(PLANE).locator("[data-field]"), [(0.5, 0.5), (0.3, 0.4), (0.7, 0.35), (0.62, 0.7)])
    z = place(visitor)
    with torch.inference_mode():
        expected = network("vae/digits2-vae").decode(torch.tensor([z])).sigmoid()[0].reshape(28, 28).numpy()
    assert np.abs(picture(visitor, PLANE, "[data-here]") / 255 - expected).max() < 0.04  # z is read to 0.01
    visitor.page.mouse.up()
    visitor.page.wait_for_url("**/*vae.plane.x=*")
    assert visitor.requests == []
    assert float(visitor.query()["vae.plane.x"]) == pytest.approx(z[0], abs=0.011)


def test_a_finger_drags(at):
    visitor = at(PLANE, **PHONE)
    field = visitor.stage(PLANE).locator("[data-field]")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    visitor.page.touchscreen.tap(box["x"] + 0.25 * box["width"], box["y"] + 0.25 * box["height"])
    x, y = place(visitor)
    assert x < -1 and y > 1
    assert box["width"] <= 390


def test_arrow_keys_move_and_the_twin_tells(at):
    visitor = at(PLANE)
    stage = visitor.stage(PLANE).locator(".stage")
    stage.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        visitor.page.keyboard.press(key)
    x, y = place(visitor)
    assert 0 < y < x
    expect(visitor.stage(PLANE).locator("[data-twin]")).to_contain_text("nearest test picture is of class")
    visitor.page.keyboard.press("Home")
    assert place(visitor) == (0, 0)


def test_another_model_keeps_the_place(at):
    visitor = at(PLANE, "vae.plane.x=1.2&vae.plane.y=-0.5")
    assert place(visitor) == (1.2, -0.5)
    before, run = picture(visitor, PLANE, "[data-here]"), visitor.run(PLANE)
    visitor.choose("vae-plane-model", "beta 4")
    visitor.done(PLANE, after=run)
    assert place(visitor) == (1.2, -0.5)
    assert not np.array_equal(before, picture(visitor, PLANE, "[data-here]"))


def test_layers_and_prior_are_drawn_without_a_request(at):
    visitor = at(PLANE)
    drawn = visitor.stage(PLANE).locator("[data-plane]")
    seen = [visitor.pixels(drawn)]
    visitor.rested()
    for control, option in (("layers", "holes"), ("layers", "pictures"), ("prior", "fitted Gaussian")):
        visitor.page.locator(f"#vae-plane-{control} label", has_text=option).click()
        visitor.page.wait_for_timeout(600)
        seen.append(visitor.pixels(drawn))
    assert len(set(seen)) == 4
    assert visitor.requests == []
    expect(visitor.stage(PLANE).locator("[data-drawn]")).to_contain_text("fitted to the codes")


def test_samples_anew(at):
    visitor = at(PLANE)
    run, before = visitor.run(PLANE), picture(visitor, PLANE, "[data-samples] canvas")
    visitor.page.get_by_role("button", name="Sample again").click()
    visitor.done(PLANE, after=run)
    assert not np.array_equal(before, picture(visitor, PLANE, "[data-samples] canvas"))


@pytest.mark.parametrize("hostile", ["1e9", "nan"])
def test_hostile_places_in_a_link_are_answered(at, hostile):
    """Others are refused like these: tests/ui/test_links.py."""
    visitor = at(PLANE, f"vae.plane.x={hostile}&vae.plane.y=0.5")
    expect(visitor.toast()).to_contain_text("Place across")
    assert place(visitor) == (0, 0.5)


def test_a_link_restores_everything(at):
    sent = at(PLANE, "vae.plane.model=AE&vae.plane.prior=fitted Gaussian&vae.plane.seed=3&vae.plane.layers=rings,holes")
    received = at(PLANE, sent.link())
    canvases = [visitor.pixels(visitor.stage(PLANE).locator("[data-plane]")) for visitor in (sent, received)]
    assert canvases[0] == canvases[1]
    assert received.chosen("vae-plane-model") == "AE"
