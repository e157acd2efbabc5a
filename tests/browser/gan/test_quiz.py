"""The quiz beside D, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from playground import store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("gan/digits" not in store.manifest(), reason="the pair is not trained yet"),
    pytest.mark.usefixtures("mnist_test"),
]
QUIZ = "gan-quiz"


def test_nothing_is_told_before_all_twenty_are_judged(at):
    visitor = at(QUIZ)
    stage, shown = visitor.stage(QUIZ), []
    stage.locator(".stage").focus()
    for k in range(20):
        expect(stage.locator("[data-caption]")).to_contain_text(f"Picture {k + 1} of 20, said to be")
        expect(stage.locator("[data-answered]")).to_be_hidden()
        assert stage.locator("[data-twenty] figure").count() == 0
        expect(stage.locator("[data-number=detective] strong")).to_have_text("–")
        shown.append(visitor.pixels(stage.locator("[data-asked]")))
        visitor.page.keyboard.press("r" if k % 2 else "F")
    assert len(set(shown)) == 20
    expect(stage.locator("[data-asking]")).to_be_hidden()
    expect(stage.locator("[data-twenty] figure")).to_have_count(20)
    expect(stage.locator("[data-twenty] figure.real")).to_have_count(10)
    shown_after = [visitor.pixels(canvas) for canvas in stage.locator("[data-twenty] canvas").all()]
    assert shown_after == shown


def test_the_scores_count_what_is_shown(at):
    visitor = at(QUIZ)
    stage = visitor.stage(QUIZ)
    for _ in range(20):
        stage.get_by_role("button", name="Real").click()
    score = stage.locator("[data-score]").inner_text()
    mine, its = map(int, re.fullmatch(r"You (\d+) of 20, D (\d+) of 20", score).groups())
    assert mine == 10
    wrong = [caption.locator("s").all_inner_texts() for caption in stage.locator("[data-twenty] figcaption").all()]
    assert sum(map(len, wrong)) == (20 - mine) + (20 - its)
    expect(stage.locator("[data-number=you] small").first).to_contain_text("95 %: 30\u00a0% to 70\u00a0%")
    expect(stage.locator("[data-number=fooled] strong")).to_contain_text("you 10, D")


def test_again_deals_others(at):
    visitor = at(QUIZ)
    stage, before = visitor.stage(QUIZ), visitor.run(QUIZ)
    first = visitor.pixels(stage.locator("[data-asked]"))
    stage.locator(".stage").focus()
    for _ in range(20):
        visitor.page.keyboard.press("f")
    stage.get_by_role("button", name="Again").click()
    visitor.done(QUIZ, after=before)
    expect(stage.locator("[data-caption]")).to_contain_text("Picture 1 of 20")
    assert visitor.pixels(stage.locator("[data-asked]")) != first
    expect(visitor.page.locator("#gan-quiz-seed input")).to_have_value("17")
