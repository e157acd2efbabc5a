"""A digit denoised step by step, in a real browser, as a visitor uses it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.driving import computed

pytestmark = pytest.mark.browser
QUICK = {"diffusion_reverse_steps": 6}
REVERSE, SHORT = "diffusion-reverse", "diffusion.reverse.steps=6"


def test_opens_with_a_finished_trajectory(visit):
    visitor = visit().done(frames=51)
    expect(visitor.page).to_have_title("Carve a digit · Diffusion · Generative Playground")
    for name in ("xt", "x0", "eps", "prev", "mu", "eps_uncond", "eps_cond", "difference"):
        assert len(set(visitor.pixels(visitor.stage().locator(f"[data-view={name}]")))) > 1, name
    expect(visitor.stage().locator("[data-strip] button")).to_have_count(15)
    expect(visitor.stage().locator("[data-number=judged] strong")).to_contain_text("%")


def test_the_opening_film_begins_at_noise_and_plays_once(visit):
    visitor = visit().done(frames=51)
    first = visitor.at()
    visitor.passes(first)
    expect(visitor.count()).to_have_text("50 / 50 · done", timeout=15_000)
    assert first < 25
    visitor.page.wait_for_timeout(600)
    assert visitor.at() == 50
    visitor.press()
    visitor.page.wait_for_timeout(600)
    assert visitor.at() == 50  # another run is not played by itself


def test_generate_makes_another_picture(page_at):
    visitor = page_at(**QUICK)
    before = visitor.film()
    visitor.set_number("diffusion-reverse-seed", 4321)
    after = visitor.press(frames=7).film()
    assert [step for step, _ in after] == list(range(7))
    assert after != before


# The player


def test_buttons(look):
    visitor = look(REVERSE)
    stage, page = visitor.stage(), visitor.page
    stage.locator("[data-player=range]").press("Home")
    expect(visitor.count()).to_have_text(re.compile(r"^0 / 50 · t = 999$"))
    stage.get_by_role("button", name="One step forward").click()
    expect(visitor.count()).to_have_text(re.compile(r"^1 / 50 · t = \d+$"))
    stage.get_by_role("button", name="One step back").click()
    expect(visitor.count()).to_have_text(re.compile("^0 / 50 ·"))
    stage.get_by_role("button", name="Play", exact=True).click()
    visitor.passes(0)
    stage.get_by_role("button", name="Pause").click()
    stopped = visitor.at()
    assert 0 < stopped < 50
    page.wait_for_timeout(400)
    assert visitor.at() == stopped
    stage.locator("[data-player=speed]").select_option("4")
    stage.get_by_role("button", name="Play", exact=True).click()
    expect(visitor.count()).to_have_text("50 / 50 · done")
    expect(stage.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_keyboard(look):
    visitor = look(REVERSE)
    player = visitor.stage().locator(".stage")
    player.focus()
    for key, text in (("End", "50 / 50 · done"), ("Home", "0 / 50 · t = 999"), ("ArrowLeft", "0 / 50 · t = 999")):
        player.press(key)
        expect(visitor.count()).to_have_text(text)
    player.press("ArrowRight")
    player.press("ArrowRight")
    expect(visitor.count()).to_have_text(re.compile("^2 / 50 ·"))
    player.press(" ")
    visitor.passes(2)
    player.press(" ")
    stopped = visitor.at()
    assert stopped > 2
    visitor.page.wait_for_timeout(400)
    assert visitor.at() == stopped


def test_keys_act_wherever_the_page_has_the_focus(look):
    visitor = look(REVERSE)
    page, keyboard = visitor.page, visitor.page.keyboard
    visitor.stage().locator("[data-player=range]").press("Home")
    page.evaluate("document.activeElement.blur()")
    scrolled = page.evaluate("scrollY")
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    expect(visitor.count()).to_have_text(re.compile("^2 / 50 "))
    keyboard.press(" ")
    expect(visitor.stage().get_by_role("button", name="Pause")).to_be_visible()
    keyboard.press(" ")
    stopped = visitor.at()
    assert page.evaluate("scrollY") == scrolled
    page.locator("#diffusion-reverse-seed input").first.focus()
    keyboard.press("ArrowRight")
    assert visitor.at() == stopped
    page.evaluate("document.activeElement.blur()")


def test_focus_reaches_the_stage(look):
    visitor = look(REVERSE)
    visitor.page.locator("#diffusion-reverse-reset").focus()
    visitor.page.locator("#diffusion-reverse-go").focus()
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("document.activeElement.classList.contains('stage')"):
            break
    else:
        pytest.fail("twelve times Tab after Generate did not reach the stage")
    visitor.page.keyboard.press("Home")
    visitor.page.keyboard.press("ArrowRight")
    expect(visitor.count()).to_have_text(re.compile("^1 / 50 ·"))


def test_each_frame_paints_another_picture(look):
    visitor = look(REVERSE, SHORT)
    canvas, seen = visitor.stage().locator("[data-view=xt]"), set()
    visitor.stage().locator("[data-player=range]").press("Home")
    for _ in range(7):
        seen.add(visitor.pixels(canvas))
        visitor.stage().get_by_role("button", name="One step forward").click()
    assert len(seen) == 7


def test_the_canvas_shows_the_bytes_that_came(look):
    visitor = look(REVERSE, SHORT)
    film = visitor.film()
    canvas = visitor.stage().locator("[data-view=xt]")
    for _, arrays in film:
        grey = dict(arrays)["xt"]
        assert visitor.pixels(canvas)[::3] == grey[:1024]
        visitor.stage().get_by_role("button", name="One step forward").click()


def test_scrubbing_asks_the_server_for_nothing(look):
    visitor = look(REVERSE).rested()
    slider = visitor.stage().locator("[data-player=range]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    visitor.requests.clear()
    seen = set()
    visitor.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    visitor.page.mouse.down()
    for k in range(60):
        visitor.page.mouse.move(box["x"] + 8 + (box["width"] - 16) * k / 59, box["y"] + box["height"] / 2)
        seen.add(visitor.count().inner_text())
    visitor.page.mouse.up()
    visitor.page.wait_for_timeout(800)
    assert len(seen) > 30
    assert visitor.requests == []


def test_a_thumbnail_leads_to_its_frame(look):
    visitor = look(REVERSE)
    visitor.stage().locator("[data-strip] button").last.click()
    expect(visitor.count()).to_have_text("50 / 50 · done")
    visitor.stage().locator("[data-strip] button").first.click()
    expect(visitor.count()).to_have_text("0 / 50 · t = 999")


def test_the_text_twin_follows(look):
    visitor = look(REVERSE)
    visitor.stage().locator(".stage").press("Home")
    twin = visitor.stage().locator("[data-player=twin][aria-live=polite]")
    expect(twin).to_contain_text("Frame 0 / 50")
    visitor.stage().locator(".stage").press("ArrowRight")
    expect(twin).to_contain_text("Frame 1 / 50")
    expect(twin).to_contain_text("Signal left")


# Controls


def test_a_preset_sets_and_runs(page_at):
    visitor = page_at()
    before = visitor.run()
    visitor.page.get_by_role("button", name="Ten steps").click()
    visitor.done(frames=11, after=before)
    expect(visitor.number("diffusion-reverse-steps")).to_have_value("10")
    assert visitor.chosen("diffusion-reverse-sampler") == "DPM-Solver++"
    expect(visitor.page.locator("#diffusion-reverse-look")).to_contain_text("Are ten calls")


def test_every_preset_runs(page_at):
    visitor = page_at(**QUICK)
    for name in ("DDPM, 10 steps", "Heun, 10 steps", "Too much guidance", "No class", "Sixteen at once", "Carve a 7"):
        before = visitor.run()
        visitor.page.get_by_role("button", name=name, exact=True).click()
        visitor.done(after=before)
    expect(visitor.stage()).to_have_attribute("data-frames", "51")


def test_reset_lights_up_and_restores(page_at):
    visitor = page_at()
    reset = visitor.page.locator("#diffusion-reverse-reset")
    expect(reset).not_to_have_class(re.compile(r"\blit\b"))
    visitor.set_number("diffusion-reverse-steps", 20)
    visitor.choose("diffusion-reverse-label", "3")
    expect(reset).to_have_class(re.compile(r"\blit\b"))
    reset.click()
    expect(visitor.number("diffusion-reverse-steps")).to_have_value("50")
    expect(visitor.page.locator("#diffusion-reverse-label label.selected")).to_have_text("7")
    expect(reset).not_to_have_class(re.compile(r"\blit\b"))


def test_another_picture_of_a_batch_is_taken_apart(page_at):
    visitor = page_at(diffusion_reverse_steps=5, diffusion_reverse_batch=4)
    expect(visitor.stage().locator("[data-samples] button")).to_have_count(4)
    before = visitor.run()
    visitor.stage().get_by_role("button", name="Picture 3").click()
    visitor.done(after=before)
    expect(visitor.number("diffusion-reverse-inspect")).to_have_value("3")
    last = dict(visitor.film()[-1][1])
    assert last["xt"][2048:3072] == last["x0"]


def test_stop_ends_a_long_run(page_at):
    visitor = page_at(**QUICK)
    stop = visitor.page.locator("#diffusion-reverse-stop")
    expect(stop).to_be_disabled()
    visitor.choose("diffusion-reverse-sampler", "DDPM")
    visitor.set_number("diffusion-reverse-steps", 1000)
    before = visitor.run()
    visitor.page.locator("#diffusion-reverse-go").click()
    expect(visitor.stage()).not_to_have_attribute("data-run", before)
    expect(visitor.stage()).to_have_attribute("data-state", "running")
    expect(stop).to_be_enabled()
    stop.click()
    visitor.done()
    expect(stop).to_be_disabled()
    assert int(visitor.stage().get_attribute("data-frames")) < 900


def test_show_the_code_prints_the_engine(look):
    visitor = look(REVERSE, SHORT)
    visitor.page.get_by_role("button", name="Show the code").first.click()
    expect(visitor.page.locator(".code").first).to_contain_text("def reverse(")


def test_the_cost_is_shown(look):
    visitor = look(REVERSE, SHORT)
    cost = visitor.stage().locator("[data-cost]")
    expect(cost).to_contain_text("6 × 2 (with, without class)")
    expect(cost).to_contain_text(re.compile(r"\d+\.\d\d M"))
    expect(cost).to_contain_text(re.compile(r"\d+\.\d ms"))


# Links and claims


def test_a_link_reproduces_every_setting_and_every_byte(page_at, visit):
    sender = page_at(**QUICK)
    sender.choose("diffusion-reverse-label", "3")
    sender.choose("diffusion-reverse-sampler", "DDIM")
    for control, value in (
        ("batch", 2),
        ("inspect", 2),
        ("seed", 987),
        ("steps", 7),
        ("guidance", 3.5),
        ("eta", 0.5),
    ):
        sender.set_number(f"diffusion-reverse-{control}", value)
    sender.page.locator("#diffusion-reverse-clip input").uncheck()
    sender.press(frames=8)
    expected = {
        "label": "3", "batch": "2", "inspect": "2", "seed": "987", "sampler": "DDIM", "steps": "7",
        "guidance": "3.5", "eta": "0.5", "clip": "false",
    }  # fmt: skip
    found = sender.query()
    assert {name: found.get(f"diffusion.reverse.{name}") for name in expected} == expected
    receiver = visit(sender.link()).done(frames=8)
    for name in ("batch", "inspect", "seed", "steps", "guidance", "eta"):
        expect(receiver.number(f"diffusion-reverse-{name}")).to_have_value(expected[name])
    assert receiver.chosen("diffusion-reverse-label") == "3"
    expect(receiver.page.locator("#diffusion-reverse-clip input")).not_to_be_checked()
    assert receiver.digest() == sender.digest()


def test_the_page_shows_what_the_engine_computes(page_at):
    visitor = page_at(diffusion_reverse_label="5", diffusion_reverse_seed=77, diffusion_reverse_steps=9)
    assert visitor.digest() == computed(label="5", seed=77, steps=9)


def test_a_claim_is_tried(page_at):
    visitor = page_at(**QUICK)
    card = visitor.page.locator(".claim").filter(has=visitor.page.locator("#trial-diffusion-jump-to-t"))
    card.get_by_text("false", exact=True).click()
    card.locator("#trial-diffusion-jump-to-t").click()
    verdict = card.locator("#verdict-diffusion-jump-to-t")
    expect(verdict.locator(".verdict b")).to_have_text(re.compile("^(confirmed|refuted|inconclusive)$"), timeout=60_000)
    expect(verdict).to_contain_text("1000 seeds")
    expect(verdict).to_contain_text("standard errors")
    expect(verdict).to_contain_text("You expected: false")


def test_every_claim_has_a_card(look):
    visitor = look(REVERSE, SHORT)
    expect(visitor.page.get_by_role("button", name="Put it on trial")).to_have_count(7)
