"""The duel on digits in Chromium: it opens, trains, shows why a forgery was caught, and goes back in time."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Visitor
from tests.browser.live import PATIENCE, Live

pytestmark = pytest.mark.browser


@pytest.fixture
def duel(visit: Callable[..., Visitor]) -> Live:
    """The part as one finds it who has touched nothing."""
    return Live(visit(None), "gan.digits", g_width=16, d_width=16)


def played(duel: Live, until: int) -> int:
    """Train past an iteration, pause, and say where it stands."""
    duel.page.evaluate("document.querySelector('.gan-digits [data-do=play]').click()")
    duel.page.wait_for_function(
        "(least) => document.querySelector('.gan-digits [data-count]').textContent.replace(/\\D/g, '') > least",
        arg=until,
        timeout=PATIENCE,
    )
    duel.page.evaluate("document.querySelector('.gan-digits [data-do=play]').click()")
    expect(duel.status()).to_have_text("paused", timeout=PATIENCE)
    return duel.step()


def test_it_waits_until_asked(duel):
    assert duel.step() == 0
    expect(duel.stage.locator("[data-sample]")).to_have_count(24)
    expect(duel.stage.locator("[data-sample] output").first).to_have_text(re.compile(r"0\.\d\d"))
    expect(duel.stage.locator("[data-words]")).to_contain_text("D holds forgery 1 for real")


def test_it_trains_and_goes_back_in_time(duel):
    sample = duel.stage.locator("[data-sample='0'] canvas")
    untrained = duel.visitor.pixels(sample)
    there = played(duel, 20)
    trained = duel.visitor.pixels(sample)
    assert trained != untrained
    expect(duel.stage.locator("[data-number=recognised] strong")).to_contain_text("%")
    duel.stage.locator("[data-time]").press("Home")
    assert duel.step() == 0 and duel.visitor.pixels(sample) == untrained
    duel.stage.locator("[data-time]").press("End")
    assert duel.step() == there and duel.visitor.pixels(sample) == trained


def test_a_sample_is_chosen_by_mouse_and_keys(duel):
    large = duel.stage.locator("[data-large=fake]")
    words = duel.stage.locator("[data-words]")
    duel.stage.locator("[data-sample='8']").click()
    expect(words).to_contain_text("forgery 9")
    assert duel.visitor.pixels(large) == duel.visitor.pixels(duel.stage.locator("[data-sample='8'] canvas"))
    duel.page.keyboard.press("ArrowRight")
    expect(words).to_contain_text("forgery 10")
    duel.page.keyboard.press("ArrowDown")
    expect(words).to_contain_text("forgery 16")
    expect(duel.stage.locator("[data-sample='15']")).to_be_focused()
    expect(duel.stage.locator("[data-sample='15']")).to_have_attribute("aria-checked", "true")


def test_the_foreseen_step_comes_true(duel):
    after = duel.stage.locator("[data-large=after]")
    foreseen = duel.visitor.pixels(after)
    duel.stage.locator("[data-do=G]").click()
    expect(duel.count()).to_have_text("iteration 1")
    assert duel.visitor.pixels(duel.stage.locator("[data-large=fake]")) == foreseen


def test_slow_motion_waits_for_the_next_press(duel):
    why, onward = duel.stage.locator(".why"), duel.stage.locator("[data-next]")
    duel.stage.locator("[data-do=slow]").click()
    expect(duel.count()).to_have_text("iteration 1")
    for part in ("1", "2", "3"):
        onward.click()
        expect(why).to_have_attribute("data-part", part)
    onward.click()
    expect(duel.count()).to_have_text("iteration 2")
    expect(why).to_have_attribute("data-part", "0")
