"""A character model that trains live, as a visitor meets it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.driving import PHONE, Visitor
from tests.browser.live import Live

pytestmark = pytest.mark.browser
NURSERY = "the cat sat on the mat and the rat sat on the cat and " * 7
TINY = {
    "width": 16, "depth": 1, "context": 8, "batch": 4, "steps": 100_000, "source": "own text", "own": NURSERY,
    "prompt": "the ",
}  # fmt: skip


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit(None)


def ready(visitor: Visitor, **settings: object) -> Live:
    return Live(visitor, "autoregressive.learn", **TINY | settings)


def sample(run: Live) -> str:
    return run.stage.locator("[data-sample]").inner_text()


def test_it_learns_and_the_time_machine_goes_back_without_a_request(visitor):
    run = ready(visitor, rate=0.02)
    noise = sample(run)
    run.press("play").reaches(80)
    stood = run.paused()
    late, heat = sample(run), visitor.pixels(run.stage.locator("[data-heat]"))
    assert late != noise and float(run.number("held")) < 4
    visitor.requests.clear()
    run.stage.locator("[data-time]").press("Home")
    assert run.step() == 0 and sample(run) == noise and visitor.pixels(run.stage.locator("[data-heat]")) != heat
    run.stage.locator("[data-time]").press("End")
    assert run.step() == stood and sample(run) == late
    assert not visitor.requests
    run.press("step").reaches(stood + 1)


def test_a_change_on_the_way_is_in_the_link_and_too_short_a_text_keeps_the_old(visitor):
    run = ready(visitor).press("play").reaches(10)
    visitor.set_number("autoregressive-learn-rate", 0.05)
    run.until("film.changes.some(([step, name, value]) => name === 'rate' && value === 0.05)")
    run.page.locator("#autoregressive-learn-own textarea").fill("<b>too short</b>")
    expect(run.status()).to_contain_text("needs 300", timeout=30_000)
    run.reaches(run.step() + 5)
    run.page.wait_for_function("location.search.includes('%3Arate%3D0.05')")


def test_maths_code_and_picture_light_up_together(visitor):
    run = ready(visitor)
    for term in ("predict", "surprise", "descent", "draw"):
        run.stage.locator(f"pre [data-term={term}]").first.focus()
        expect(run.stage).to_have_attribute("data-lit", term)
        for place in run.stage.locator(f".term[data-term={term}]").all():
            assert place.evaluate("(e) => getComputedStyle(e).boxShadow") != "none"


def test_a_phone_sees_all_of_the_training(visit):
    run = ready(visit(None, **PHONE))
    assert run.page.evaluate("document.documentElement.scrollWidth") <= 390
