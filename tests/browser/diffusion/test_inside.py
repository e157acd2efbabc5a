"""The network opened at one step, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
QUICK = {"diffusion_reverse_steps": 6}


def test_look_inside_fills_the_u(page_at):
    visitor = page_at(**QUICK)
    visitor.stage().locator(".stage").press("Home")
    visitor.stage().get_by_role("button", name="Look inside the network at this step").click()
    visitor.done("diffusion-inside")
    network = visitor.stage("diffusion-inside")
    expect(network.locator(".unet .level b")).to_have_text(
        ["input", "output", "down 1", "up 3", "down 2", "up 2", "down 3", "up 1", "middle"]
    )
    maps = network.locator(".unet .maps canvas")
    assert maps.count() > 60
    assert len(set(visitor.pixels(maps.first))) > 1
    expect(network.locator(".status")).to_contain_text("Network call 0")
    expect(network.locator("[data-time] canvas")).to_be_visible()
