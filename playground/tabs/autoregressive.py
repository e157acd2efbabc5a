"""The autoregressive tab: one element at a time, with every probability on the table."""

from collections.abc import Iterator
from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground import live as running
from playground.errors import PlaygroundError
from playground.families.autoregressive_text import HUB_MODELS
from playground.registry import manifest, resolve
from playground.spec import Family
from playground.ui import claims, events, livepart, parts
from playground.ui.parts import Laid, Part
from playground.ui.stages.hubshelf import HubShelf
from playground.ui.stages.inside import Inside
from playground.ui.stages.learning import Learning
from playground.ui.stages.readers import Readers
from playground.ui.stages.writing import Writing

LOOK = """(layer, head, at) => {
  const stage = document.querySelector(".stage.inside"), detail = { layer, head, at };
  if (stage) stage.dispatchEvent(new CustomEvent("look", { detail }));
}"""
CHOSEN = """() => {
  const { layer, head, at } = document.querySelector(".stage.inside").dataset;
  return [Number(layer), Number(head), Number(at)];
}"""
VARY = "Same seed, one thing changed:"
VARIATIONS = (
    ("Context of 8", {"context": 8}), ("One layer", {"layers": 1}), ("Dropout 0.4", {"dropout": 0.4}),
    ("Rate a tenth", {"rate": 0.001}),
)  # fmt: skip

TOKENS_LIKE = "playground.engines.autoregressive:tokens_like"
FORCED = "() => document.querySelector('.stage.writing').dataset.forced || ''"
MODEL = """(model) => {
  const shelf = document.querySelector(".stage.hubshelf");
  if (shelf) shelf.dispatchEvent(new CustomEvent("model", { detail: model }));
}"""


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="autoregressive-parts", elem_classes="parts", selected="write") as tabs:
        with gr.Tab("Write step by step", id="write") as write_tab:
            write = _write(family)
        with gr.Tab("Look inside", id="inside") as inside_tab:
            inside = _inside(family)
        with gr.Tab("Train one live", id="learn") as learn_tab:
            learn, variations = livepart.build(family, "learn", Learning, VARY, VARIATIONS)
        with gr.Tab("Reader, writer, translator", id="three") as three_tab:
            three = _three(family)
    claims.build(family, manifest().get("autoregressive/tales", {}).get("claims", {}))
    write.opens(write_tab, fill="opened")
    inside.opens(inside_tab, fill="opened")
    livepart.wire(learn, livepart.entered(learn, learn_tab), variations)
    three.opens(three_tab, fill="opened")
    return Laid(tabs, (write, inside, learn, three))


def _write(family: Family) -> Part:
    """Everything but the text itself runs again when it moves; the text waits for its button."""
    made: dict[str, HubShelf] = {}

    def over() -> None:
        made["shelf"] = HubShelf(standing=standing)

    part = parts.build(family, "write", lambda: Writing(search=search), go="Write", rerun=True, over=over)
    shelf, components, inputs = made["shelf"], part.controls.components, part.controls.inputs()

    def follow(request: gr.Request, *raw: Any) -> Iterator[dict]:
        """Write; a model that is still to be fetched is asked for."""
        values = part.controls.values(raw)
        told = standing(values["model"])
        if told and not told["here"]:
            note = f"{told['name']} is not on this machine yet: download it above, or choose a model that ships."
            yield events.film().add(running.Update(running=False)) | {"note": note}
        else:
            yield from (value | {"values": values} for value in part.feed(request, *raw))

    follow = events.spoken(follow)
    part.wire(follow)
    part.follows(follow, [name for name in components if name not in ("prompt", "forced")])
    components["model"].change(js=MODEL, inputs=components["model"], **events.BROWSER)
    components["model"].input(js="() => ''", outputs=components["forced"], **events.BROWSER)
    part.stage.force(js=FORCED, outputs=components["forced"], **events.BROWSER).then(
        follow, inputs, part.stage, api_name=False, **events.RUN
    )
    part.stage.chose(js=FORCED, outputs=components["forced"], **events.BROWSER)
    fetching = shelf.fetch(fetch, None, shelf, api_name=False, **events.RUN)
    fetching.then(follow, inputs, part.stage, api_name=False, **events.RUN)
    shelf.halt(None, None, None, cancels=fetching, **events.QUICK)
    return part


