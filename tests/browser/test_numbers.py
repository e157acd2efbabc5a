"""What a visitor types for a number: only what the control can take counts, and nothing else reaches the link."""

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser
STEPS, GUIDANCE, SEED = (f"diffusion-reverse-{name}" for name in ("steps", "guidance", "seed"))
SETTINGS = {"diffusion_reverse_steps": 6, "diffusion_reverse_guidance": 2, "diffusion_reverse_seed": 3}
WHOLE = "Steps must be a whole number from 1 to 1,000; it stays at 6."


@pytest.fixture
def visitor(page_at) -> Visitor:
    return page_at(**SETTINGS)


def write(visitor: Visitor, control: str, text: str, leave: str = "Tab") -> None:
    """As by hand, over what stands there."""
    visitor.number(control).click(click_count=3)
    visitor.page.keyboard.press("Delete")
    visitor.page.keyboard.type(text)
    visitor.page.keyboard.press(leave)


def in_the_link(visitor: Visitor, control: str) -> str:
    visitor.page.wait_for_timeout(600)  # the address is written a little later
    return visitor.query()[control.replace("-", ".")]


def test_a_number_is_taken_as_it_is_meant(visitor):
    """Once it is whole: none of its digits alone."""
    for control, text, value, leave in (
        (GUIDANCE, "7,5", "7.5", "Tab"), (GUIDANCE, "0.75", "0.75", "Enter"), (STEPS, "1e2", "100", "Tab"),
        (STEPS, "1,000", "1000", "Enter"), (SEED, "1234567", "1234567", "Tab"),
    ):  # fmt: skip
        write(visitor, control, text, leave)
        expect(visitor.number(control)).to_have_value(value)
        assert in_the_link(visitor, control) == value
        expect(visitor.page.locator(".refusal")).to_have_count(0)
    visitor.number(STEPS).press("ArrowDown")
    assert in_the_link(visitor, STEPS) == "999", "arrow keys count at once"


def test_what_cannot_be_taken_is_said_and_nothing_is_lost(visitor):
    link, other = visitor.page.url, "Guidance w must be a number from 0 to 15; it stays at 2."
    refused = [(STEPS, text, "6", WHOLE) for text in ("99999", "2.5", "2,5", "", "-", "0", "e")]
    for control, text, value, sentence in (*refused, (GUIDANCE, "75", "2", other), (SEED, "1e30", "3", "stays at 3.")):
        write(visitor, control, text)
        expect(visitor.page.get_by_role("alert")).to_contain_text(sentence)
        expect(visitor.number(control)).to_have_value(value)
        visitor.page.wait_for_timeout(600)
        assert visitor.page.url == link, text
        visitor.page.locator(f"#{GUIDANCE} input[type=range]").press("Home")  # the next entry
        expect(visitor.page.locator(".refusal")).to_have_count(0)
        visitor.set_number(GUIDANCE, 2)
        visitor.page.wait_for_url(link)


def test_a_paste_is_read_as_it_stands(visit):
    visitor = visit(settings=SETTINGS, permissions=["clipboard-read", "clipboard-write"]).done()
    visitor.page.evaluate("navigator.clipboard.writeText('7,5')")
    visitor.number(GUIDANCE).click(click_count=3)
    visitor.page.keyboard.press("Control+V")
    visitor.page.keyboard.press("Tab")
    expect(visitor.number(GUIDANCE)).to_have_value("7.5")
    assert in_the_link(visitor, GUIDANCE) == "7.5"


def test_the_refusal_is_met_on_the_way_to_a_button_which_is_pressed_all_the_same(visitor):
    """And goes with the next entry."""
    before = visitor.run()
    visitor.number(STEPS).fill("5000")
    visitor.page.locator("#diffusion-reverse-go").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text(WHOLE)
    visitor.done(frames=7, after=before)
    visitor.set_number(STEPS, 8)
    expect(visitor.page.locator(".refusal")).to_have_count(0)
    visitor.press(frames=9)
