"""Whose sentence it is, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from playground import store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/t5" not in store.manifest(), reason="not trained yet"),
]
WHOSE = "autoregressive-whose"
QUICK = (
    "autoregressive.whose.most=16&autoregressive.whose.authors=Carroll,Baum"
    "&autoregressive.whose.methods=logistic regression,n-gram per author"
)


def test_amounts_are_scrubbed_without_a_request(look):
    visitor = look(WHOSE, QUICK)
    stage = visitor.stage(WHOSE)
    expect(visitor.count(WHOSE)).to_have_text("16 sentences of each author")
    visitor.requests.clear()
    stage.locator("[data-player=range]").press("Home")
    expect(visitor.count(WHOSE)).to_have_text("4 sentences of each author")
    expect(stage.locator("[data-judges] section")).to_have_count(2)
    expect(stage.locator("[data-curve]")).to_have_attribute(
        "aria-label", re.compile(r"With 4 .* n-gram per author \d+")
    )
    assert visitor.requests == []


def test_only_the_generative_one_writes(look):
    visitor = look(WHOSE, QUICK)
    cards = visitor.stage(WHOSE).locator("[data-written] section")
    expect(cards.nth(0)).to_contain_text("cannot")
    expect(cards.nth(1).locator("dd")).to_have_count(2)
    assert all(text.strip() for text in cards.nth(1).locator("dd").all_inner_texts())


@pytest.mark.parametrize(("method", "writes"), [("n-gram per author", True), ("logistic regression", False)])
def test_the_maths_of_one_classifier_says_what_it_models(look, method, writes):
    link = (
        f"autoregressive.whose.most=16&autoregressive.whose.authors=Carroll,Baum&autoregressive.whose.methods={method}"
    )
    stage = look(WHOSE, link).stage(WHOSE)
    told = {name: stage.locator(f"[data-maths={name}]").inner_text() for name in ("telling", "writing", "bayes")}
    if writes:
        assert told["telling"] == "none chosen"
        assert re.fullmatch(rf"{method}: ln P\(your sentence \| (Carroll|Baum)\) = −\d+(\.\d+)? nats", told["writing"])
        assert re.fullmatch(
            r"P\(y\) = 1/2; .* nats behind, so P\((Carroll|Baum) \| your sentence\) = .*", told["bayes"]
        )
    else:
        assert re.fullmatch(rf"{method}: P\((Carroll|Baum) \| your sentence\) = [01]\.?\d*", told["telling"])
        assert told["writing"] == "none chosen" and told["bayes"] == "–"


def test_your_own_sentence(at):
    visitor = at(WHOSE, QUICK)
    before = visitor.run(WHOSE)
    visitor.page.locator("#autoregressive-whose-sentence textarea").fill("Dorothy met the Scarecrow. <b>x</b>")
    visitor.page.locator("#autoregressive-whose-go").click()
    visitor.done(WHOSE, after=before)
    expect(visitor.stage(WHOSE).locator("[data-judges] section").nth(0).locator("li.best")).to_contain_text("Baum")


def test_one_author_is_a_sentence(at):
    visitor = at(WHOSE, QUICK)
    visitor.page.locator("#autoregressive-whose-authors").get_by_label("Baum").click()
    visitor.page.locator("#autoregressive-whose-go").click()
    expect(visitor.toast()).to_contain_text("pick at least two")
