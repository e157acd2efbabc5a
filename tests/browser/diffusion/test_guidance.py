"""Guidance measured, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
QUICK = {"diffusion_reverse_steps": 6}


def test_guidance_is_measured(page_at):
    visitor = page_at("part=guidance", diffusion_guidance_samples=6, diffusion_guidance_steps=5, **QUICK)
    visitor.page.locator("#diffusion-guidance-go").click()
    visitor.done("diffusion-guidance")
    table = visitor.stage("diffusion-guidance").locator("table")
    expect(table.locator("thead th")).to_have_count(7)
    expect(table.locator("tbody tr")).to_have_count(10)
    expect(table.locator("canvas")).to_have_count(36)
    expect(table.locator("td.measure").first).to_contain_text("%")
    expect(table.locator("tbody tr").last).to_contain_text(re.compile(r"cost.*\d+ ms, 5 calls.*\d+ ms, 10 calls", re.S))
    expect(visitor.stage("diffusion-guidance").locator(".status")).to_contain_text("6 pictures measured")
