"""What is shown belongs to the controls, or is greyed with a sentence."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("mnist_test")]
QUICK = "diffusion.reverse.steps=5"


def test_a_control_that_moves_greys_the_film_until_it_runs_or_moves_back(at):
    visitor = at("diffusion-reverse", QUICK)
    stage, status = visitor.stage(), visitor.stage().locator(".status").first
    expect(stage).not_to_have_attribute("data-stale", "")
    visitor.set_number("diffusion-reverse-steps", 7)
    expect(stage).to_have_attribute("data-stale", "")
    expect(status).to_contain_text("The settings have changed: press “Generate”")
    visitor.set_number("diffusion-reverse-steps", 5)
    expect(stage).not_to_have_attribute("data-stale", "")
    expect(status).not_to_contain_text("have changed")
    visitor.set_number("diffusion-reverse-steps", 7)
    expect(stage).to_have_attribute("data-stale", "")
    visitor.press(frames=8)
    expect(stage).not_to_have_attribute("data-stale", "")
    expect(status).not_to_contain_text("have changed")
