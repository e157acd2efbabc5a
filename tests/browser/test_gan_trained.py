"""The trained GAN's two parts in a real browser: walking over the plane of z, and the quiz beside D."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from playground import store
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("gan/digits" not in store.manifest(), reason="the pair is not trained yet"),
]
LATENT, QUIZ = "gan-latent", "gan-quiz"


def query(visitor: Visitor) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(visitor.page.url).query).items()}


def drag(visitor: Visitor, field: Locator, places: list[tuple[float, float]]) -> None:
    """Press at the first place and lead over the others, in shares of width and height, without letting go."""
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    visitor.page.mouse.move(*points[0])
    visitor.page.mouse.down()
    for point in points[1:]:
        visitor.page.mouse.move(*point)


@pytest.fixture
def latent(visit) -> Callable[..., Visitor]:
    def make(query: str = "", **context: object) -> Visitor:
        visitor = visit(f"tab=gan&part=latent&{query}", **context).done(LATENT)
        visitor.page.wait_for_timeout(800)  # what else the page asks for when it opens
        return visitor

    return make


@pytest.fixture
def quiz(visit, mnist_test) -> Callable[..., Visitor]:
    def make(query: str = "", **context: object) -> Visitor:
        return visit(f"tab=gan&part=quiz&{query}", **context).done(QUIZ)

    return make


class TestLatent:
    def test_fills_itself_when_opened(self, visit):
        visitor = visit("tab=gan")
        visitor.part(LATENT)
        visitor.done(LATENT, frames=1)
        stage = visitor.stage(LATENT)
        assert len(set(visitor.pixels(stage.locator("[data-map]")))) > 20
        assert len(set(visitor.pixels(stage.locator("[data-here]")))) > 5
        expect(stage.locator("[data-classes] button")).to_have_count(11)
        expect(stage.locator("[data-path] button")).to_have_count(17)
        expect(stage.locator("[data-number=belief] strong")).to_contain_text("%")
        expect(stage.locator("[data-number=recognised] strong")).to_contain_text("of 10")
        expect(stage.locator("[data-maths=d]")).to_contain_text("σ(")
        expect(stage.locator("[data-cost] dd")).to_have_count(5)

    def test_dragging_asks_for_nothing_and_letting_go_sets_the_place(self, latent):
        visitor = latent()
        stage, seen = visitor.stage(LATENT), set()
        here, before = stage.locator("[data-here]"), visitor.run(LATENT)
        row = visitor.pixels(stage.locator("[data-classes] canvas").first)
        visitor.requests.clear()
        drag(visitor, stage.locator(".field").first, [(0.5, 0.5)])
        box = stage.locator(".field").first.bounding_box()
        for k in range(1, 9):
            visitor.page.mouse.move(box["x"] + (0.5 + 0.05 * k) * box["width"], box["y"] + 0.2 * box["height"])
            seen.add(visitor.pixels(here))
        visitor.page.wait_for_timeout(400)
        assert len(seen) > 4
        assert visitor.requests == []
        visitor.page.mouse.up()
        visitor.done(LATENT, after=before)
        expect(stage.locator("[data-where]")).to_have_text("at 0.8, 0.6")
        visitor.page.wait_for_timeout(1000)
        assert query(visitor)["gan.latent.x"] == "0.8" and query(visitor)["gan.latent.y"] == "0.6"
        assert visitor.pixels(stage.locator("[data-classes] canvas").first) != row

    def test_the_large_picture_is_the_one_under_the_pointer(self, latent):
        visitor = latent()
        stage = visitor.stage(LATENT)
        drag(visitor, stage.locator(".field").first, [(0.5, 0.5), (0.024, 0.024)])
        lattice, here = visitor.pixels(stage.locator("[data-map]")), visitor.pixels(stage.locator("[data-here]"))
        assert here == b"".join(lattice[3 * 588 * y : 3 * 588 * y + 3 * 28] for y in range(28))
        visitor.page.mouse.up()
        drag(visitor, stage.locator(".field").nth(1), [(0.5, 0.5), (0.976, 0.976)])
        expect(stage.locator("[data-where]")).to_have_text("at 1.0, −1.0")

    def test_keyboard(self, latent):
        visitor = latent()
        stage, before = visitor.stage(LATENT), visitor.run(LATENT)
        stage.locator(".stage").focus()
        for key, text in (("ArrowRight", "at 0.1, 0.0"), ("ArrowUp", "at 0.1, 0.1"), ("ArrowLeft", "at 0.0, 0.1"),
                          ("ArrowDown", "at 0.0, 0.0"), ("ArrowDown", "at 0.0, −0.1")):  # fmt: skip
            visitor.page.keyboard.press(key)
            expect(stage.locator("[data-where]")).to_have_text(text)
        visitor.done(LATENT, after=before)
        expect(stage.locator("[data-twin]")).to_contain_text("0.0 across, −0.1 up")
        visitor.page.keyboard.press("Home")
        expect(stage.locator("[data-where]")).to_have_text("at 0.0, 0.0")

    def test_the_walk_from_seed_to_seed(self, latent):
        visitor = latent()
        stage = visitor.stage(LATENT)
        here, along = stage.locator("[data-here]"), stage.locator("[data-along]")
        visitor.requests.clear()
        seen = {visitor.pixels(here)}
        along.focus()
        for _ in range(16):
            visitor.page.keyboard.press("ArrowRight")
            seen.add(visitor.pixels(here))
        expect(stage.locator("[data-where]")).to_have_text("step 16 of 16 of the walk")
        assert len(seen) > 8
        stage.locator("[data-path] button").nth(4).click()
        expect(stage.locator("[data-where]")).to_have_text("step 4 of 16 of the walk")
        assert visitor.requests == []

    def test_another_class_at_the_same_place(self, latent):
        visitor = latent("gan.latent.x=0.5")
        stage, before = visitor.stage(LATENT), visitor.run(LATENT)
        three = visitor.pixels(stage.locator("[data-classes] canvas").nth(3))
        stage.locator("[data-classes] button").nth(3).click()
        visitor.done(LATENT, after=before)
        assert visitor.chosen("gan-latent-label") == "3"
        expect(stage.locator("[data-where]")).to_have_text("at 0.5, 0.0")
        near = [abs(a - b) for a, b in zip(visitor.pixels(stage.locator("[data-here]")), three, strict=True)]
        assert max(near) <= 1

    def test_truncation_follows_the_slider(self, latent):
        visitor = latent()
        stage, before = visitor.stage(LATENT), visitor.run(LATENT)
        visitor.set_number("gan-latent-truncation", 0)
        visitor.done(LATENT, after=before)
        expect(stage.locator("[data-number=length] strong")).to_have_text("0.00")
        expect(stage.locator("[data-least]")).to_have_text(stage.locator("[data-most]").inner_text())

    def test_a_link_opens_its_place(self, latent):
        visitor = latent("gan.latent.label=4&gan.latent.x=-0.3&gan.latent.y=0.7")
        expect(visitor.stage(LATENT).locator("[data-where]")).to_have_text("at −0.3, 0.7")
        expect(visitor.stage(LATENT).locator("[data-classes] .here")).to_have_text("4")

    def test_touch(self, latent):
        visitor = latent(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        field = visitor.stage(LATENT).locator(".field").first
        field.scroll_into_view_if_needed()
        box = field.bounding_box()
        visitor.page.touchscreen.tap(box["x"] + 0.1 * box["width"], box["y"] + 0.1 * box["height"])
        expect(visitor.stage(LATENT).locator("[data-where]")).to_have_text("at −0.8, 0.8")
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390


class TestQuiz:
    def test_nothing_is_told_before_all_twenty_are_judged(self, quiz):
        visitor = quiz()
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

    def test_the_scores_count_what_is_shown(self, quiz):
        visitor = quiz()
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

    def test_again_deals_others(self, quiz):
        visitor = quiz()
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
