"""Why latent, in a real browser: channels are switched without asking the server."""

import numpy as np
import pytest
from playwright.sync_api import expect

from playground.engines.text_to_image.latent import latent

pytestmark = pytest.mark.browser
PART = "text_to_image-latent"


def test_channels_are_switched_in_the_browser(at):
    visitor = at(PART, "part=latent").done(PART)
    *_, found = latent()
    stage = visitor.stage(PART)

    def drawn(view: str) -> np.ndarray:
        pixels = visitor.pixels(stage.locator(f"[data-view={view}]"))
        return np.frombuffer(pixels, np.uint8).reshape(64, 64, 3).astype(int)

    assert np.abs(drawn("picture") - found.arrays["picture"]).max() <= 1
    assert np.abs(drawn("decoded") - found.arrays["decoded"][15]).max() <= 1
    visitor.rested()
    for channel, which in ((0, 14), (3, 6), (0, 7)):
        stage.locator(f"[data-channel='{channel}']").click()
        assert np.abs(drawn("decoded") - found.arrays["decoded"][which]).max() <= 1
        expect(stage.locator("[data-number=error] strong")).to_have_text(f"{found.arrays['off'][which]:.4f}")
    assert not visitor.requests
    expect(stage.locator("table.costs")).to_contain_text("12,288")
