"""A page per family: their addresses, Back and Forward, titles, and what outlives a page."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from playground.registry import FAMILIES
from playground.ui import links
from tests.browser.driving import PARTS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUICK = "diffusion.reverse.steps=4"


def shows(visitor: Visitor, part: str, title: str) -> None:
    """Wait until this part is open, its name in the address and the title."""
    stem, name = part.split("-")
    expect(visitor.page).to_have_url(re.compile(rf"/{links.page(stem)}\?(.*&)?part={name}(&|$)"))
    expect(visitor.page).to_have_title(f"{PARTS[part]} · {title} · Generative Playground")
    expect(visitor.page.get_by_role("tab", name=PARTS[part], exact=True)).to_have_attribute("aria-selected", "true")


def leaving(visitor: Visitor, act) -> None:
    """Do what leaves the page; what it logs at that is no problem."""
    with visitor.leaving():
        act()
        visitor.page.locator("#families a[aria-current=page]").wait_for()
        visitor.page.wait_for_function("document.title.split('·').length === 3")


def select(visitor: Visitor, name: str) -> None:
    """Open a part of this page, by the menu where the row is too narrow."""
    tab, more = visitor.page.get_by_role("tab", name=name, exact=True), visitor.page.get_by_label("More tabs")
    if not tab.count():
        more.click()
        tab = visitor.page.locator(".overflow-dropdown button", has_text=name)
    tab.click()


@pytest.mark.parametrize("context", [{}, {"viewport": {"width": 390, "height": 844}}], ids=["wide", "phone"])
def test_back_and_forward_move_between_parts_and_families(visit, context):
    visitor = visit(f"tab=diffusion&{QUICK}", **context).done(frames=5)
    page = visitor.page
    shows(visitor, "diffusion-reverse", "Diffusion")
    select(visitor, "Guidance")
    shows(visitor, "diffusion-guidance", "Diffusion")
    select(visitor, "Destroy a picture")
    shows(visitor, "diffusion-forward", "Diffusion")
    page.go_back()
    shows(visitor, "diffusion-guidance", "Diffusion")
    page.go_back()
    shows(visitor, "diffusion-reverse", "Diffusion")
    page.go_forward()
    shows(visitor, "diffusion-guidance", "Diffusion")
    leaving(visitor, lambda: page.locator("#families a", has_text="VAE").click())
    shows(visitor, "vae-plane", "VAE")
    leaving(visitor, page.go_back)
    shows(visitor, "diffusion-guidance", "Diffusion")
    assert "diffusion.reverse.steps=4" in page.url
    leaving(visitor, page.go_forward)
    shows(visitor, "vae-plane", "VAE")


def test_an_address_without_settings_is_one_entry(visit, server):
    visitor = visit(None)
    visitor.page.goto(f"{server.url}/vae", wait_until="commit")
    entries = visitor.page.evaluate("history.length")
    shows(visitor, "vae-plane", "VAE")
    visitor.done("vae-plane")
    assert visitor.page.evaluate("history.length") == entries


def test_settings_of_all_pages_go_along(visit):
    """As on one page: whoever comes back finds the part and the settings that were left."""
    visitor = visit(f"tab=diffusion&{QUICK}&gan.quiz.seed=77&hide=gan.quiz.seed").done(frames=5)
    visitor.part("diffusion-forward")
    leaving(visitor, lambda: visitor.page.locator("#families a", has_text="GAN").click())
    assert "gan.quiz.seed=77" in visitor.page.url and "hide=gan.quiz.seed" in visitor.page.url
    leaving(visitor, lambda: visitor.page.locator("#families a", has_text="Diffusion").click())
    shows(visitor, "diffusion-forward", "Diffusion")
    found = visitor.page.url
    assert "diffusion.reverse.steps=4" in found and "gan.quiz.seed=77" in found


def test_the_bar_holds_real_links(visit):
    visitor = visit(QUICK).done(frames=5)
    for family in FAMILIES:
        link = visitor.page.get_by_role("navigation").get_by_role("link", name=family.title, exact=True)
        assert link.get_attribute("href").split("?")[0] == links.page(family.stem)
        assert link.get_attribute("aria-current") == ("page" if family.stem == "diffusion" else None)
    with visitor.context.expect_page() as opened:
        visitor.page.locator("#families a", has_text="VAE").click(button="middle")
    expect(opened.value).to_have_url(re.compile("/vae"))
    assert "/diffusion" in visitor.page.url


def test_an_older_link_opens_its_part(visit):
    visitor = visit("tab=gan&part=forge&gan.forge.seed=31")
    expect(visitor.page).to_have_url(re.compile(r"/gan\?part=digits&.*gan\.digits\.seed=31"))
    expect(visitor.page).to_have_title("Duel on digits · GAN · Generative Playground")


def test_the_lecture_switch_outlives_the_page(visit):
    visitor = visit(QUICK).done(frames=5)
    visitor.page.locator("#lecture").click()
    leaving(visitor, lambda: visitor.page.locator("#families a", has_text="VAE").click())
    expect(visitor.page.locator("html")).to_have_class(re.compile(r"\blecture\b"))
    expect(visitor.page.locator("#lecture")).to_have_attribute("aria-pressed", "true")
    visitor.page.locator("#lecture").click()
    leaving(visitor, visitor.page.reload)
    expect(visitor.page.locator("html")).not_to_have_class(re.compile(r"\blecture\b"))


def test_in_another_sites_frame_share_gives_the_full_form(visit, server):
    visitor = visit(None, permissions=["clipboard-read", "clipboard-write"])
    source = f"{server.url}/?tab=diffusion&{QUICK}"
    body = f'<iframe src="{source}" allow="clipboard-write" width="1200" height="800"></iframe>'
    visitor.page.route("**/frame", lambda route: route.fulfill(body=body, content_type="text/html"))
    visitor.page.goto(f"{server.url}/frame")
    frame = visitor.page.frame_locator("iframe")
    expect(frame.locator("[data-state=done][data-frames='5']")).to_be_visible(timeout=60_000)
    frame.locator("#share").click()
    expect(frame.locator("#share-note")).to_contain_text("Link copied")
    link = visitor.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{server.url}/?tab=diffusion&part=reverse&") and "diffusion.reverse.steps=4" in link
    answer = httpx.get(link)
    assert answer.status_code == 307 and answer.headers["location"].startswith("./diffusion?part=reverse&")


def test_gradios_settings_leave_the_page_in_the_address(visit):
    visitor = visit(QUICK).done(frames=5)
    visitor.page.get_by_role("button", name="Settings").click()
    expect(visitor.page).to_have_url(re.compile("/diffusion.*view=settings"))
