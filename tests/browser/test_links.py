"""Share links in a real browser, whoever wrote them."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from playground.registry import FAMILIES
from playground.ui import links
from tests.browser.driving import PARTS, PHONE, SETTLED

pytestmark = pytest.mark.browser
QUICK = {"diffusion_reverse_steps": 6}
SMALL = {
    "diffusion-forward": {"T": 50},
    "diffusion-guidance": {"samples": 6, "steps": 5},
    "diffusion-quality": {"samplers": "DDIM", "samples": 20, "most": 2},
    "vae-compress": {"samples": 40, "others": "false"},
    "autoregressive-write": {"length": 6},
    "autoregressive-weigh": {"length": 100},
    "autoregressive-drift": {"texts": 8, "length": 32},
    "autoregressive-inside": {"repeats": 1, "more": 2},
    "autoregressive-whose": {
        "most": 16, "authors": "Carroll,Baum", "methods": "logistic regression,n-gram per author",
    },
    "autoregressive-paint": {"samples": 2},
    "autoregressive-likelihood": {"samples": 25, "strange": "blank"},
}  # fmt: skip


def address(part: str) -> str:
    """The beginning of the address of an open part."""
    stem, name = part.split("-")
    return f"{links.page(stem)}?part={name}"


def small(stem: str) -> str:
    """A link's settings with which every part of a family is soon filled."""
    pairs = {f"{part}-{name}": value for part, values in SMALL.items() for name, value in values.items()}
    return "&".join(f"{key.replace('-', '.')}={value}" for key, value in pairs.items() if key.startswith(f"{stem}-"))


@pytest.mark.parametrize("stem", [family.stem for family in FAMILIES])
def test_every_open_part_travels_to_a_phone_where_it_is_filled_and_never_scrolls_sideways(visit, stem):
    """The part that opens first comes last, so that it too must be named."""
    sender, phone = visit(small(stem), QUICK).done(), visit(None, **PHONE)
    for part in reversed([part for part in PARTS if part.startswith(f"{stem}-")]):
        sender.part(part)
        sender.page.wait_for_url(f"**/{address(part)}*")
        page = phone.open(sender.link()).page
        expect(page.get_by_role("tab", name=PARTS[part], exact=True)).to_have_attribute("aria-selected", "true")
        expect(page.locator(f"#{part}-go")).to_be_visible()
        phone.done(part)
        page.evaluate(SETTLED)
        assert page.evaluate("innerWidth") == 390, part
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, part


def test_settings_of_a_part_that_was_never_opened_stay_in_the_link(visit):
    sender = visit("diffusion.forward.T=200&diffusion.forward.schedule=linear").done()
    sender.choose("diffusion-reverse-label", "4")
    sender.page.wait_for_url("**/*diffusion.reverse.label=4*")
    found = sender.query()
    assert found.get("diffusion.forward.T") == "200" and found.get("diffusion.forward.schedule") == "linear"


def test_the_preset_of_a_part_that_was_never_opened_is_told_when_it_is(visit):
    visitor = visit("diffusion.forward.preset=Walk, step by step&diffusion.forward.path=walk").done()
    visitor.part("diffusion-forward")
    expect(visitor.page.locator("#diffusion-forward-look")).to_contain_text("Another path")
    expect(visitor.page.locator("#diffusion-forward-reset")).to_have_class(re.compile(r"\blit\b"))
    assert visitor.query()["diffusion.forward.preset"] == "Walk, step by step"


@pytest.mark.parametrize(
    "nonsense", ["diffusion.reverse.steps=abc", "diffusion.forward.strokes=1,2;;x", "part=nowhere", "tab=nowhere"]
)
def test_nonsense_gives_one_sentence_and_the_defaults(visit, nonsense):
    """Other nonsense is read like this: tests/ui/test_links.py."""
    visitor = visit(nonsense)
    expect(visitor.toast().first).to_contain_text("In the link")
    visitor.done(frames=51)
    expect(visitor.number("diffusion-reverse-steps")).to_have_value("50")
    assert visitor.chosen("diffusion-reverse-label") == "7"


