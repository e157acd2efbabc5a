"""Walking over the plane of z of the trained GAN, in a real browser."""

import pytest
from playwright.sync_api import expect

from playground import store
from tests.browser.driving import PHONE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("gan/digits" not in store.manifest(), reason="the pair is not trained yet"),
]
LATENT = "gan-latent"


def test_fills_itself_when_opened(visit):
    visitor = visit("tab=gan")
    visitor.part(LATENT)
    visitor.done(LATENT, frames=1)
    stage = visitor.stage(LATENT)
    assert len(set(visitor.pixels(stage.locator("[data-map]")))) > 20
    assert len(set(visitor.pixels(stage.locator("[data-here]")))) > 5
    expect(stage.locator("[data-classes] button")).to_have_count(11)
    expect(stage.locator("[data-path] button")).to_have_count(17)
    expect(stage.locator("[data-number=belief] strong")).to_contain_text("%")
    expect(stage.locator("[data-number=recognised] strong")).to_contain_text("of 10")
    expect(stage.locator("[data-maths=d]")).to_contain_text("σ(")
    expect(stage.locator("[data-cost] dd")).to_have_count(5)


def test_dragging_asks_for_nothing_and_letting_go_sets_the_place(at):
    visitor = at(LATENT)
    stage, seen = visitor.stage(LATENT), set()
    here, before = stage.locator("[data-here]"), visitor.run(LATENT)
    row = visitor.pixels(stage.locator("[data-classes] canvas").first)
    visitor.rested()
    visitor.drag(stage.locator(".field").first, [(0.5, 0.5)])
    box = stage.locator(".field").first.bounding_box()
    for k in range(1, 9):
        visitor.page.mouse.move(box["x"] + (0.5 + 0.05 * k) * box["width"], box["y"] + 0.2 * box["height"])
        seen.add(visitor.pixels(here))
    visitor.page.wait_for_timeout(400)
    assert len(seen) > 4
    assert visitor.requests == []
    visitor.page.mouse.up()
    visitor.done(LATENT, after=before)
    expect(stage.locator("[data-where]")).to_have_text("at 0.8, 0.6")
    visitor.page.wait_for_url("**/*gan.latent.x=0.8*")
    assert visitor.query()["gan.latent.x"] == "0.8" and visitor.query()["gan.latent.y"] == "0.6"
    assert visitor.pixels(stage.locator("[data-classes] canvas").first) != row


def test_the_large_picture_is_the_one_under_the_pointer(at):
    visitor = at(LATENT)
    stage = visitor.stage(LATENT)
    visitor.drag(stage.locator(".field").first, [(0.5, 0.5), (0.024, 0.024)])
    lattice, here = visitor.pixels(stage.locator("[data-map]")), visitor.pixels(stage.locator("[data-here]"))
    assert here == b"".join(lattice[3 * 588 * y : 3 * 588 * y + 3 * 28] for y in range(28))
    visitor.page.mouse.up()
    visitor.drag(stage.locator(".field").nth(1), [(0.5, 0.5), (0.976, 0.976)])
    expect(stage.locator("[data-where]")).to_have_text("at 1.0, −1.0")


def test_keyboard(at):
    visitor = at(LATENT)
    stage, before = visitor.stage(LATENT), visitor.run(LATENT)
    stage.locator(".stage").focus()
    for key, text in (("ArrowRight", "at 0.1, 0.0"), ("ArrowUp", "at 0.1, 0.1"), ("ArrowLeft", "at 0.0, 0.1"),
                      ("ArrowDown", "at 0.0, 0.0"), ("ArrowDown", "at 0.0, −0.1")):  # fmt: skip
        visitor.page.keyboard.press(key)
        expect(stage.locator("[data-where]")).to_have_text(text)
    visitor.done(LATENT, after=before)
    expect(stage.locator("[data-twin]")).to_contain_text("0.0 across, −0.1 up")
    visitor.page.keyboard.press("Home")
    expect(stage.locator("[data-where]")).to_have_text("at 0.0, 0.0")


def test_the_walk_from_seed_to_seed(at):
    visitor = at(LATENT)
    stage = visitor.stage(LATENT)
    here, along = stage.locator("[data-here]"), stage.locator("[data-along]")
    visitor.rested()
    seen = {visitor.pixels(here)}
    along.focus()
    for _ in range(16):
        visitor.page.keyboard.press("ArrowRight")
        seen.add(visitor.pixels(here))
    expect(stage.locator("[data-where]")).to_have_text("step 16 of 16 of the walk")
    assert len(seen) > 8
    stage.locator("[data-path] button").nth(4).click()
    expect(stage.locator("[data-where]")).to_have_text("step 4 of 16 of the walk")
    assert visitor.requests == []


def test_another_class_at_the_same_place(at):
    visitor = at(LATENT, "gan.latent.x=0.5")
    stage, before = visitor.stage(LATENT), visitor.run(LATENT)
    three = visitor.pixels(stage.locator("[data-classes] canvas").nth(3))
    stage.locator("[data-classes] button").nth(3).click()
    visitor.done(LATENT, after=before)
    assert visitor.chosen("gan-latent-label") == "3"
    expect(stage.locator("[data-where]")).to_have_text("at 0.5, 0.0")
    near = [abs(a - b) for a, b in zip(visitor.pixels(stage.locator("[data-here]")), three, strict=True)]
    assert max(near) <= 1


def test_truncation_follows_the_slider(at):
    visitor = at(LATENT)
    stage, before = visitor.stage(LATENT), visitor.run(LATENT)
    visitor.set_number("gan-latent-truncation", 0)
    visitor.done(LATENT, after=before)
    expect(stage.locator("[data-number=length] strong")).to_have_text("0.00")
    expect(stage.locator("[data-least]")).to_have_text(stage.locator("[data-most]").inner_text())


def test_a_link_opens_its_place(at):
    visitor = at(LATENT, "gan.latent.label=4&gan.latent.x=-0.3&gan.latent.y=0.7")
    expect(visitor.stage(LATENT).locator("[data-where]")).to_have_text("at −0.3, 0.7")
    expect(visitor.stage(LATENT).locator("[data-classes] .here")).to_have_text("4")


def test_touch(at):
    visitor = at(LATENT, **PHONE, is_mobile=True)
    field = visitor.stage(LATENT).locator(".field").first
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    visitor.page.touchscreen.tap(box["x"] + 0.1 * box["width"], box["y"] + 0.1 * box["height"])
    expect(visitor.stage(LATENT).locator("[data-where]")).to_have_text("at −0.8, 0.8")
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
