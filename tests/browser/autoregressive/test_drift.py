"""Tales continued, in a real browser."""

import pytest
from playwright.sync_api import expect

from playground import store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("autoregressive/tales" not in store.manifest(), reason="not trained yet"),
]
DRIFT = "autoregressive-drift"
FEW = "autoregressive.drift.texts=8&autoregressive.drift.length=32"
# The pieces of one text in each lane, its beginning first, from the frames that the page holds.
WRITTEN = """({ mounted: { film } }, which) => [0, 1, 2].map((kind) => {
  const [bytes, ends] = ["vocabulary", "vocabulary_ends"].map((name) => film.array(0, name).data);
  const piece = (id) => new TextDecoder().decode(bytes.subarray(id ? ends[id - 1] : 0, ends[id]));
  const row = (frame, name) => {
    const { data, shape: [, length] } = film.array(frame, name);
    return Array.from({ length }, (_, place) => piece(data[which * length + place]));
  };
  return [...row(0, "prefixes"), ...row(kind, "ids")];
})"""


def test_texts_are_leafed_through_without_a_request(look):
    visitor = look(DRIFT, FEW)
    stage = visitor.stage(DRIFT)
    expect(stage.locator("[data-told]")).to_contain_text("Samples cost the scorer")
    texts = set()
    stage.locator("[data-which]").press("Home")
    for _ in range(3):
        texts.add(stage.locator("[data-lane=sampled] [data-text]").text_content())
        visitor.page.keyboard.press("ArrowRight")
    assert len(texts) == 3
    expect(stage.locator("[data-count]")).to_have_text("4 of 8")
    assert visitor.requests == []


@pytest.mark.parametrize("which", [1, 5])
def test_a_text_is_the_shared_beginning_and_what_was_written_after_it(look, which):
    stage = look(DRIFT, FEW).stage(DRIFT)
    stage.locator("[data-which]").fill(str(which))
    for kind, text in zip(("true", "sampled", "greedy"), stage.evaluate(WRITTEN, which - 1), strict=True):
        lane = stage.locator(f"[data-lane={kind}] [data-text]")
        shown = lane.locator(".token").all_text_contents()
        assert len(shown) == len(text) and lane.locator(".given").count() == len(text) - 32
        plain = [(seen, piece.replace("\n", "⏎\n")) for seen, piece in zip(shown, text, strict=True) if piece.isascii()]
        assert len(plain) > 32 and all(seen == piece for seen, piece in plain), kind
