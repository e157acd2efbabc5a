"""A picture destroyed step by step, in a real browser, as a visitor uses it."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
QUICK = {"diffusion_reverse_steps": 6}


@pytest.fixture
def forward(page_at):
    visitor = page_at("part=forward", diffusion_forward_T=100, **QUICK)
    return visitor.done("diffusion-forward", frames=101)


def changed(visitor, act, frames=None):
    before = visitor.run("diffusion-forward")
    act()
    return visitor.done("diffusion-forward", frames=frames, after=before)


def test_steps_and_schedule(forward):
    expect(forward.count("diffusion-forward")).to_have_text(re.compile(r"^t = \d+ / 100$"))
    before = forward.film("diffusion-forward")
    changed(forward, lambda: forward.set_number("diffusion-forward-T", 50), 51)
    changed(forward, lambda: forward.choose("diffusion-forward-schedule", "linear"), 51)
    assert len(forward.film("diffusion-forward")) == 51 != len(before)
    for chart in ("histogram", "schedule"):
        assert len(set(forward.pixels(forward.stage("diffusion-forward").locator(f"[data-{chart}]")))) > 2


def test_walk_and_jump_end_in_different_noise(forward):
    jump = dict(forward.film("diffusion-forward")[-1][1])["xt"]
    changed(forward, lambda: forward.choose("diffusion-forward-path", "walk"))
    walk = dict(forward.film("diffusion-forward")[-1][1])["xt"]
    assert walk != jump
    forward.stage("diffusion-forward").locator(".stage").press("ArrowRight")
    expect(forward.stage("diffusion-forward").locator("[data-maths=walk]")).to_contain_text("εₜ")
    expect(forward.stage("diffusion-forward").locator("[data-number=agreement] strong")).to_contain_text(
        re.compile(r"\d")
    )


def test_a_photograph_has_colour(forward):
    changed(forward, forward.page.get_by_role("button", name="A photograph").click)
    expect(forward.number("diffusion-forward-index")).to_have_value("0")
    forward.stage("diffusion-forward").locator(".stage").press("Home")
    pixels = forward.pixels(forward.stage("diffusion-forward").locator("[data-view=xt]"))
    assert len(pixels) == 64 * 64 * 3
    assert pixels[0::3] != pixels[1::3]


def test_a_drawing(forward):
    page = forward.page
    forward.choose("diffusion-forward-source", "drawing")
    pad = page.locator("#diffusion-forward-strokes canvas")
    expect(pad).to_be_visible()
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()

    def draw():
        page.mouse.move(box["x"] + 40, box["y"] + 40)
        page.mouse.down()
        for k in range(12):
            page.mouse.move(box["x"] + 40 + 10 * k, box["y"] + 40 + 8 * k)
        page.mouse.up()

    changed(forward, draw)
    forward.stage("diffusion-forward").locator(".stage").press("Home")
    drawn = forward.pixels(forward.stage("diffusion-forward").locator("[data-view=xt]"))
    assert 255 in drawn and 0 in drawn
    page.wait_for_url("**/*diffusion.forward.strokes=*")
    assert re.fullmatch(r"(\d+,\d+[ ;]?)+", forward.query()["diffusion.forward.strokes"])


def test_choosing_the_pad_is_no_mistake(forward):
    forward.choose("diffusion-forward-source", "drawing")
    forward.page.wait_for_timeout(1500)
    assert forward.toast().count() == 0


def test_a_drawing_travels_in_the_link(visit):
    drawing = {"source": "drawing", "strokes": "20,20 200,200", "T": 50}
    visitor = visit("part=forward", {f"diffusion_forward_{name}": value for name, value in drawing.items()}).done()
    visitor.done("diffusion-forward", frames=51)
    expect(visitor.page.locator("#diffusion-forward-strokes canvas")).to_be_visible()
    assert 255 in visitor.pixels(visitor.page.locator("#diffusion-forward-strokes canvas"))


def test_an_upload(forward, tmp_path):
    picture = Image.new("RGBA", (120, 80), (255, 0, 0, 128))
    picture.save(tmp_path / "half.png")
    forward.choose("diffusion-forward-source", "upload")
    changed(forward, lambda: upload(forward, tmp_path / "half.png"))
    expect(forward.page.locator("#diffusion-forward-note")).to_contain_text("120 x 80")
    forward.stage("diffusion-forward").locator(".stage").press("Home")
    pixels = forward.pixels(forward.stage("diffusion-forward").locator("[data-view=xt]"))
    assert len(pixels) == 64 * 64 * 3
    assert pixels[0] == 255 and abs(pixels[1] - 127) <= 2, "dark red, half transparent, lies on white"


def test_a_bad_upload_ends_in_one_sentence(forward, tmp_path):
    (tmp_path / "text.png").write_text("hello")
    Image.new("L", (1, 1)).save(tmp_path / "dot.png")
    Image.new("L", (20_000, 8)).save(tmp_path / "wide.png")
    note = forward.page.locator("#diffusion-forward-note")
    for name, sentence in (("text.png", "not a picture"), ("dot.png", "1 x 1"), ("wide.png", "20000 x 8")):
        upload(forward, tmp_path / name)
        expect(note).to_be_visible()
        expect(note).to_contain_text(sentence)
        expect(forward.toast().filter(has_text=sentence)).to_have_count(0)
    forward.set_number("diffusion-forward-seed", 3)
    changed(forward, lambda: forward.choose("diffusion-forward-source", "digit"))


def test_one_change_is_one_run(forward):
    forward.rested()
    expect(forward.number("diffusion-forward-index")).to_have_value("7")
    changed(forward, lambda: forward.choose("diffusion-forward-source", "photograph"))
    forward.page.wait_for_timeout(1500)
    assert forward.toast().count() == 0, "there are three photographs, counted round"
    assert len([url for url in forward.requests if "/queue/join" in url]) == 1


def upload(visitor, path):
    if visitor.page.locator("#diffusion-forward-upload").is_hidden():
        visitor.choose("diffusion-forward-source", "upload")
    with visitor.page.expect_file_chooser() as chooser:
        visitor.page.locator("#diffusion-forward-upload").click()
    chooser.value.set_files(path)