def test_a_long_link_is_sent_once(visit):
    """With the page, and to the event that reads it: what else is asked stays short enough for any proxy."""
    strokes = ";".join(f"{x},{y} {y},{x}" for x in range(40, 60) for y in range(100, 112))
    others = "".join(f"&gan.duel.layers=belief,best,{i}" for i in range(375))
    query = f"part=forward&diffusion.forward.T=20&diffusion.forward.source=drawing&diffusion.forward.strokes={strokes}"
    assert 15_000 < len(query + others) < 16_000 and len(strokes) < 4096
    visitor = visit(None)
    heads: list[tuple[str, int]] = []
    measured = lambda request: heads.append((request.url, sum(map(len, request.all_headers().values()))))  # noqa: E731
    visitor.page.on("requestfinished", measured)
    visitor.open(query + others).done("diffusion-forward", frames=21)
    expect(visitor.number("diffusion-forward-T")).to_have_value("20")
    expect(visitor.toast()).to_have_count(0)
    assert visitor.query()["diffusion.forward.strokes"] == strokes
    visitor.press("diffusion-forward", frames=21)
    visitor.page.remove_listener("requestfinished", measured)
    asked = [(url, head) for url, head in heads if "gradio_api" in url]
    assert any("queue/join" in url for url, _ in asked)
    assert [(url[:200], len(url), head) for url, head in asked if len(url) + head > 2000] == []
    with visitor.leaving():
        visitor.page.reload()
    visitor.done("diffusion-forward", frames=21)
    assert visitor.query()["diffusion.forward.strokes"] == strokes


def test_an_endless_link_is_refused(visit):
    visitor = visit("diffusion.forward.strokes=" + "1,2 " * 5000)
    expect(visitor.toast().first).to_contain_text("too long")
    visitor.done(frames=51)


def test_a_control_without_effect_rests_and_says_why(page_at):
    """And wakes as soon as it has one, unless a teacher locked it."""
    visitor = page_at("diffusion.reverse.sampler=Heun&lock=diffusion.reverse.guidance", **QUICK)
    eta, guidance = (visitor.page.locator(f"#diffusion-reverse-{name}") for name in ("eta", "guidance"))
    expect(eta.get_by_role("slider")).to_be_disabled()
    expect(eta).to_contain_text("Only DDIM lets you choose")
    visitor.choose("diffusion-reverse-sampler", "DDIM")
    expect(eta.get_by_role("slider")).to_be_enabled()
    expect(eta).to_contain_text("0 is deterministic")
    visitor.choose("diffusion-reverse-label", "none")
    expect(guidance).to_contain_text("Nothing to push toward")
    visitor.choose("diffusion-reverse-label", "3")
    expect(guidance).to_contain_text("Pushes toward the digit")
    expect(guidance.get_by_role("slider")).to_be_disabled()


def test_a_teacher_hides_and_locks(page_at):
    hide, lock = "diffusion.reverse.eta,diffusion.reverse.clip", "diffusion.reverse.steps,diffusion.reverse.label"
    visitor = page_at(f"hide={hide}&lock={lock}", **QUICK)
    for name in ("eta", "clip"):
        expect(visitor.page.locator(f"#diffusion-reverse-{name}")).to_be_hidden()
    expect(visitor.number("diffusion-reverse-steps")).to_be_disabled()
    expect(visitor.page.locator("#diffusion-reverse-label input").first).to_be_disabled()
    expect(visitor.number("diffusion-reverse-guidance")).to_be_enabled()
    visitor.set_number("diffusion-reverse-seed", 5)
    visitor.press(frames=7)
    assert "hide" in visitor.query() and "lock" in visitor.query()


@pytest.mark.parametrize("text", ["<img src=x>", "'\"><svg onload=alert(1)>", "{{constructor}}${alert(1)}"])
def test_markup_in_a_link_stays_text(visit, text):
    values = ("diffusion.reverse.label", "diffusion.reverse.steps", "diffusion.forward.strokes")
    keys = (*values, "part", "hide", "lock", "tab", "__theme", "x")
    visitor = visit("&".join(f"{key}={quote(text)}" for key in keys)).done()
    expect(visitor.toast().first).to_be_visible()
    visitor.page.wait_for_timeout(500)
    assert visitor.page.locator("img[src='x'], svg[onload]").count() == 0
    assert not [url for url in visitor.requests if url.endswith("/x")]
