"""What all pages share, several visitors at once, and an app that lacks a file, in a real browser."""

import os
import re
import shutil
import time

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.browser.driving import Visitor, computed
from tests.serving import ROOT, serving

pytestmark = pytest.mark.browser
QUICK = {"diffusion_reverse_steps": 6}
IN_A_FRAME = """(src) => document.body.replaceChildren(
  Object.assign(document.createElement("iframe"), { src, style: "width: 100%; height: 90vh" }))"""


def test_share_copies_the_address(visit):
    visitor = visit(settings=QUICK, permissions=["clipboard-read", "clipboard-write"]).done()
    visitor.page.locator("#share").click()
    expect(visitor.page.locator("#share-note")).to_contain_text("Link copied")
    assert visitor.page.evaluate("navigator.clipboard.readText()") == visitor.page.url


def shared_by_hand(page: Page | FrameLocator, link: str) -> Locator:
    """The field with the link, as it stands after Share where nothing can be copied."""
    page.locator("#share").click()
    expect(page.locator("#share-note")).to_have_text(
        "Copy this link: it holds every setting, not uploads or long texts."
    )
    field = page.get_by_role("textbox", name="Link with every setting")
    expect(field).to_have_value(link)
    expect(field).to_be_focused()
    assert field.evaluate("(field) => field.readOnly && getSelection().toString() === field.value")
    return field


def test_share_shows_the_link_where_the_browser_copies_nothing(visit):
    """As on a site without encryption."""
    visitor = visit(settings=QUICK).done()
    visitor.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    field = shared_by_hand(visitor.page, visitor.page.url)
    field.press("Tab")
    expect(field).to_be_hidden()
    expect(visitor.page.locator("#share-note")).to_have_text("")


def test_share_in_another_sites_frame_shows_our_own_address(visit):
    """That site's address, which the browser shows, says nothing of the settings."""
    visitor = visit(None)
    with visitor.leaving():
        visitor.page.goto(visitor.url.replace("127.0.0.1", "localhost") + "/robots.txt")  # of another site
    inside = f"{visitor.url}/?tab=diffusion&part=reverse&diffusion.reverse.steps=6"
    visitor.page.evaluate(IN_A_FRAME, inside)
    framed = visitor.page.frame_locator("iframe")
    expect(framed.locator("#diffusion-reverse [data-state=done]")).to_be_visible(timeout=90_000)
    framed.locator("#share").click()
    link = framed.locator("#share-link").input_value()
    assert link.startswith(f"{visitor.url}/?tab=diffusion&part=reverse&") and "diffusion.reverse.steps=6" in link
    shared_by_hand(framed, link)
    visitor.problems[:] = [said for said in visitor.problems if "Clipboard API has been blocked" not in said]
    with visitor.leaving():
        visitor.page.goto(link)
    expect(visitor.done(frames=7).number("diffusion-reverse-steps")).to_have_value("6")


def test_lecture_enlarges(page_at):
    visitor = page_at(**QUICK)
    size = "document.querySelector('#topbar .brand b').getBoundingClientRect().height"
    before = visitor.page.evaluate(size)
    visitor.page.locator("#lecture").click()
    expect(visitor.page.locator("#lecture")).to_have_attribute("aria-pressed", "true")
    assert visitor.page.evaluate(size) > before
    visitor.page.locator("#lecture").click()
    assert visitor.page.evaluate(size) == before


@pytest.mark.parametrize(("scheme", "dark"), [("dark", True), ("light", False)])
def test_the_visitors_scheme_is_kept(visit, scheme, dark):
    visitor = visit(settings=QUICK, color_scheme=scheme).done()
    colour = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    channels = [float(number) for number in re.findall(r"[\d.]+", colour)[:3]]
    assert (sum(channels) / 3 < 64) == dark
    ink = visitor.page.evaluate("getComputedStyle(document.querySelector('.stage')).color")
    assert (sum(float(number) for number in re.findall(r"[\d.]+", ink)[:3]) / 3 > 128) == dark


def test_reduced_motion_is_honoured(visit):
    visitor = visit(reduced_motion="reduce").done(frames=51)
    expect(visitor.stage()).to_contain_text("Press play: noise becomes a digit.")
    visitor.page.wait_for_timeout(700)
    assert visitor.at() == 0
    visitor.page.keyboard.press("ArrowRight")
    expect(visitor.stage()).not_to_contain_text("Press play")


@pytest.fixture
def without(tmp_path):
    """A checkout whose denoiser was lost."""
    shutil.copy(ROOT / "app.py", tmp_path)
    shutil.copytree(ROOT / "playground", tmp_path / "playground", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "weights", tmp_path / "weights", copy_function=os.symlink)
    (tmp_path / "weights/diffusion/digits/model.safetensors").unlink()
    with serving(cwd=tmp_path) as running:
        yield running


def test_one_sentence_and_the_rest_goes_on(without, browser):
    visitor = Visitor(browser, without.url).open("diffusion.forward.T=50")
    expect(visitor.toast().first).to_contain_text("git checkout weights")
    visitor.part("diffusion-forward")
    visitor.done("diffusion-forward", frames=51)
    assert visitor.problems == []
    visitor.close()
    assert "Traceback" not in without.log()


def test_two_at_once_never_see_each_other(visit):
    visitors = {digit: visit(settings=QUICK).done() for digit in ("1", "8")}
    for digit, visitor in visitors.items():
        visitor.choose("diffusion-reverse-label", digit)
        visitor.set_number("diffusion-reverse-seed", 6000 + int(digit))
        visitor.set_number("diffusion-reverse-steps", 30)
    before = {digit: visitor.run() for digit, visitor in visitors.items()}
    for visitor in visitors.values():
        visitor.page.locator("#diffusion-reverse-go").click(no_wait_after=True)
    for digit, visitor in visitors.items():
        visitor.done(frames=31, after=before[digit])
    for digit, visitor in visitors.items():
        assert visitor.digest() == computed(label=digit, seed=6000 + int(digit), steps=30), digit
        expect(visitor.stage().locator("[data-number=judged]")).to_contain_text(f"judged a {digit}")


def test_a_closed_page_frees_the_lane(visit):
    staying = visit(settings=QUICK).done()
    leaving = visit(settings=QUICK).done()
    leaving.choose("diffusion-reverse-sampler", "DDPM")
    leaving.set_number("diffusion-reverse-steps", 1000)
    leaving.set_number("diffusion-reverse-batch", 16)
    before = leaving.run()
    leaving.page.locator("#diffusion-reverse-go").click()
    expect(leaving.stage()).not_to_have_attribute("data-run", before, timeout=60_000)
    expect(leaving.stage()).to_have_attribute("data-state", "running")
    leaving.page.close()
    alone, deadline = False, time.monotonic() + 60
    for seed in range(7000, 7100):
        staying.set_number("diffusion-reverse-seed", seed)
        staying.press(frames=7)
        alone = staying.stage().evaluate("({ mounted }) => mounted.film.status.sharing") == 1
        if alone or time.monotonic() > deadline:
            break
    assert alone, "the closed page's run still shares the lane after a minute"
