"""Bytes and blur in a real browser: what moves here asks nobody."""

import re

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
COMPRESS = "vae-compress"
QUICK = "vae.compress.samples=40&vae.compress.others=false"


def grey(visitor: Visitor, canvas: Locator) -> np.ndarray:
    return np.frombuffer(visitor.pixels(canvas), np.uint8)[::3].astype(int)


def share(visitor: Visitor, part: str, name: str) -> float:
    text = visitor.stage(part).locator(f"[data-number={name}] strong").inner_text()
    return float(re.match(r"[\d.]+", text).group())


def test_the_size_is_slid_without_a_request(look):
    visitor = look(COMPRESS, QUICK)
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


def test_blur_has_a_row_a_maker(look):
    visitor = look(COMPRESS, QUICK)
    stage = visitor.stage(COMPRESS)
    expect(stage.locator("[data-blur] > div")).to_have_count(7)
    expect(stage.locator("[data-number=blur] small").first).to_contain_text("test digits: 0.6")
