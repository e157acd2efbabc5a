"""The autoregressive tab: one element at a time, with every probability on the table."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground import live as running
from playground.errors import PlaygroundError
from playground.families.autoregressive.drift import COMPOUNDS, REPEATS
from playground.families.autoregressive.likelihood import STRANGE
from playground.families.autoregressive.write import HUB_MODELS
from playground.registry import manifest, resolve
from playground.spec import Family
from playground.ui import claims, events, livepart, parts, picturepart, stages
from playground.ui.parts import Laid, Part
from playground.ui.stages import Stage
from playground.ui.stages.autoregressive import drift as drifting
from playground.ui.stages.autoregressive import hub
from playground.ui.stages.autoregressive import likelihood as weighed
from playground.ui.stages.autoregressive import readers as reading
from playground.ui.stages.autoregressive import write as writing

VARY = "Same seed, one thing changed:"

UNPACK = "playground.engines.autoregressive.weigh:unpack"
MOST_FILE = 64 * 1024
TOKENS_LIKE = "playground.engines.autoregressive.write:tokens_like"


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="autoregressive-parts", elem_classes="parts", selected=family.opens) as tabs:
        with gr.Tab(family.engine("write").title, id="write") as write_tab:
            write = _write(family)
        with gr.Tab(family.engine("weigh").title, id="weigh") as weigh_tab:
            weigh = _weigh(family)
        with gr.Tab(family.engine("drift").title, id="drift") as drift_tab:
            drift = _drift(family)
        with gr.Tab(family.engine("inside").title, id="inside") as inside_tab:
            inside = _inside(family)
        with gr.Tab(family.engine("learn").title, id="learn") as learn_tab:
            learn, variations = livepart.build(family, "learn", VARY)
        with gr.Tab(family.engine("readers").title, id="readers") as readers_tab:
            readers = _readers(family)
        with gr.Tab(family.engine("whose").title, id="whose") as whose_tab:
            whose = parts.build(family, "whose", go="Tell them apart", rerun=True)
        with gr.Tab(family.engine("paint").title, id="paint") as paint_tab:
            paint = parts.build(family, "paint", go="Draw", rerun=True)
        with gr.Tab(family.engine("likelihood").title, id="likelihood") as likelihood_tab:
            likelihood = picturepart.build(
                family, "likelihood", lambda: weighed.stage(("test digits", *STRANGE)), go="Weigh"
            )
    claims.build(family)
    write.opens(write_tab, fill="opened")
    weigh.opens(weigh_tab, fill="opened")
    drift.opens(drift_tab, fill="opened")
    inside.opens(inside_tab, fill="opened")
    livepart.wire(learn, livepart.entered(learn, learn_tab), variations)
    readers.opens(readers_tab, fill="opened")
    whose.wire(whose.feed)
    whose.opens(whose_tab, fill="opened")
    _wire_paint(paint)
    picturepart.wire(likelihood)
    paint.opens(paint_tab, fill="opened")
    likelihood.part.opens(likelihood_tab, fill="opened")
    return Laid(tabs, (write, weigh, drift, inside, learn, readers, whose, paint, likelihood.part))


def _write(family: Family) -> Part:
    """Everything but the text itself runs again when it moves; the text waits for its button."""
    made: dict[str, Stage] = {}

    def over() -> None:
        made["shelf"] = hub.stage(standing)

    most = next(int(param.high) for param in family.engine("write").params if param.name == "length")
    part = parts.build(family, "write", lambda: writing.stage(search, most), go="Write", rerun=True, over=over)
    shelf, components, inputs = made["shelf"], part.controls.components, part.controls.inputs()

    def follow(request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        """Write; a model that is still to be fetched is asked for."""
        values = part.controls.values(raw)
        told = standing(str(values["model"]))
        if told and not told["here"]:
            instead = "download it above, or choose" if told["offered"] else "the hub cannot be reached; choose"
            lacks = f"{told['name']} is not on this machine: {instead} a model that ships."
            yield events.waiting(part.engine.function, request, lacks)
        else:
            yield from (value | {"values": values} for value in part.feed(request, *raw))

    follow = events.spoken(follow)
    part.wire(follow)
    part.follows(follow, [name for name in components if name not in ("prompt", "forced")])
    forced = stages.call("autoregressive/write", "forced")
    length, wished = components["length"], [components["forced"], components["length"]]
    components["model"].change(
        js=stages.call("autoregressive/hub", "ask"), inputs=components["model"], **events.BROWSER
    )
    components["model"].input(js="() => ''", outputs=components["forced"], **events.BROWSER)
    part.stage.force(js=forced, inputs=length, outputs=wished, **events.BROWSER).then(
        follow, inputs, part.stage, api_name=False, **events.RUN
    )
    part.stage.chose(js=forced, inputs=length, outputs=wished, **events.BROWSER)
    fetching = shelf.fetch(events.spoken(fetch), None, shelf, api_name=False, **events.RUN)
    fetching.then(follow, inputs, part.stage, api_name=False, **events.RUN)
    shelf.halt(None, None, None, cancels=fetching, **events.QUICK)
    return part


def standing(name: Any) -> dict[str, Any] | None:
    """What is told of a hub model; None for a shipped one, and for whatever else the page may send."""
    told = resolve("playground.data.hub:standing")
    return told(name) if name in HUB_MODELS else None


def search(asked: Any, request: gr.Request) -> dict[str, Any]:
    """Tokens that hold what was typed, or a sentence; called by the page past the queue, with whatever it sends."""
    asked = asked if isinstance(asked, dict) else {}
    try:
        wanted = (asked.get("model"), asked.get("text"))
        return {"tokens": running.call(TOKENS_LIKE, *wanted, visitor=events.page(asked, request))}
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
    part = parts.build(family, "inside", go="Open it", rerun=True)
    look = [part.controls.components[name] for name in ("layer", "head", "at")]
    part.wire(part.feed)
    part.follows(part.feed, ("model", "more", "seed", "caching", "repeats"))
    gr.on(
        [component.change for component in look],
        js=stages.call("autoregressive/inside", "look"),
        inputs=look,
        **events.BROWSER,
    )
    part.stage.pick(js=stages.call("autoregressive/inside", "choice"), outputs=look, **events.BROWSER)
    return part


def _readers(family: Family) -> Part:
    part = parts.build(family, "readers", lambda: reading.stage(_readers_told()), go="Read it", rerun=True)
    part.wire(part.feed)
    part.follows(part.feed, [name for name in part.controls.components if name != "text"])
    return part


def _readers_told() -> dict[str, str]:
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


def _wire_paint(part: Part) -> None:
    """Every control that moved draws again; what is painted on the stage becomes a hidden control, and vice versa."""
    components = part.controls.components
    follow = picturepart.asking(part, lambda values: values["given"] != "nothing")
    part.wire(follow)
    part.follows(follow, components)
    for name in ("given", "source"):
        part.marks(name)
    fixed = components["fixed"]
    fixed.change(js=stages.call("autoregressive/paint", "paint"), inputs=fixed, **events.BROWSER)
    part.stage.pick(js=stages.call("autoregressive/paint", "fixed"), outputs=fixed, **events.BROWSER)


def _weigh(family: Family) -> Part:
    """Everything but the text itself runs again when it moves; a file is read by whoever wrote it."""
    made: dict[str, gr.UploadButton] = {}

    def uploader() -> None:
        made["picker"] = gr.UploadButton(
            "Decode a file", size="sm", elem_id="autoregressive-weigh-upload", elem_classes="quiet"
        )

    part = parts.build(family, "weigh", go="Weigh", rerun=True, above=uploader)

    def unpack(path: str, request: gr.Request) -> Iterator[dict[str, Any]]:
        yield from events.feed(UNPACK, {"data": _sent(path)}, request)

    unpack = events.spoken(unpack)
    part.wire(part.feed)
    part.follows(part.feed, [name for name in part.controls.components if name != "text"])
    made["picker"].upload(unpack, made["picker"], part.stage, api_name=False, **events.RUN)
    part.bar.stop(events.stopper(UNPACK), None, None, api_name=False, **events.QUICK)
    return part


def _sent(path: Any) -> bytes:
    """An uploaded file's bytes; none where it is too long for a file of ours, or gone."""
    with suppress(TypeError, ValueError, OSError):
        if Path(path).stat().st_size <= MOST_FILE:
            return Path(path).read_bytes()
    return b""


def _drift(family: Family) -> Part:
    part = parts.build(family, "drift", lambda: drifting.stage(COMPOUNDS, REPEATS), go="Write on", rerun=True)
    part.wire(part.feed)
    part.follows(part.feed, part.controls.components)
    return part
