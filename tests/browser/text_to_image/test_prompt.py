"""A prompt on its way to a picture, in a real browser."""

import numpy as np
import pytest
from playwright.sync_api import expect

from playground.engines.text_to_image.prompt import prompt

pytestmark = pytest.mark.browser
PROMPT = "text_to_image-prompt"
QUICK = "text_to_image.prompt.steps=4"


def picture(visitor, view: str, shape: tuple[int, ...]) -> np.ndarray:
    canvas = visitor.stage(PROMPT).locator(f"[data-view={view}]")
    return np.frombuffer(visitor.pixels(canvas), np.uint8).reshape(*shape, 3)


def apart(a: np.ndarray, b: np.ndarray) -> int:
    """The largest difference: the server computes on more threads, which adds up in another order."""
    return int(np.abs(a.astype(int) - b).max())


def test_the_page_shows_what_the_engine_drew_at_every_step(at):
    visitor = at(PROMPT, QUICK).done(PROMPT, frames=5)
    frames, stage = list(prompt(steps=4)), visitor.stage(PROMPT)
    for i in (4, 0, 2):
        stage.locator("[data-player=range]").press("Home")
        for _ in range(i):
            stage.locator("[data-player=range]").press("ArrowRight")
        assert apart(picture(visitor, "picture", (64, 64)), frames[i].arrays["picture"]) <= 1
        rows = [np.concatenate(list(pair), 1) for pair in frames[i].arrays["latent"].reshape(2, 2, 16, 16)]
        assert apart(picture(visitor, "latent", (32, 32))[..., 0], np.concatenate(rows, 0)) <= 1
    expect(stage.locator("[data-box=unet] output")).to_contain_text("step 3 of 4, asked twice")
    expect(stage.locator("[data-number=seen] small:not(.before)")).to_have_text(frames[-1].texts["seen"])


def test_a_prompt_is_typed_and_its_unknown_words_are_marked(at):
    visitor = at(PROMPT, QUICK)
    before = visitor.run(PROMPT)
    visitor.page.locator("#text_to_image-prompt-prompt textarea").fill("a blue <b>crown</b> {{7*7}}")
    visitor.page.locator("#text_to_image-prompt-go").click()
    visitor.done(PROMPT, after=before)
    tokens = visitor.stage(PROMPT).locator("[data-tokens]")
    assert tokens.locator("button:not(.unknown)").all_inner_texts()[:2] == ["a", "blue"]
    assert "7" in tokens.locator("button.unknown").all_inner_texts() and not tokens.locator("b").count()
    expect(tokens.locator("small")).to_contain_text("no words of the training captions")
    assert "blue" in visitor.query()["text_to_image.prompt.prompt"]


def test_no_more_is_typed_than_a_prompt_may_have(at):
    visitor = at(PROMPT, QUICK)
    field = visitor.page.locator("#text_to_image-prompt-prompt textarea")
    assert int(field.get_attribute("maxlength")) == 300


def test_an_empty_prompt_and_no_guidance(at):
    visitor = at(PROMPT, f"{QUICK}&text_to_image.prompt.prompt=&text_to_image.prompt.w=1")
    stage = visitor.stage(PROMPT)
    expect(stage.locator("[data-tokens]")).to_contain_text("An empty prompt")
    expect(stage.locator("[data-box=unet] output")).to_contain_text("asked once")
    expect(stage.locator("[data-cost]")).to_contain_text("calls of the U-Net")


def test_presets_are_other_prompts(at):
    visitor = at(PROMPT, QUICK)
    before = visitor.run(PROMPT)
    visitor.page.get_by_role("button", name="Two things in their places").click()
    visitor.done(PROMPT, after=before)
    expect(visitor.stage(PROMPT).locator("[data-number=seen] small:not(.before)")).to_contain_text("a red car")


def test_a_word_shows_its_place_and_a_place_its_words(at):
    visitor = at(PROMPT, "text_to_image.prompt.steps=8&text_to_image.prompt.prompt=a purple fish above a yellow key")
    stage = visitor.stage(PROMPT)
    stage.locator("[data-player=range]").press("End")
    over, caption = stage.locator("[data-over]"), stage.locator("[data-caption]")
    expect(over).to_be_hidden()
    fish, key = (
        stage.locator("[data-tokens]").get_by_role("button", name=name, exact=True) for name in ("fish", "key")
    )
    fish.focus()
    expect(over).to_be_visible()
    expect(caption).to_contain_text("where “fish” is looked at")
    veil = np.array(over.evaluate("(c) => [...c.getContext('2d').getImageData(0, 0, 16, 16).data]")).reshape(16, 16, 4)
    assert veil[:8, :, 3].min() == 0 and veil[8:, :, 3].min() > 60, "only where the fish is the picture is bare"
    expect(stage.locator("[data-place]")).to_contain_text("lies on what it names (by chance:")
    expect(stage.locator("[data-number=places]")).to_contain_text("2 of 2")
    maps = stage.locator("[data-maps]")
    before = over.evaluate("(c) => c.toDataURL()")
    for which in ("step", "2"):
        maps.select_option(which)
        now = over.evaluate("(c) => c.toDataURL()")
        assert now != before, "another layer or fewer steps, another map"
        before = now
    expect(maps.locator("option:checked")).to_have_text("all steps, layer middle, 4 × 4")
    maps.select_option("until")
    fish.blur()
    expect(over).to_be_hidden()
    key.click()
    expect(key).to_have_attribute("aria-pressed", "true")
    box = stage.locator("[data-looked]").bounding_box()
    visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.75)
    heat = [float(one.evaluate("(e) => e.style.getPropertyValue('--heat')")) for one in (fish, key)]
    assert heat[1] > heat[0]


def test_a_branch_begins_at_the_step_that_is_looked_at(at):
    values = {"prompt": "a blue boat", "negative": "grey", "w": 2, "seed": 9}
    asked = "&".join(f"text_to_image.prompt.{name}={value}" for name, value in values.items())
    visitor = at(PROMPT, f"{QUICK}&{asked}")
    visitor.done(PROMPT, frames=5)
    stage = visitor.stage(PROMPT)
    stage.locator("[data-player=range]").press("Home")
    for _ in range(2):
        stage.locator("[data-player=range]").press("ArrowRight")
    stage.locator("[data-branch]").click()
    expect(visitor.page.locator("#text_to_image-branch-prompt textarea")).to_have_value("a blue boat")
    visitor.done("text_to_image-branch", frames=5)
    query = visitor.query()
    assert query["part"] == "branch" and query["text_to_image.branch.at"] == "2"
    assert query["text_to_image.branch.other_w"] == "2" and query["text_to_image.branch.seed"] == "9"
    assert query["text_to_image.branch.negative"] == "grey"
    carried = visitor.pixels(visitor.stage("text_to_image-branch").locator("[data-view=first]"))
    drawn = np.frombuffer(carried, np.uint8).reshape(64, 64, 3)
    *_, alone = prompt(prompt="a blue boat", negative="grey", w=2.0, steps=4, seed=9)
    assert apart(drawn, alone.arrays["picture"]) <= 1, "the steps until here are those that were looked at"
    expect(visitor.stage("text_to_image-branch").locator(".status")).to_contain_text(
        "Both paths are the same to the end"
    )
    visitor.page.locator("#text_to_image-branch-other textarea").fill("a red house")
    before = visitor.run("text_to_image-branch")
    visitor.page.locator("#text_to_image-branch-go").click()
    visitor.done("text_to_image-branch", after=before)
    expect(visitor.stage("text_to_image-branch").locator(".status")).to_contain_text("The first 2 steps are shared.")
