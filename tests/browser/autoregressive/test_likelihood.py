"""The bits of a digit, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from playground import store
from tests.browser.driving import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/pixelcnn" not in store.manifest(), reason="not trained yet"),
    pytest.mark.usefixtures("mnist_test"),
]
BITS = "autoregressive-likelihood"
SMALL = "autoregressive.likelihood.samples=25&autoregressive.likelihood.strange=blank"


def view(visitor: Visitor, part: str, name: str) -> Locator:
    return visitor.stage(part).locator(f"[data-view={name}]")


def figure(visitor: Visitor, part: str, name: str) -> float:
    text = visitor.stage(part).locator(f"[data-number={name}] strong").inner_text()
    return float(re.match(r"[\d.]+", text).group())


def upload(visitor: Visitor, file: Path) -> None:
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.locator("#autoregressive-likelihood-upload").click()
    chooser.value.set_files(file)


def test_reads_pixel_by_pixel_and_the_bits_add_up(look):
    visitor = look(BITS, SMALL)
    stage = visitor.stage(BITS)
    total = figure(visitor, BITS, "cost")
    visitor.requests.clear()
    slider = stage.locator("[data-player=range]")
    slider.press("Home")
    assert figure(visitor, BITS, "cost") == 0
    expect(stage.locator("[data-number=best] small").first).to_contain_text("10 % each")
    slider.press("End")
    assert figure(visitor, BITS, "cost") == total
    stage.get_by_role("radio", name=re.compile("Class 1,")).click()
    expect(stage.locator("[data-caption=map]")).to_contain_text("if it is a 1")
    assert visitor.requests == []


def test_digits_and_what_is_no_digit_on_one_axis(look):
    visitor = look(BITS, SMALL)
    ridges = visitor.stage(BITS).locator("[data-ridges] > div")
    expect(ridges).to_have_count(2)
    expect(ridges.nth(0)).to_contain_text("test digits")
    expect(ridges.nth(1)).to_contain_text("blank")
    expect(visitor.stage(BITS).locator("[data-number=accuracy] small").first).to_contain_text("of 25 test digits")


def test_a_pixel_by_keyboard(at):
    visitor = at(BITS, SMALL)
    view(visitor, BITS, "x").focus()
    visitor.page.keyboard.press("ArrowUp")
    expect(visitor.stage(BITS).locator("[data-number=pixel] small").first).to_contain_text("row 27, column 28")


def test_an_upload_is_read_and_a_broken_one_is_a_sentence(at, tmp_path):
    from PIL import Image, ImageDraw

    visitor, drawn = at(BITS, SMALL), Image.new("L", (60, 60), 255)
    ImageDraw.Draw(drawn).line((30, 8, 30, 52), fill=0, width=6)
    drawn.save(tmp_path / "one.png")
    (tmp_path / "broken.png").write_bytes(b"no picture")
    visitor.choose("autoregressive-likelihood-source", "upload")
    expect(visitor.stage(BITS).locator(".status")).to_contain_text("Choose a picture")
    before = visitor.run(BITS)
    upload(visitor, tmp_path / "one.png")
    visitor.done(BITS, after=before)
    expect(visitor.stage(BITS).locator("[data-caption=picture]")).to_contain_text("turned light on dark")
    upload(visitor, tmp_path / "broken.png")
    expect(visitor.page.locator("#autoregressive-likelihood-note")).to_contain_text("not a picture we can read")
    expect(visitor.stage(BITS)).to_have_attribute("data-state", "done")
