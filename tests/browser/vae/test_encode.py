"""One picture encoded, in a real browser."""

import numpy as np
import pytest
import torch
from PIL import Image
from playwright.sync_api import expect

from playground import store
from playground.models.vae.trained import network
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("vae/digits2-vae" not in store.manifest(), reason="the autoencoders are not trained yet"),
    pytest.mark.usefixtures("mnist_test"),
]
ENCODE = "vae-encode"
# An arrow key every 4 ms, and what the status says meanwhile.
PRESSED_ON = """(stage) => {
  const place = stage.querySelector(".stage") || stage, status = place.querySelector(".status");
  window.said = [];
  window.pressing = setInterval(() => {
    place.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true, cancelable: true }));
    if (window.said.at(-1) !== status.textContent) window.said.push(status.textContent);
  }, 4);
}"""


def picture(visitor: Visitor, part: str, view: str) -> np.ndarray:
    pixels = visitor.pixels(visitor.stage(part).locator(view).first)
    return np.frombuffer(pixels, np.uint8).reshape(28, 28, 3)[:, :, 0]


def test_fills_itself_and_the_terms_add_up(at):
    stage = at(ENCODE).stage(ENCODE)
    numbers = {
        name: float(stage.locator(f"[data-number={name}] strong").inner_text().replace("−", "-"))
        for name in ("elbo", "reconstruction", "divergence")
    }
    assert numbers["elbo"] == pytest.approx(numbers["reconstruction"] - numbers["divergence"], abs=0.11)
    expect(stage.locator("[data-rows] tr")).to_have_count(2)
    expect(stage.locator("[data-samples] button")).to_have_count(16)


def test_epsilon_is_drawn_again_without_a_request(at):
    visitor = at(ENCODE).rested()
    rows = visitor.stage(ENCODE).locator("[data-rows]")
    before = rows.inner_text()
    visitor.page.get_by_role("button", name="Draw ε again").click()
    expect(visitor.stage(ENCODE).locator("[data-from]")).to_contain_text("draw 2 of 16")
    assert rows.inner_text() != before and visitor.requests == []


def test_the_server_decodes_where_the_point_is_dragged(at):
    visitor = at(ENCODE, "vae.encode.size=24 numbers")
    stage = visitor.stage(ENCODE)
    before = picture(visitor, ENCODE, "[data-here]")
    visitor.drag(stage.locator("[data-field]"), [(0.5, 0.5), (0.2, 0.3), (0.15, 0.85)])
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


def test_another_code_comes_while_the_point_is_moved(at):
    visitor = at(ENCODE)
    stage, before = visitor.stage(ENCODE), visitor.run(ENCODE)
    stage.evaluate(PRESSED_ON)
    visitor.choose("vae-encode-size", "24 numbers")
    visitor.done(ENCODE, after=before)
    visitor.page.wait_for_timeout(500)
    said = stage.evaluate("(stage) => { clearInterval(window.pressing); return window.said; }")
    assert not [sentence for sentence in said if "A place here" in sentence]
    expect(stage.locator("[data-rows] tr")).to_have_count(24)


def test_an_empty_pad_is_asked_for_and_a_drawing_encoded(at):
    visitor = at(ENCODE)
    visitor.choose("vae-encode-source", "drawing")
    status = visitor.stage(ENCODE).locator(".status")
    expect(status).to_contain_text("Draw something on the pad")
    run = visitor.run(ENCODE)
    pad = visitor.page.locator("#vae-encode-strokes canvas")
    visitor.drag(pad, [(0.3, 0.2), (0.7, 0.25), (0.45, 0.8)])
    visitor.page.mouse.up()
    visitor.done(ENCODE, after=run)
    expect(visitor.stage(ENCODE).locator("[data-given]")).to_contain_text("your picture")
    assert picture(visitor, ENCODE, "[data-view=picture]").any()


def test_uploads(at, tmp_path):
    noise = np.random.default_rng(0).integers(0, 255, (2000, 2000, 3), dtype=np.uint8)
    stroke = noise * 0
    stroke[400:1600, 850:950] = 255, 180, 0
    visitor = at(ENCODE)
    visitor.choose("vae-encode-source", "upload")
    for width, pixels, said in (
        (2000, noise * 0, "no ink"),
        (1900, noise * 0 + 255, "no ink"),
        (1800, noise, "no ink"),
        (1700, stroke, None),
    ):
        Image.fromarray(pixels[:, :width]).save(tmp_path / "upload.jpg")
        run = visitor.run(ENCODE)
        with visitor.page.expect_file_chooser() as chooser:
            visitor.page.locator("#vae-encode-upload").click()
        chooser.value.set_files(tmp_path / "upload.jpg")
        visitor.done(ENCODE, after=run)
        expect(visitor.page.locator("#vae-encode-note")).to_contain_text(f"{width} x 2000")
        status = expect(visitor.stage(ENCODE).locator(".status"))
        status.to_contain_text(said) if said else status.not_to_contain_text("no ink")


def test_a_damaged_digit_is_mended(at):
    visitor = at(ENCODE, "vae.encode.damage=noise&vae.encode.size=24 numbers&vae.encode.model=AE")
    stage = visitor.stage(ENCODE)
    expect(stage.locator("[data-number=error] strong")).to_contain_text("→")
    expect(stage.locator("[data-view=mended]")).to_be_visible()
    expect(stage.locator("[data-number=elbo]")).to_be_hidden()
