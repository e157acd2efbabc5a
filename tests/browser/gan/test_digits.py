"""The duel on digits in Chromium: it opens, trains, shows why a forgery was caught, and goes back in time."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser
LINK = "tab=gan&part=digits&gan.digits.g_width=16&gan.digits.d_width=16"
PATIENCE = 90_000


@pytest.fixture
def visitor(visit) -> Visitor:
    """One who has opened the part and touched nothing."""
    came = visit(LINK)
    expect(came.page.locator(".gan-digits .status")).to_have_text("paused", timeout=PATIENCE)
    return came


def stage(visitor: Visitor) -> Locator:
    return visitor.page.locator(".gan-digits")


def iteration(visitor: Visitor) -> int:
    return int(re.sub(r"\D", "", stage(visitor).locator("[data-count]").inner_text()))


def played(visitor: Visitor, until: int) -> int:
    """Train past an iteration, pause, and say where it stands."""
    visitor.page.evaluate("document.querySelector('.gan-digits [data-do=play]').click()")
    visitor.page.wait_for_function(
        "(least) => document.querySelector('.gan-digits [data-count]').textContent.replace(/\\D/g, '') > least",
        arg=until,
        timeout=PATIENCE,
    )
    visitor.page.evaluate("document.querySelector('.gan-digits [data-do=play]').click()")
    expect(stage(visitor).locator(".status")).to_have_text("paused", timeout=PATIENCE)
    return iteration(visitor)


def test_it_waits_until_asked(visitor):
    assert iteration(visitor) == 0
    expect(stage(visitor).locator("[data-sample]")).to_have_count(24)
    expect(stage(visitor).locator("[data-sample] output").first).to_have_text(re.compile(r"0\.\d\d"))
    expect(stage(visitor).locator("[data-words]")).to_contain_text("D holds forgery 1 for real")


def test_it_trains_and_goes_back_in_time(visitor):
    sample = stage(visitor).locator("[data-sample='0'] canvas")
    untrained = visitor.pixels(sample)
    there = played(visitor, 20)
    trained = visitor.pixels(sample)
    assert trained != untrained
    expect(stage(visitor).locator("[data-number=recognised] strong")).to_contain_text("%")
    stage(visitor).locator("[data-time]").press("Home")
    assert iteration(visitor) == 0 and visitor.pixels(sample) == untrained
    stage(visitor).locator("[data-time]").press("End")
    assert iteration(visitor) == there and visitor.pixels(sample) == trained


def test_a_sample_is_chosen_by_mouse_and_keys(visitor):
    large = stage(visitor).locator("[data-large=fake]")
    words = stage(visitor).locator("[data-words]")
    stage(visitor).locator("[data-sample='8']").click()
    expect(words).to_contain_text("forgery 9")
    assert visitor.pixels(large) == visitor.pixels(stage(visitor).locator("[data-sample='8'] canvas"))
    visitor.page.keyboard.press("ArrowRight")
    expect(words).to_contain_text("forgery 10")
    visitor.page.keyboard.press("ArrowDown")
    expect(words).to_contain_text("forgery 16")
    expect(stage(visitor).locator("[data-sample='15']")).to_be_focused()
    expect(stage(visitor).locator("[data-sample='15']")).to_have_attribute("aria-checked", "true")


def test_the_foreseen_step_comes_true(visitor):
    after = stage(visitor).locator("[data-large=after]")
    foreseen = visitor.pixels(after)
    stage(visitor).locator("[data-do=G]").click()
    expect(stage(visitor).locator("[data-count]")).to_have_text("iteration 1")
    assert visitor.pixels(stage(visitor).locator("[data-large=fake]")) == foreseen


def test_slow_motion_waits_for_the_next_press(visitor):
    why, onward = stage(visitor).locator(".why"), stage(visitor).locator("[data-next]")
    stage(visitor).locator("[data-do=slow]").click()
    expect(stage(visitor).locator("[data-count]")).to_have_text("iteration 1")
    for part in ("1", "2", "3"):
        onward.click()
        expect(why).to_have_attribute("data-part", part)
    onward.click()
    expect(stage(visitor).locator("[data-count]")).to_have_text("iteration 2")
    expect(why).to_have_attribute("data-part", "0")
