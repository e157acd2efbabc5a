"""The latent plane decoded in the page, and one picture encoded, in a real browser."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import torch
from PIL import Image
from playwright.sync_api import Locator, expect

from playground import store
from playground.models.vae.trained import network
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("vae/digits2-vae" not in store.manifest(), reason="the autoencoders are not trained yet"),
]
PLANE, ENCODE = "vae-plane", "vae-encode"


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


SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def place(visitor: Visitor) -> tuple[float, float]:
    visitor.page.evaluate(SETTLED)  # words follow the picture with the next animation frame
    text = visitor.stage(PLANE).locator("[data-where]").inner_text().replace("−", "-")
    x, y = re.findall(r"-?\d+\.\d+", text)
    return float(x), float(y)


def picture(visitor: Visitor, part: str, view: str) -> np.ndarray:
    pixels = visitor.pixels(visitor.stage(part).locator(view).first)
    return np.frombuffer(pixels, np.uint8).reshape(28, 28, 3)[:, :, 0]


@pytest.fixture
def plane(visit) -> Callable[..., Visitor]:
    def make(query: str = "", **context: object) -> Visitor:
        visitor = visit(f"tab=vae&part=plane&{query}", **context).done(PLANE)
        visitor.page.wait_for_timeout(800)  # what else the page asks for when it opens
        return visitor

    return make


@pytest.fixture
def encode(visit, mnist_test) -> Callable[..., Visitor]:
    def make(query: str = "", **context: object) -> Visitor:
        return visit(f"tab=vae&part=encode&{query}", **context).done(ENCODE)

    return make


class TestPlane:
    def test_fills_itself_when_opened(self, visit):
        visitor = visit("tab=vae")
        visitor.part(PLANE)
        stage = visitor.done(PLANE, frames=1).stage(PLANE)
        assert len(set(visitor.pixels(stage.locator("[data-plane]")))) > 20
        expect(stage.locator("[data-samples] button")).to_have_count(24)
        expect(stage.locator("[data-classes] button")).to_have_count(10)
        expect(stage.locator("[data-number=holes] strong")).to_contain_text("%")
        expect(stage.locator("[data-number=confident] small").first).to_contain_text("real digits")

    def test_dragging_decodes_as_torch_does_and_asks_for_nothing(self, plane):
        visitor = plane()
        visitor.requests.clear()
        drag(visitor, visitor.stage(PLANE).locator("[data-field]"), [(0.5, 0.5), (0.3, 0.4), (0.7, 0.35), (0.62, 0.7)])
        z = place(visitor)
        with torch.inference_mode():
            expected = network("vae/digits2-vae").decode(torch.tensor([z])).sigmoid()[0].reshape(28, 28).numpy()
        assert np.abs(picture(visitor, PLANE, "[data-here]") / 255 - expected).max() < 0.04  # z is read to 0.01
        visitor.page.mouse.up()
        visitor.page.wait_for_url("**/*vae.plane.x=*")
        assert visitor.requests == []
        assert float(query(visitor)["vae.plane.x"]) == pytest.approx(z[0], abs=0.011)

    def test_a_finger_drags(self, plane):
        visitor = plane("", viewport={"width": 390, "height": 844}, has_touch=True)
        field = visitor.stage(PLANE).locator("[data-field]")
        field.scroll_into_view_if_needed()
        box = field.bounding_box()
        visitor.page.touchscreen.tap(box["x"] + 0.25 * box["width"], box["y"] + 0.25 * box["height"])
        x, y = place(visitor)
        assert x < -1 and y > 1
        assert box["width"] <= 390

    def test_arrow_keys_move_and_the_twin_tells(self, plane):
        visitor = plane()
        stage = visitor.stage(PLANE).locator(".stage")
        stage.focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
            visitor.page.keyboard.press(key)
        x, y = place(visitor)
        assert 0 < y < x
        expect(visitor.stage(PLANE).locator("[data-twin]")).to_contain_text("nearest test picture is of class")
        visitor.page.keyboard.press("Home")
        assert place(visitor) == (0, 0)

    def test_another_model_keeps_the_place(self, plane):
        visitor = plane("vae.plane.x=1.2&vae.plane.y=-0.5")
        assert place(visitor) == (1.2, -0.5)
        before, run = picture(visitor, PLANE, "[data-here]"), visitor.run(PLANE)
        visitor.choose("vae-plane-model", "beta 4")
        visitor.done(PLANE, after=run)
        assert place(visitor) == (1.2, -0.5)
        assert not np.array_equal(before, picture(visitor, PLANE, "[data-here]"))

    def test_layers_and_prior_are_drawn_without_a_request(self, plane):
        visitor = plane()
        drawn = visitor.stage(PLANE).locator("[data-plane]")
        seen = [visitor.pixels(drawn)]
        visitor.requests.clear()
        for control, option in (("layers", "holes"), ("layers", "pictures"), ("prior", "fitted Gaussian")):
            visitor.page.locator(f"#vae-plane-{control} label", has_text=option).click()
            visitor.page.wait_for_timeout(600)
            seen.append(visitor.pixels(drawn))
        assert len(set(seen)) == 4
        assert visitor.requests == []
        expect(visitor.stage(PLANE).locator("[data-drawn]")).to_contain_text("fitted to the codes")

    def test_samples_anew(self, plane):
        visitor = plane()
        run, before = visitor.run(PLANE), picture(visitor, PLANE, "[data-samples] canvas")
        visitor.page.get_by_role("button", name="Sample again").click()
        visitor.done(PLANE, after=run)
        assert not np.array_equal(before, picture(visitor, PLANE, "[data-samples] canvas"))

    @pytest.mark.parametrize("hostile", ["1e9", "nan", "-inf", "zero", "1e999"])
    def test_hostile_places_in_a_link_are_answered(self, plane, hostile):
        visitor = plane(f"vae.plane.x={hostile}&vae.plane.y=0.5")
        expect(visitor.toast()).to_contain_text("Place across")
        assert place(visitor) == (0, 0.5)

    def test_a_link_restores_everything(self, plane):
        sent = plane("vae.plane.model=AE&vae.plane.prior=fitted Gaussian&vae.plane.seed=3&vae.plane.layers=rings,holes")
        received = plane(sent.link())
        canvases = [visitor.pixels(visitor.stage(PLANE).locator("[data-plane]")) for visitor in (sent, received)]
        assert canvases[0] == canvases[1]
        assert received.chosen("vae-plane-model") == "AE"


# An arrow key every 4 ms, and what the status says meanwhile.
PRESSED_ON = """(stage) => {
  const place = stage.querySelector(".stage") || stage, status = place.querySelector(".status");
  window.said = [];
  window.pressing = setInterval(() => {
    place.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true, cancelable: true }));
    if (window.said.at(-1) !== status.textContent) window.said.push(status.textContent);
  }, 4);
}"""


class TestEncode:
    def test_fills_itself_and_the_terms_add_up(self, encode):
        stage = encode().stage(ENCODE)
        numbers = {
            name: float(stage.locator(f"[data-number={name}] strong").inner_text().replace("−", "-"))
            for name in ("elbo", "reconstruction", "divergence")
        }
        assert numbers["elbo"] == pytest.approx(numbers["reconstruction"] - numbers["divergence"], abs=0.11)
        expect(stage.locator("[data-rows] tr")).to_have_count(2)
        expect(stage.locator("[data-samples] button")).to_have_count(16)

    def test_epsilon_is_drawn_again_without_a_request(self, encode):
        visitor = encode()
        visitor.page.wait_for_timeout(800)
        rows = visitor.stage(ENCODE).locator("[data-rows]")
        before = rows.inner_text()
        visitor.requests.clear()
        visitor.page.get_by_role("button", name="Draw ε again").click()
        expect(visitor.stage(ENCODE).locator("[data-from]")).to_contain_text("draw 2 of 16")
        assert rows.inner_text() != before and visitor.requests == []

    def test_the_server_decodes_where_the_point_is_dragged(self, encode):
        visitor = encode("vae.encode.size=24 numbers")
        stage = visitor.stage(ENCODE)
        before = picture(visitor, ENCODE, "[data-here]")
        drag(visitor, stage.locator("[data-field]"), [(0.5, 0.5), (0.2, 0.3), (0.15, 0.85)])
        expect(stage.locator("[data-cost]")).to_contain_text("ms")
        visitor.page.mouse.up()
        visitor.page.wait_for_timeout(500)
        z = [float(text.replace("−", "-")) for text in stage.locator("[data-rows] td:nth-child(5)").all_inner_texts()]
        order = [int(text) - 1 for text in stage.locator("[data-rows] td:nth-child(1)").all_inner_texts()]
        code = torch.zeros(1, 24)
        code[0, order] = torch.tensor(z)
        with torch.inference_mode():
            expected = network("vae/digits24-vae").decode(code).sigmoid()[0].reshape(28, 28).numpy()
        here = picture(visitor, ENCODE, "[data-here]")
        assert np.abs(here / 255 - expected).mean() < 0.01
        assert not np.array_equal(before, here)

    def test_another_code_comes_while_the_point_is_moved(self, encode):
        visitor = encode()
        stage, before = visitor.stage(ENCODE), visitor.run(ENCODE)
        stage.evaluate(PRESSED_ON)
        visitor.choose("vae-encode-size", "24 numbers")
        visitor.done(ENCODE, after=before)
        visitor.page.wait_for_timeout(500)
        said = stage.evaluate("(stage) => { clearInterval(window.pressing); return window.said; }")
        assert not [sentence for sentence in said if "A place here" in sentence]
        expect(stage.locator("[data-rows] tr")).to_have_count(24)

    def test_an_empty_pad_is_asked_for_and_a_drawing_encoded(self, encode):
        visitor = encode()
        visitor.choose("vae-encode-source", "drawing")
        status = visitor.stage(ENCODE).locator(".status")
        expect(status).to_contain_text("Draw something on the pad")
        run = visitor.run(ENCODE)
        pad = visitor.page.locator("#vae-encode-strokes canvas")
        drag(visitor, pad, [(0.3, 0.2), (0.7, 0.25), (0.45, 0.8)])
        visitor.page.mouse.up()
        visitor.done(ENCODE, after=run)
        expect(visitor.stage(ENCODE).locator("[data-given]")).to_contain_text("your picture")
        assert picture(visitor, ENCODE, "[data-view=picture]").any()

    @pytest.mark.parametrize(("kind", "said"), [("black", "no ink"), ("white", "no ink"), ("colour", "")])
    def test_uploads(self, encode, tmp_path, kind, said):
        colour = np.random.default_rng(0).integers(0, 255, (2000, 2000, 3), dtype=np.uint8)
        pixels = {"black": colour * 0, "white": colour * 0 + 255, "colour": colour}[kind]
        Image.fromarray(pixels).save(tmp_path / "upload.jpg")
        visitor = encode()
        run = visitor.run(ENCODE)
        visitor.choose("vae-encode-source", "upload")
        with visitor.page.expect_file_chooser() as chooser:
            visitor.page.locator("#vae-encode-upload").click()
        chooser.value.set_files(tmp_path / "upload.jpg")
        visitor.done(ENCODE, after=run)
        expect(visitor.page.locator("#vae-encode-note")).to_contain_text("2000 x 2000")
        expect(visitor.stage(ENCODE).locator(".status")).to_contain_text(said)

    def test_a_damaged_digit_is_mended(self, encode):
        visitor = encode("vae.encode.damage=noise&vae.encode.size=24 numbers&vae.encode.model=AE")
        stage = visitor.stage(ENCODE)
        expect(stage.locator("[data-number=error] strong")).to_contain_text("→")
        expect(stage.locator("[data-view=mended]")).to_be_visible()
        expect(stage.locator("[data-number=elbo]")).to_be_hidden()
