"""Writing step by step in a real browser: stepped and rewound without asking, forced, branched, and never markup."""

import re

import pytest
from playwright.sync_api import Locator, expect

from playground import store
from tests.browser.driving import PHONE, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/tales" not in store.manifest(), reason="the models are not trained yet"),
]
WRITE = "autoregressive-write"


def written(visitor: Visitor) -> str:
    return visitor.stage(WRITE).locator("[data-text]").inner_text()


def bars(visitor: Visitor) -> Locator:
    return visitor.stage(WRITE).locator("[data-bars] button")


def shown(visitor: Visitor, name: str) -> str:
    return visitor.stage(WRITE).locator(f"[data-number={name}] strong").inner_text()


def test_is_stepped_played_and_rewound_without_a_request(at):
    visitor = at(WRITE)
    stage, keys = visitor.stage(WRITE), visitor.page.keyboard
    expect(visitor.count(WRITE)).to_have_text("60 tokens written")
    visitor.rested()
    stage.locator("[data-text] [role=button]").nth(20).click()
    expect(visitor.count(WRITE)).to_have_text("20 tokens written")
    seen = set()
    for _ in range(8):
        keys.press("ArrowRight")
        seen.add(bars(visitor).first.inner_text())
    assert visitor.at(WRITE) == 28 and len(seen) > 4
    keys.press("ArrowLeft")
    assert visitor.at(WRITE) == 27
    keys.press("Home")
    expect(stage.locator("[data-where]")).to_have_text("Token 1")
    assert shown(visitor, "perplexity") == "–"
    keys.press("Space")
    expect(visitor.count(WRITE)).to_have_text("60 tokens written")
    expect(stage.locator("[data-player=twin]")).to_contain_text("Next: ")
    assert visitor.requests == []


def test_a_bar_is_forced_by_keyboard_and_the_branches_are_compared(at):
    visitor = at(WRITE, settings={"autoregressive_write_length": 20})
    stage, before = visitor.stage(WRITE), visitor.run(WRITE)
    first = written(visitor)
    stage.locator("[data-text] [role=button]").nth(5).click()
    bars(visitor).first.focus()
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("ArrowDown")
    wanted = visitor.page.evaluate("() => document.activeElement.querySelector('.name').textContent")
    visitor.page.keyboard.press("Enter")
    visitor.done(WRITE, after=before)
    expect(visitor.count(WRITE)).to_have_text("6 tokens written")
    forced = stage.locator("[data-text] .forced")
    expect(forced).to_have_count(1)
    assert forced.inner_text().replace(" ", "␣") == wanted
    assert re.search(r"forced=5%3A\d+", visitor.page.url)
    rows = stage.locator("[data-branches] button")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("than the one shown")
    visitor.rested()
    rows.nth(0).click()
    expect(rows.nth(0)).to_contain_text("shown")
    assert written(visitor) == first and visitor.requests == []


def test_any_token_is_found_and_forced(at):
    visitor = at(WRITE, settings={"autoregressive_write_length": 8})
    stage, before = visitor.stage(WRITE), visitor.run(WRITE)
    stage.locator("[data-player=range]").press("Home")
    stage.locator("[data-search]").fill("wolf")
    stage.locator("[data-found] button").first.wait_for()
    visitor.page.keyboard.press("Enter")
    visitor.done(WRITE, after=before)
    expect(visitor.count(WRITE)).to_have_text("1 token written")
    expect(stage.locator("[data-text] .forced")).to_have_text(" wolf")
    stage.locator("[data-search]").fill("qqqqq")
    expect(stage.locator("[data-found]")).to_contain_text("No token of this model")


def test_a_token_is_forced_at_the_end_where_the_page_opens(at):
    """The text grows by it, until it is as long as it may be."""
    visitor = at(WRITE, settings={"autoregressive_write_length": 12})
    stage, before = visitor.stage(WRITE), visitor.run(WRITE)
    expect(visitor.count(WRITE)).to_have_text("12 tokens written")
    wanted = bars(visitor).nth(4).locator(".name").inner_text()
    bars(visitor).nth(4).click()
    visitor.done(WRITE, after=before)
    expect(visitor.count(WRITE)).to_have_text("13 tokens written")
    assert stage.locator("[data-text] .forced").inner_text().replace(" ", "␣") == wanted
    expect(visitor.number("autoregressive-write-length")).to_have_value("13")
    expect(stage.locator("[data-branches] button")).to_have_count(2)


