"""Parts that take a visitor's picture: it is waited for, and comes by button, drop or paste."""

import base64
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, expect

from tests.browser.conftest import link_to
from tests.browser.driving import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("mnist_test")]
QUICK = {
    "diffusion-forward": "diffusion.forward.T=50",
    "autoregressive-likelihood": "autoregressive.likelihood.samples=25&autoregressive.likelihood.strange=blank",
    "vae-encode": "",
}
PARTS = tuple(QUICK)
ENCODE = "vae-encode"

# What a browser sends when a file is dropped on an element, or pasted while it has the focus.
GIVE = """(target, [how, name, type, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], name, { type }));
  const common = { bubbles: true, cancelable: true };
  const drag = (what) => new DragEvent(what, { ...common, dataTransfer: data });
  const paste = () => new ClipboardEvent("paste", { ...common, clipboardData: data });
  const events = { drag: [drag("dragover")], drop: [drag("dragover"), drag("drop")], paste: [paste()] }[how];
  return events.map((event) => target.dispatchEvent(event));
}"""
OPACITY = """(element) => {
  let share = 1;
  for (; element; element = element.parentElement) share *= getComputedStyle(element).opacity;
  return share;
}"""


def one(width: int = 60) -> bytes:
    picture, file = Image.new("L", (width, 64), 255), BytesIO()
    ImageDraw.Draw(picture).line((width // 2, 10, width // 2, 54), fill=0, width=7)
    picture.save(file, "PNG")
    return file.getvalue()


def give(target: Locator, how: str, content: bytes, name: str = "one.png", kind: str = "image/png") -> list[bool]:
    """Returns for each event whether the browser may go on with its own answer to it."""
    return target.evaluate(GIVE, [how, name, kind, base64.b64encode(content).decode()])


def source(part: str, name: str) -> str:
    return f"{QUICK[part]}&{part.replace('-', '.')}.source={name}"


def status(visitor: Visitor, part: str) -> Locator:
    return visitor.stage(part).locator(".status")


def note(visitor: Visitor, part: str) -> Locator:
    return visitor.page.locator(f"#{part}-note p")


@pytest.mark.parametrize("part", PARTS)
def test_a_link_to_an_upload_waits_quietly_and_takes_a_drop(visit, part):
    visitor = visit(link_to(part, source(part, "upload")))
    choice, button = (visitor.page.locator(f"#{part}-{name}") for name in ("source", "upload"))
    expect(status(visitor, part)).to_have_text("Choose a picture at the left, or drop or paste one.")
    visitor.page.locator(f"#{part}-go").click()
    visitor.page.wait_for_timeout(1000)
    assert visitor.toast().count() == 0
    expect(visitor.stage(part)).to_have_attribute("data-state", "empty")
    above, below = choice.bounding_box(), button.bounding_box()
    assert 0 <= below["y"] - above["y"] - above["height"] < 40, "the button stands under its choice"
    give(visitor.stage(part), "drop", one())
    visitor.done(part)
    expect(note(visitor, part)).to_contain_text("60 x 64")


@pytest.mark.parametrize("part", PARTS)
def test_what_an_earlier_setting_left_is_greyed_until_the_picture_comes(at, part):
    visitor = at(part, QUICK[part])
    stage, before = visitor.stage(part), visitor.run(part)
    expect(stage).not_to_have_attribute("data-stale", "")
    visitor.choose(f"{part}-source", "drawing")
    expect(stage).to_have_attribute("data-stale", "")
    expect(status(visitor, part)).to_contain_text("Draw something on the pad")
    expect(status(visitor, part)).to_contain_text("belongs to the earlier settings")
    assert stage.locator("canvas").first.evaluate(OPACITY) < 0.5 < status(visitor, part).evaluate(OPACITY)
    visitor.drag(visitor.page.locator(f"#{part}-strokes canvas"), [(0.3, 0.2), (0.7, 0.25), (0.45, 0.8)])
    visitor.page.mouse.up()
    visitor.done(part, after=before)
    expect(stage).not_to_have_attribute("data-stale", "")
    expect(status(visitor, part)).not_to_contain_text("earlier settings")


def test_a_picture_is_dropped_on_the_pad_and_pasted_on_the_page(at):
    visitor = at(ENCODE, source(ENCODE, "drawing") + "&vae.encode.strokes=60,60 200,60 120,220")
    page, before = visitor.page, visitor.run(ENCODE)
    assert give(page.locator("#vae-encode-strokes canvas"), "drop", one()) == [False, False]
    visitor.done(ENCODE, after=before)
    assert visitor.chosen("vae-encode-source") == "upload"
    expect(visitor.stage(ENCODE).locator("[data-given]")).to_contain_text("your picture")
    before = visitor.run(ENCODE)
    give(page.locator("body"), "paste", one(70))
    visitor.done(ENCODE, after=before)
    expect(note(visitor, ENCODE)).to_contain_text("70 x 64")
    assert give(visitor.number("vae-encode-amount"), "paste", one(80)) == [True], "a text field keeps its paste"


def test_what_is_no_picture_is_one_sentence_and_changes_nothing(at):
    visitor = at(ENCODE)
    stage, run = visitor.stage(ENCODE), visitor.run(ENCODE)
    for name, kind, content, said in (
        ("notes.txt", "text/plain", b"hello", "not a picture we can read"),
        ("broken.png", "image/png", b"hello", "not a picture we can read"),
        ("large.png", "image/png", bytes(5 * 2**20 + 1), "at most 5 MB"),
    ):
        give(stage, "drop", content, name, kind)
        expect(note(visitor, ENCODE)).to_be_visible()
        expect(note(visitor, ENCODE)).to_contain_text(said)
        assert visitor.chosen("vae-encode-source") == "test digit" and visitor.run(ENCODE) == run
        give(stage, "drop", one())
        visitor.done(ENCODE, after=run)
        expect(note(visitor, ENCODE)).to_contain_text("60 x 64")
        run = visitor.rested().run(ENCODE)  # an upload also moves the choice
        visitor.choose("vae-encode-source", "test digit")
        visitor.done(ENCODE, after=run)
        expect(note(visitor, ENCODE)).to_be_hidden()
        run = visitor.rested().run(ENCODE)


def test_a_drag_is_answered_by_an_outline_and_a_locked_choice_is_kept(at):
    visitor = at(ENCODE, "lock=vae.encode.source")
    bench, run = visitor.page.locator(".bench:visible"), visitor.run(ENCODE)
    give(bench, "drag", one())
    expect(bench).to_have_attribute("data-drop", "")
    expect(bench).not_to_have_attribute("data-drop", "")
    give(visitor.stage(ENCODE), "drop", one())
    expect(note(visitor, ENCODE)).to_contain_text("cannot be replaced")
    assert visitor.run(ENCODE) == run


DROP = """(type) => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "x.png", { type: "image/png" }));
  const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
}"""


def test_a_file_that_is_dropped_where_no_picture_is_taken_does_not_take_the_page_away(visit):
    visitor = visit("tab=gan&part=duel")
    visitor.page.wait_for_function("() => Boolean(window.playground?.open)")
    assert all(visitor.page.evaluate(DROP, type) for type in ("dragover", "drop"))
