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


@pytest.mark.parametrize("control, value", [("x", 1.5), ("y", -1.5)])
def test_a_control_that_the_stage_follows_by_itself_greys_nothing(at, control, value):
    visitor = at("vae-plane")
    visitor.set_number(f"vae-plane-{control}", value)
    visitor.page.wait_for_timeout(1500)
    stage = visitor.stage("vae-plane")
    expect(stage).not_to_have_attribute("data-stale", "")
    expect(stage.locator(".status").first).not_to_contain_text("have changed")
    assert f"{control}={value}" in visitor.page.url


def test_a_head_that_is_chosen_greys_nothing(at):
    visitor = at("autoregressive-inside", "autoregressive.inside.layer=2&autoregressive.inside.head=3")
    stage = visitor.stage("autoregressive-inside")
    stage.locator("[data-heads]").get_by_role("radio").first.click()
    visitor.page.wait_for_timeout(1500)
    chosen = [visitor.query().get(f"autoregressive.inside.{name}") for name in ("layer", "head")]
    assert chosen != ["2", "3"]
    expect(stage).not_to_have_attribute("data-stale", "")