def test_a_text_that_may_not_grow_says_where_to_force(at):
    visitor = at(WRITE, "lock=autoregressive.write.length&autoregressive.write.length=5")
    run = visitor.run(WRITE)
    bars(visitor).nth(4).click()
    expect(visitor.stage(WRITE).locator(".status")).to_contain_text("go back to one of its tokens")
    visitor.page.wait_for_timeout(300)
    assert visitor.run(WRITE) == run
    visitor.page.keyboard.press("ArrowLeft")
    bars(visitor).nth(4).click()
    visitor.done(WRITE, after=run)
    expect(visitor.count(WRITE)).to_have_text("5 tokens written")


def test_a_cut_is_drawn_on_the_bars_and_keeps_the_place(at):
    visitor = at(WRITE, settings={"autoregressive_write_length": 10})
    stage, before = visitor.stage(WRITE), visitor.run(WRITE)
    visitor.page.keyboard.press("Tab")
    stage.locator("[data-player=range]").press("Home")
    visitor.set_number("autoregressive-write-top_k", 6)
    visitor.done(WRITE, after=before)
    assert visitor.at(WRITE) == 0
    expect(stage.locator(".edge")).to_contain_text("cut by top-k (2,042 tokens)")
    assert stage.locator("[data-bars] .cut").count() >= 14
    expect(stage.locator("[data-number=cut] small").first).to_contain_text("6 tokens of 2,048 stay")


def test_a_link_restores_the_same_text(at):
    visitor = at(WRITE, settings={"autoregressive_write_length": 12, "autoregressive_write_forced": "3:1462"})
    again = visitor.link()
    other = at(WRITE)
    other.page.goto(f"{other.url}/?{again}")
    other.done(WRITE)
    assert written(other) == written(visitor) and " money" in written(visitor)


@pytest.mark.parametrize(
    "prompt", ["<script>document.title='gone'</script><b>b</b>", "{{x}} ${1+1} `x` %}", "\u202eabc \u0007 \u200b!"]
)
def test_a_visitors_signs_are_shown_and_never_run(at, prompt):
    visitor = at(WRITE, settings={"autoregressive_write_prompt": prompt, "autoregressive_write_length": 3})
    said = visitor.stage(WRITE).locator("[data-text]").evaluate("box => box.children.length && box.textContent")
    assert said.startswith(prompt) or "⟨" in said
    assert visitor.stage(WRITE).locator("[data-text] b, [data-text] script").count() == 0
    assert visitor.page.title() == "Write · Autoregressive · Generative Playground"


def test_shakespeare_refuses_a_sign_in_a_sentence_and_keeps_the_text(at):
    visitor = at(WRITE, settings={"autoregressive_write_model": "Shakespeare", "autoregressive_write_prompt": "ROMEO:"})
    before = written(visitor)
    visitor.page.locator("#autoregressive-write-prompt textarea").fill("caf\u00e9 <i>")
    visitor.page.locator("#autoregressive-write-go").click()
    said = "This model knows 65 characters, not “<”, “>”, “é”"
    expect(visitor.toast()).to_contain_text(said)
    assert written(visitor) == before
    expect(visitor.stage(WRITE)).to_have_attribute("data-stale", "")
    expect(visitor.stage(WRITE).locator(".status")).to_contain_text(said)
    expect(visitor.stage(WRITE).locator(".status")).to_contain_text("earlier settings")


def test_a_hub_model_that_is_not_here_loses_nothing(at):
    visitor = at(WRITE, settings={"autoregressive_write_length": 6})
    before = written(visitor)
    visitor.choose("autoregressive-write-model", "Qwen3-0.6B")
    shelf = visitor.page.locator(".autoregressive-hub")
    expect(shelf).to_contain_text("1,503 MB, licence Apache-2.0")
    expect(shelf).to_contain_text("the hub cannot be reached from here")
    expect(visitor.stage(WRITE).locator(".status")).to_contain_text("choose a model that ships")
    assert written(visitor) == before
    expect(visitor.stage(WRITE)).to_have_attribute("data-stale", "")
    visitor.choose("autoregressive-write-model", "tales")
    expect(shelf).to_be_hidden()
    expect(visitor.stage(WRITE)).not_to_have_attribute("data-stale", "")


def test_fits_a_phone(at):
    visitor = at(WRITE, settings={"autoregressive_write_length": 6}, **PHONE)
    assert visitor.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    expect(bars(visitor).first).to_be_visible()
