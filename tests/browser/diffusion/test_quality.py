"""Steps against quality measured, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
QUICK = {"diffusion_reverse_steps": 6}


def test_quality_is_measured(page_at):
    small = {"diffusion_quality_samplers": "DDIM", "diffusion_quality_samples": 20, "diffusion_quality_most": 2}
    visitor = page_at("part=quality", **small, **QUICK)
    status = visitor.stage("diffusion-quality").locator("[role=status]")
    expect(status).to_contain_text(re.compile("computing|waiting|calls"))
    plot = visitor.stage("diffusion-quality").locator("[data-plot]")
    expect(plot.locator(".scatterlayer .point")).to_have_count(8, timeout=90_000)
    expect(plot).to_contain_text("Fréchet distance")
    expect(status).to_contain_text("DDIM at 2 calls: accuracy")
    expect(status).to_contain_text("floor 99.")
