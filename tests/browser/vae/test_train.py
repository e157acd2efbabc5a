"""Autoencoders that train live, as a visitor meets them: in the plane and on digits."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Visitor
from tests.browser.live import Live

pytestmark = pytest.mark.browser
SMALL = {"width": 16, "hidden": 1, "batch": 32}
both = pytest.mark.parametrize("part", ["train", "digits"])


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit(None)


def ready(visitor: Visitor, part: str = "train", link: str = "", **settings: object) -> Live:
    return Live(visitor, f"vae.{part}", link, **SMALL | settings)


def chosen(run: Live) -> str:
    return run.stage.locator("[data-chosen]").inner_text()


@both
def test_it_stands_ready_plays_pauses_and_steps(visitor, part):
    run = ready(visitor, part, steps=100_000)
    assert run.step() == 0
    run.press("play").reaches(40)
    stood = run.paused()
    run.press("step").reaches(stood + 1)
    expect(run.count()).to_have_text(f"iteration {stood + 1:,}")
    run.stage.locator("[data-time]").press("s")
    expect(run.count()).to_have_text(f"iteration {stood + 2:,}")


@both
def test_the_time_machine_goes_back_without_a_request(visitor, part):
    run = ready(visitor, part, steps=100_000).press("play").reaches(60)
    newest = run.paused()
    visitor.requests.clear()
    latent = run.stage.locator("[data-latent]")
    late = visitor.pixels(latent)
    run.stage.locator("[data-time]").press("Home")
    assert run.step() == 0 and visitor.pixels(latent) != late
    expect(run.stage.locator("[data-now]")).to_be_visible()
    run.stage.locator("[data-time]").press("End")
    assert run.step() == newest and visitor.pixels(latent) == late
    assert not visitor.requests


@both
def test_a_cure_replays_the_seed_and_the_run_before_stays(visitor, part):
    run = ready(visitor, part, steps=80).press("play")
    expect(run.status()).to_contain_text("Done", timeout=30_000)
    expect(run.count()).to_have_text("iteration 80")
    first, cost = run.told("film.run"), run.number("kl")
    run.cure("Free bits")
    run.until("film.run !== it", first)
    run.page.wait_for_function(f"location.search.includes('vae.{part}.free_bits=0.')")
    run.reaches(80)
    expect(run.status()).to_contain_text("Done", timeout=30_000)
    expect(run.stage.locator("[data-number=kl] .before")).to_have_text(f"run before: {cost}")
    expect(run.count()).to_have_text("iteration 80")


def test_a_collapse_is_told(visitor):
    """So large a beta that nothing else pays."""
    run = ready(visitor, beta=20, sigma=0.5, steps=100_000).press("play").reaches(300)
    run.paused()
    expect(run.stage.locator("[data-number=kl] small").first).to_contain_text("collapsed")
    assert float(run.number("kl")) < 0.05


def test_a_rate_far_too_high_ends_in_a_sentence_and_the_app_goes_on(visitor):
    run = ready(visitor)
    run.page.get_by_role("button", name="Tear it apart").click()
    expect(run.status()).to_contain_text(re.compile(r"[Dd]iverged at step \d+"), timeout=60_000)
    run.page.get_by_role("button", name="Two moons").click()
    expect(run.status()).to_have_text("training", timeout=30_000)


def test_a_change_on_the_way_is_in_the_link_and_replays(visit):
    run = ready(visit(None), steps=1500).press("play").reaches(20)
    run.page.locator("#vae-train-deterministic input").click()
    run.until("film.changes.length === 1")
    expect(run.status()).to_contain_text("Done", timeout=60_000)
    step, name, value = run.told("film.changes[0]")
    assert (name, value) == ("deterministic", True) and step >= 20
    assert run.number("elbo") == "–"
    link = run.link()
    assert f"{step}%3Adeterministic%3Dtrue" in link
    other = ready(visit(None), link=link).press("play").reaches(1500)
    assert other.last("again") == run.last("again")


def test_an_empty_drawing_says_what_to_do_and_loses_nothing(visitor):
    run = ready(visitor, steps=100_000).press("play").reaches(20)
    run.page.locator("#vae-train-density").get_by_test_id("drawn-radio-label").click()
    expect(run.status()).to_contain_text("Nothing is drawn yet", timeout=20_000)
    run.reaches(run.step() + 10)
    run.page.locator("#vae-train-strokes canvas").click(position={"x": 60, "y": 60})
    expect(run.status()).not_to_contain_text("Nothing is drawn", timeout=20_000)


@both
def test_maths_code_and_picture_light_up_together(visitor, part):
    run = ready(visitor, part)
    latent = run.stage.locator("[data-latent]")
    plain = visitor.pixels(latent)
    shades = []
    for term in ("sample", "reconstruction", "kl"):
        run.stage.locator(f"pre [data-term={term}]").first.focus()
        expect(run.stage).to_have_attribute("data-lit", term)
        for place in run.stage.locator(f".term[data-term={term}]").all():
            assert place.evaluate("(e) => getComputedStyle(e).boxShadow") != "none"
        shades.append(visitor.pixels(latent))
    assert len({plain, *shades}) == 4
    run.page.keyboard.press("Escape")
    expect(run.stage).not_to_have_attribute("data-lit", re.compile("."))
    run.stage.locator("li[data-term=kl]").hover()
    expect(run.stage).to_have_attribute("data-lit", "kl")


def test_pointing_at_the_picture_chooses_an_example_and_lights_its_term(visitor):
    run = ready(visitor, steps=100_000)
    run.press("play").reaches(50)
    run.paused()
    before = chosen(run)
    x, y = run.last("real")[34:36]
    box = run.stage.locator("[data-plane]").bounding_box()
    run.page.mouse.move(box["x"] + box["width"] * (x + 1) / 2, box["y"] + box["height"] * (1 - y) / 2)
    expect(run.stage).to_have_attribute("data-lit", "reconstruction")
    assert chosen(run) != before
    run.page.mouse.move(5, 5)
    expect(run.stage).not_to_have_attribute("data-lit", re.compile("."))
    run.stage.locator("[data-time]").press("n")
    assert chosen(run) not in (before, "")


def test_the_numbers_of_the_chosen_one_add_up(visitor):
    run = ready(visitor)
    said = run.stage.locator("li[data-term=sample] output").inner_text().replace("−", "-")
    mu, sigma, eps, z = map(float, re.findall(r"-?\d+\.\d+", said))
    assert mu + sigma * eps == pytest.approx(z, abs=0.03)


def test_a_phone_sees_all_of_it(visit):
    run = ready(visit(None, viewport={"width": 390, "height": 844}))
    assert run.page.evaluate("document.documentElement.scrollWidth") <= 390
    for name in ("plane", "latent"):
        box = run.stage.locator(f"[data-{name}]").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
