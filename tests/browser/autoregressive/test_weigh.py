"""A text weighed, filed, saved and decoded, in a real browser."""

import pytest
from playwright.sync_api import expect

from playground import store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/tales" not in store.manifest(), reason="not trained yet"),
]
WEIGH = "autoregressive-weigh"
SHORT = "autoregressive.weigh.length=100"


def test_a_token_is_chosen_without_a_request(at):
    visitor = at(WEIGH, SHORT)
    stage = visitor.stage(WEIGH)
    visitor.rested()
    strip, words = stage.locator("[data-strip]"), stage.locator("[data-told]")
    strip.locator(".token").nth(2).click()
    expect(words).to_contain_text("token 3 of")
    expect(words).to_contain_text("bits =")
    strip.focus()
    visitor.page.keyboard.press("ArrowRight")
    expect(words).to_contain_text("token 4 of")
    visitor.page.keyboard.press("Home")
    expect(words).to_contain_text("the first token of")
    expect(stage.locator("[data-guesses] li").first).to_contain_text("%")
    assert visitor.requests == []


def test_a_file_is_saved_and_decoded_again(at, tmp_path):
    visitor = at(WEIGH, SHORT)
    stage = visitor.stage(WEIGH)
    expect(stage.locator("[data-equal]")).to_contain_text("the very same text")
    text = stage.locator("[data-decoded]").text_content()
    with visitor.page.expect_download() as download:
        stage.locator("[data-save]").click()
    saved = tmp_path / "saved"
    download.value.save_as(saved)
    assert f"{saved.stat().st_size} bytes" == stage.locator("[data-number=file] strong").inner_text()
    before = visitor.run(WEIGH)
    visitor.choose("autoregressive-weigh-model", "Shakespeare")
    visitor.done(WEIGH, after=before)
    before = visitor.run(WEIGH)
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.locator("#autoregressive-weigh-upload").click()
    chooser.value.set_files(saved)
    visitor.done(WEIGH, after=before)
    assert stage.locator("[data-decoded]").text_content() == text


def test_markup_is_shown_and_an_empty_text_is_a_sentence(at):
    markup = "<img src=x onerror=alert(1)> {{7*7}}"
    visitor = at(WEIGH, f"{SHORT}&autoregressive.weigh.source=own text&autoregressive.weigh.text={markup}")
    stage = visitor.stage(WEIGH)
    assert stage.locator("[data-strip]").text_content() == markup
    assert stage.locator("[data-strip] img").count() == 0
    visitor.page.locator("#autoregressive-weigh-text textarea").fill("")
    visitor.page.locator("#autoregressive-weigh-go").click()
    expect(visitor.toast().first).to_contain_text("Your text is empty")
    assert stage.locator("[data-strip]").text_content() == markup
