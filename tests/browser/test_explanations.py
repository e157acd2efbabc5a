"""What a number means is told to whoever points at it, focuses it or taps it, in a real browser."""

import pytest
from playwright.sync_api import Locator, expect

from playground.registry import FAMILIES
from tests.browser.driving import PHONE, Visitor

pytestmark = pytest.mark.browser
REVERSE = FAMILIES[0].engine("reverse")


def box(visitor: Visitor, name: str) -> Locator:
    return visitor.stage().locator(f"[data-number={name}]")


def tip(visitor: Visitor) -> Locator:
    return visitor.stage().get_by_role("tooltip")


def told(key: str) -> str:
    shown = REVERSE.shown("stat", key)
    return f"{shown.label}{shown.unit and ', ' + shown.unit} {shown.meaning}"


def test_a_mouse_that_rests_is_told_and_one_that_leaves_is_not(look):
    visitor = look("diffusion-reverse")
    box(visitor, "alpha").scroll_into_view_if_needed()
    visitor.page.mouse.move(5, 5)
    box(visitor, "alpha").hover()
    expect(tip(visitor)).to_have_text(told("alpha_bar"))
    tip(visitor).hover()  # it can be read with the mouse on it
    visitor.page.wait_for_timeout(400)
    expect(tip(visitor)).to_be_visible()
    box(visitor, "snr").hover()
    expect(tip(visitor)).to_have_text(told("snr_db"))
    visitor.page.mouse.move(5, 5)
    expect(tip(visitor)).to_be_hidden()


def test_the_keyboard_reaches_it_and_escape_closes_it(look):
    visitor = look("diffusion-reverse")
    box(visitor, "change").focus()
    expect(tip(visitor)).to_have_text(told("norm_x0_change"))
    assert box(visitor, "change").get_attribute("aria-describedby") == tip(visitor).get_attribute("id")
    visitor.page.keyboard.press("Tab")  # to the next number, which shows two
    expect(tip(visitor)).to_have_text(told("seconds") + told("calls"))
    assert box(visitor, "change").get_attribute("aria-describedby") is None
    visitor.page.keyboard.press("Escape")
    expect(tip(visitor)).to_be_hidden()


def test_a_tap_tells_within_the_width_of_a_phone(at):
    visitor = at("diffusion-reverse", settings={"diffusion_reverse_steps": 3}, **PHONE)
    box(visitor, "snr").tap()
    expect(tip(visitor)).to_have_text(told("snr_db"))
    place = tip(visitor).bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= PHONE["viewport"]["width"]
    visitor.stage().locator("[data-view=xt]").tap()
    expect(tip(visitor)).to_be_hidden()