def standing(name: Any) -> dict[str, Any] | None:
    """What is told of a hub model; None for a shipped one, and for whatever else the page may send."""
    hub = resolve("playground.data.hub:standing")
    return hub(name) if name in HUB_MODELS else None


def search(asked: Any) -> dict[str, Any]:
    """Tokens that hold what was typed, or a sentence; called by the page past the queue, with whatever it sends."""
    asked = asked if isinstance(asked, dict) else {}
    try:
        wanted = (asked.get("model"), asked.get("text"))
        return {"tokens": running.call(TOKENS_LIKE, *wanted, visitor=f"page {asked.get('page')!s:.40}")}
    except PlaygroundError as error:
        return {"sorry": str(error)}


def fetch(event: gr.EventData) -> Iterator[dict[str, Any]]:
    """Fetch a hub model; how far it is, and a sentence if it fails."""
    name = event._data.get("name") if isinstance(event._data, dict) else None
    told: dict[str, Any] = {"name": name, "got": 0, "running": True, "sorry": ""}
    try:
        for got in resolve("playground.data.hub:fetch")(name):
            yield (told := told | {"got": got})
        yield told | {"running": False}
    except PlaygroundError as error:
        yield told | {"running": False, "sorry": str(error)}


def _inside(family: Family) -> Part:
    """Which head and token are looked at is the stage's own; the text waits for its button, all else runs again."""
    part = parts.build(family, "inside", Inside, go="Open it", rerun=True)
    look = [part.controls.components[name] for name in ("layer", "head", "at")]
    part.wire(part.feed)
    part.follows(part.feed, ("model", "more", "seed", "caching", "repeats"))
    gr.on([component.change for component in look], js=LOOK, inputs=look, **events.BROWSER)
    part.stage.pick(js=CHOSEN, outputs=look, **events.BROWSER)
    return part


def _three(family: Family) -> Part:
    part = parts.build(family, "three", lambda: Readers(_three_told()), go="Read it", rerun=True)
    part.wire(part.feed)
    part.follows(part.feed, [name for name in part.controls.components if name != "text"])
    return part


def _three_told() -> dict[str, str]:
    """How good each of the three models is on held-out text, from the manifest, as far as it was measured."""
    rows = {
        row["id"]: row
        for name in ("gpt", "bert", "t5")
        for row in manifest().get(f"autoregressive/{name}", {}).get("quality", [])
    }
    needed = {
        "gpt": ("gpt.perplexity", "gpt.next_accuracy"),
        "bert": ("bert.masked_accuracy", "bert.fill_in", "gpt.fill_in"),
        "t5": ("t5.restored", "t5.restored_exact", "t5.shortened"),
    }
    told = {
        "gpt": "On held-out tales: perplexity {0[value]:.1f} a token; its first guess is right for {1[value]:.1%} of "
        "{1[n]:,} tokens (always the commonest: {1[floor]:.1%}).",
        "bert": "On held-out tales: {0[value]:.1%} of masked tokens right with 15 % masked; of {1[n]:,} single masked "
        "words {1[value]:.1%}, where the writer, from the left side, gets {2[value]:.1%}.",
        "t5": "On {0[n]:,} held-out sentences: {0[value]:.1%} of the words right after restoring, {0[floor]:.1%} "
        "before; whole sentences {1[value]:.1%}; shortened exactly {2[value]:.1%}.",
    }
    return {
        name: told[name].format(*(rows[id] for id in ids)) for name, ids in needed.items() if rows.keys() >= set(ids)
    }
