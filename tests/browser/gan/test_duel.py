"""The duel in the plane as a visitor meets it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from playground.families.gan.duel import DUEL
from tests.browser.driving import Visitor
from tests.browser.live import SMALL_DUEL, Live

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit(None)


def ready(visitor: Visitor, link: str = "", **settings: object) -> Live:
    return Live(visitor, "gan.duel", link, **SMALL_DUEL | settings)


def test_it_stands_ready_plays_pauses_and_steps(visitor):
    duel = ready(visitor)
    assert duel.step() == 0
    expect(duel.status()).to_have_text("paused")
    duel.press("play").reaches(40)
    stood = duel.paused()
    for what in ("D", "G", "both"):
        duel.press(what).reaches(stood + 1)
        expect(duel.count()).to_have_text(f"iteration {stood + 1:,}")
        stood += 1


def test_the_time_machine_goes_back_without_a_request(visitor):
    duel = ready(visitor).press("play").reaches(60)
    newest = duel.paused()
    visitor.requests.clear()
    duel.stage.locator("[data-time]").focus()
    duel.page.keyboard.press("Home")
    assert duel.step() == 0
    early = visitor.pixels(duel.stage.locator("[data-plane]"))
    expect(duel.stage.locator("[data-now]")).to_be_visible()
    duel.page.keyboard.press("End")
    assert duel.step() == newest
    assert visitor.pixels(duel.stage.locator("[data-plane]")) != early
    assert not visitor.requests


def test_slow_motion_walks_ten_parts(visitor):
    duel = ready(visitor).press("slow")
    parts = duel.stage.locator(".slow li")
    expect(parts).to_have_count(10)
    expect(parts.nth(0)).to_have_class(re.compile("here"))
    expect(parts.nth(2)).to_have_class(re.compile("here"), timeout=10_000)
    parts.nth(8).locator("button").click()
    expect(parts.nth(8)).to_have_class(re.compile("here"))
    assert len(set(visitor.pixels(duel.stage.locator("[data-plane]")))) > 5
    duel.press("slow")
    expect(duel.stage.locator(".slow")).to_be_hidden()


def test_a_cure_replays_the_seed_and_the_duel_before_stays(visitor):
    duel = ready(visitor, steps=80).press("play")
    expect(duel.status()).to_contain_text("Done", timeout=30_000)
    first = duel.told("film.frames[0].arrays.fake ? film.run : ''")
    modes = duel.number("modes")
    duel.cure("R1")
    duel.until("film.run !== it", first)
    duel.page.wait_for_function("location.search.includes('gan.duel.r1=true')")
    expect(duel.status()).to_contain_text("Done", timeout=30_000)
    expect(duel.stage.locator("[data-number=modes] .before")).to_have_text(f"duel before: {modes}")
    assert duel.step() == 80


def test_a_change_on_the_way_is_in_the_link_and_replays(visit):
    duel = ready(visit(None), steps=600).press("play").reaches(20)
    duel.page.locator("#gan-duel-loss").get_by_test_id("hinge-radio-label").click()
    duel.until("film.changes.length === 1")
    expect(duel.status()).to_contain_text("Done", timeout=40_000)
    step, name, value = duel.told("film.changes[0]")
    assert (name, value) == ("loss", "hinge") and step >= 20
    link = duel.link()
    assert f"{step}%3Aloss%3Dhinge" in link and "gan.duel.loss=non-saturating" in link
    other = ready(visit(None), link=link).press("play").reaches(600)
    assert other.last("fake") == duel.last("fake")


def test_a_duel_that_tears_apart_shows_how_and_says_what_to_do_and_the_app_goes_on(visitor):
    duel = Live(visitor, "gan.duel")
    duel.chip("presets", "Tear it apart").click()
    expect(duel.status()).to_contain_text(
        re.compile(r"Diverged at step \d+.*Go back in time to see how.*lower the rate"), timeout=60_000
    )
    steps = duel.told("film.frames.map(({ step }) => step)")
    at = duel.told("film.last.stats.diverged")
    assert steps == [*range(at), 0] and at > 4
    d_losses = duel.told("film.frames.map(({ stats }) => Math.abs(stats.d_loss))")
    assert max(d_losses[1:]) > 100 * max(1, d_losses[1])
    kept = visitor.pixels(duel.stage.locator("[data-plane]"))
    duel.stage.locator("[data-time]").focus()
    duel.page.keyboard.press("ArrowLeft")
    expect(duel.count()).to_have_text(f"iteration {at - 1}")
    expect(duel.stage.locator("[data-legend]")).to_contain_text("forged points are outside the picture")
    assert visitor.pixels(duel.stage.locator("[data-plane]")) != kept
    duel.chip("presets", "Two moons").click()
    expect(duel.status()).to_have_text("training", timeout=20_000)


def test_an_empty_drawing_says_what_to_do_and_loses_nothing(visitor):
    duel = ready(visitor).press("play").reaches(20)
    duel.page.locator("#gan-duel-density").get_by_test_id("drawn-radio-label").click()
    expect(duel.status()).to_contain_text("Nothing is drawn yet", timeout=20_000)
    before = duel.step()
    duel.reaches(before + 10)
    pad = duel.page.locator("#gan-duel-strokes canvas")
    pad.click(position={"x": 60, "y": 60})
    expect(duel.status()).not_to_contain_text("Nothing is drawn", timeout=20_000)


def test_two_visitors_train_apart(visit):
    duel = ready(visit(None), seed=1, steps=100_000).press("play").reaches(30)
    other = ready(visit(None), seed=2, steps=100_000).press("play").reaches(30)
    duel.paused()
    other.reaches(other.step() + 30)
    assert duel.last("fake") != other.last("fake")


def test_many_seeds_show_their_spread(visitor):
    duel = ready(visitor)
    told = duel.page.locator("[data-foretold]")
    expect(told).to_contain_text("once the duel above has played")
    duel.press("play").reaches(40)
    duel.paused()
    expect(told).to_contain_text(re.compile(r"At the duel’s speed, \d+ iterations a second, that takes about \d+ "))
    visitor.set_number("gan-seeds-steps", 30)
    visitor.set_number("gan-seeds-runs", 2)
    duel.page.locator("#gan-seeds-go").click()
    expect(duel.page.locator("[data-spread]")).to_contain_text("2 seeds:", timeout=60_000)
    assert duel.page.locator(".seed-row figure").count() == 2


def test_of_many_seeds_those_that_are_through_stay_when_the_run_is_stopped(visitor):
    duel = ready(visitor, batch=8)
    seeds, spread = duel.page.locator(".seed-row figure"), duel.page.locator("[data-spread]")
    visitor.set_number("gan-seeds-runs", 20)
    visitor.set_number("gan-seeds-steps", 60)
    duel.page.locator("#gan-seeds-go").click()
    expect(seeds.nth(1)).to_be_visible(timeout=60_000)
    duel.page.locator("#gan-seeds-stop").click()
    status = duel.page.locator("#gan-seeds .status")
    expect(status).to_have_text(re.compile(r"^\d+ of 20 seeds, stopped; the spread is of these \d+ alone$"))
    count = int(re.match(r"\d+", status.inner_text()).group())
    assert seeds.count() == count < 20
    expect(spread).to_contain_text(f"{count} seeds:")


def test_a_phone_never_scrolls_sideways(visit):
    duel = ready(visit(None, viewport={"width": 390, "height": 844}, has_touch=True))
    assert duel.page.evaluate("innerWidth") == 390
    assert duel.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_preset_is_kept_in_the_link_although_the_link_set_one_of_its_controls(visitor):
    duel = ready(visitor, steps=500)
    duel.page.get_by_role("button", name="Make it collapse", exact=True).click()
    duel.page.wait_for_url(re.compile(r"gan\.duel\.steps=4000.*preset=Make\+it\+collapse"))
    duel.page.wait_for_timeout(800)
    expect(duel.page.locator("#gan-duel-look")).to_contain_text("without its cure")


def test_the_page_says_where_the_controls_stand_and_what_to_look_for_there(visit):
    """A preset and a cure are marked as long as they hold; the sentence is of what was pressed, in a link too."""
    duel = Live(visit(None), "gan.duel")
    look, said = duel.page.locator("#gan-duel-look"), {p.name: p.look_for for p in (*DUEL.presets, *DUEL.variations)}

    def stands(look_for: str, *chips: tuple[str, str]) -> None:
        expect(look).to_have_text(said[look_for])
        for row, presets in (("presets", DUEL.presets), ("variations", DUEL.variations)):
            for name in (preset.name for preset in presets):
                expect(duel.chip(row, name)).to_have_attribute("aria-pressed", str((row, name) in chips).lower())

    stands("Ring of 8", ("presets", "Ring of 8"), ("variations", "Gradient penalty"))
    duel.chip("presets", "Make it collapse").click()
    stands("Make it collapse", ("presets", "Make it collapse"))
    duel.cure("R1")
    stands("R1", ("variations", "R1"))
    duel.page.wait_for_function("location.search.includes('gan.duel.r1=true')")
    other = Live(visit(None), "gan.duel", duel.link())
    expect(other.page.locator("#gan-duel-look")).to_have_text(said["R1"])
    expect(other.chip("variations", "R1")).to_have_attribute("aria-pressed", "true")
    duel.chip("presets", "Two moons").click()
    stands("Two moons", ("presets", "Two moons"), ("variations", "Gradient penalty"))
    duel.visitor.set_number("gan-duel-seed", 8)
    expect(duel.chip("presets", "Two moons")).to_have_attribute("aria-pressed", "false")
    stands("Two moons", ("variations", "Gradient penalty"))
