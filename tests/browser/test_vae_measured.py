"""Beta, morph, strange pictures, bytes and blur in a real browser: what moves here asks nobody."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from playground import store
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("vae/digits24-vae" not in store.manifest(), reason="the autoencoders are not trained yet"),
    pytest.mark.usefixtures("mnist_test"),
]
BETA, MORPH, ANOMALY, COMPRESS = "vae-beta", "vae-morph", "vae-anomaly", "vae-compress"


@pytest.fixture
def at(visit) -> Callable[..., Visitor]:
    def make(part: str, query: str = "", **context: object) -> Visitor:
        visitor = visit(f"tab=vae&part={part.split('-')[1]}&{query}", **context).done(part)
        visitor.page.wait_for_timeout(800)  # what else the page asks for when it opens
        return visitor

    return make


def grey(visitor: Visitor, canvas: Locator) -> np.ndarray:
    return np.frombuffer(visitor.pixels(canvas), np.uint8)[::3].astype(int)


def share(visitor: Visitor, part: str, name: str) -> float:
    text = visitor.stage(part).locator(f"[data-number={name}] strong").inner_text()
    return float(re.match(r"[\d.]+", text).group())


class TestBeta:
    def test_the_page_decodes_what_the_network_does(self, at):
        from playground.engines.vae.beta import beta

        visitor = at(BETA)
        (expected,) = beta()
        here = grey(visitor, visitor.stage(BETA).locator("[data-here]"))
        assert np.abs(here - expected.arrays["decoded"].ravel()).max() <= 1

    def test_a_slider_moves_the_picture_and_asks_nobody(self, at):
        visitor = at(BETA)
        stage = visitor.stage(BETA)
        slider, here, seen = stage.locator(".dial input").first, stage.locator("[data-here]"), set()
        before = visitor.pixels(here)
        visitor.requests.clear()
        slider.focus()
        visitor.page.keyboard.press("Home")
        for _ in range(6):
            visitor.page.keyboard.press("PageUp")
            seen.add(visitor.pixels(here))
        assert len(seen) == 6
        expect(stage.locator("[data-twin]")).to_contain_text("Number")
        stage.locator("[data-back]").click()
        assert visitor.pixels(here) == before
        stage.locator(".dial canvas").nth(1).click(position={"x": 2, "y": 4})
        expect(stage.locator(".dial output").nth(1)).to_have_text("−3.00")
        assert visitor.requests == []

    def test_a_collapsed_number_changes_nothing(self, at):
        visitor = at(BETA, "vae.beta.model=beta 10")
        stage = visitor.stage(BETA)
        expect(stage.locator("[data-told]")).to_contain_text("collapsed")
        here = stage.locator("[data-here]")
        before, moved = grey(visitor, here), []
        for k in (0, -1):
            stage.locator(".dial input").nth(k).focus()
            visitor.page.keyboard.press("End")
            moved.append(np.abs(grey(visitor, here) - before).max())
            stage.locator("[data-back]").click()
        assert moved[1] < 40 < moved[0]

    def test_another_stop_is_another_decoder(self, at):
        visitor = at(BETA)
        stage, before = visitor.stage(BETA), visitor.run(BETA)
        used = stage.locator("[data-number=active] strong").inner_text()
        visitor.choose("vae-beta-model", "AE")
        visitor.done(BETA, after=before)
        expect(stage.locator("[data-number=active] strong")).to_have_text("24 of 24")
        expect(stage.locator("[data-number=rate] strong")).to_have_text("none")
        assert used != "24 of 24"


class TestMorph:
    def test_is_scrubbed_without_a_request(self, at):
        visitor = at(MORPH)
        stage = visitor.stage(MORPH)
        expect(stage.locator("[data-player=count]")).to_contain_text("frame 11 of 21")
        expect(stage.locator("[data-told]")).to_contain_text("Half way")
        visitor.requests.clear()
        shown = {way: set() for way in ("latent", "fade")}
        stage.locator("[data-player=range]").press("Home")
        for _ in range(20):
            for way, pictures in shown.items():
                pictures.add(visitor.pixels(stage.locator(f"[data-lane={way}] [data-now]")))
            visitor.page.keyboard.press("ArrowRight")
        assert all(len(pictures) > 15 for pictures in shown.values())
        expect(stage.locator("[data-player=count]")).to_contain_text("frame 21 of 21")
        expect(stage.locator("[data-lane=fade] [data-reads]")).to_contain_text("reads as a 7")
        expect(stage.locator("[data-number=near] small").first).to_contain_text("real digits: 4.")
        stage.locator("[data-lane=latent] [data-strip] button").nth(0).click()
        expect(stage.locator("[data-player=count]")).to_contain_text("frame 1 of 21")
        assert visitor.requests == []

    def test_plays(self, at):
        visitor = at(MORPH, "vae.morph.frames=11")
        stage = visitor.stage(MORPH)
        stage.locator("[data-player=play]").click()
        expect(stage.locator("[data-player=count]")).to_contain_text("frame 11 of 11", timeout=20_000)
        expect(stage.locator("[data-player=play]")).to_have_attribute("aria-label", "Play")


class TestAnomaly:
    def test_the_threshold_counts_what_lies_beyond_it(self, at):
        visitor = at(ANOMALY)
        stage = visitor.stage(ANOMALY)
        slider = stage.locator("[data-threshold]")
        assert share(visitor, ANOMALY, "alarms") <= 5 and share(visitor, ANOMALY, "caught") > 90
        visitor.requests.clear()
        slider.focus()
        visitor.page.keyboard.press("End")
        expect(stage.locator("[data-number=caught] strong")).to_have_text("0.0\u00a0%")
        expect(stage.locator("[data-gallery=caught] [data-count]")).to_have_text("none")
        visitor.page.keyboard.press("Home")
        expect(stage.locator("[data-number=caught] strong")).to_contain_text("100.0")
        assert share(visitor, ANOMALY, "alarms") > 99
        assert visitor.requests == []

    def test_is_dragged_on_the_histogram(self, at):
        visitor = at(ANOMALY)
        histogram = visitor.stage(ANOMALY).locator("[data-histogram]")
        histogram.scroll_into_view_if_needed()
        box = histogram.bounding_box()
        visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
        visitor.page.mouse.down()
        alarms = []
        for part in (0.6, 0.3, 0.15):
            visitor.page.mouse.move(box["x"] + part * box["width"], box["y"] + 60)
            visitor.page.wait_for_timeout(100)
            alarms.append(share(visitor, ANOMALY, "alarms"))
        visitor.page.mouse.up()
        assert alarms == sorted(alarms) and alarms[-1] > alarms[0]

    def test_a_picture_is_looked_at_with_its_error(self, at):
        visitor = at(ANOMALY)
        stage = visitor.stage(ANOMALY)
        button = stage.locator("[data-gallery=caught] button").nth(2)
        button.click()
        assert visitor.pixels(stage.locator("[data-it]")) == visitor.pixels(button.locator("canvas"))
        it, again, error = (grey(visitor, stage.locator(f"[data-{name}]")) for name in ("it", "again", "error"))
        expect(stage.locator("[data-it-words]")).to_contain_text("counted as strange")
        assert error[np.abs(it - again).argmax()] == error.max() > 0
        total = float(stage.locator("[data-error-words]").inner_text().split(" ")[0])
        assert total == pytest.approx((((it - again) / 255) ** 2).sum(), abs=0.06)

    def test_a_drawing_is_scored(self, at):
        visitor = at(ANOMALY, "vae.anomaly.strokes=60,60 200,200;200,60 60,200")
        stage = visitor.stage(ANOMALY)
        expect(stage.locator("[data-number=drawn] strong")).to_contain_text("nats")
        expect(stage.locator("[data-it-words]")).to_contain_text("your drawing")

    def test_the_presets_that_fail_say_so(self, at):
        visitor = at(ANOMALY)
        before = visitor.run(ANOMALY)
        visitor.page.get_by_role("button", name="Where it fails: one dot").click()
        visitor.done(ANOMALY, after=before)
        expect(visitor.stage(ANOMALY).locator("[data-told]")).to_contain_text("the wrong way round")

    def test_an_ae_without_a_bound_is_a_sentence(self, at):
        visitor = at(ANOMALY)
        visitor.choose("vae-anomaly-model", "AE")
        expect(visitor.toast().first).to_contain_text("An AE has no ELBO")


class TestCompress:
    QUICK = "vae.compress.samples=40&vae.compress.others=false"

    def test_the_size_is_slid_without_a_request(self, at):
        visitor = at(COMPRESS, self.QUICK)
        stage = visitor.stage(COMPRESS)
        expect(stage.locator("[data-kept] > div")).to_have_count(7)
        expect(stage.locator("[data-number=jpeg] strong")).to_have_text("does not fit")
        visitor.requests.clear()
        pca = stage.locator("[data-kept] > div").nth(3).locator("canvas").first
        slider = stage.locator("[data-size]")
        small = visitor.pixels(pca)
        slider.focus()
        visitor.page.keyboard.press("End")
        expect(stage.locator("[data-number=jpeg] strong")).to_contain_text("dB")
        assert visitor.pixels(pca) != small
        stage.get_by_role("radio", name="SSIM").click()
        expect(stage.locator("[data-number=jpeg] strong")).to_have_text(re.compile(r"0\.\d\d"))
        assert visitor.requests == []

    def test_blur_has_a_row_a_maker(self, at):
        visitor = at(COMPRESS, self.QUICK)
        stage = visitor.stage(COMPRESS)
        expect(stage.locator("[data-blur] > div")).to_have_count(7)
        expect(stage.locator("[data-number=blur] small").first).to_contain_text("test digits: 0.6")


@pytest.mark.parametrize("part", [BETA, MORPH, ANOMALY, COMPRESS])
def test_fits_a_phone(at, part):
    query = TestCompress.QUICK if part == COMPRESS else ""
    visitor = at(part, query, viewport={"width": 390, "height": 844}, has_touch=True)
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
