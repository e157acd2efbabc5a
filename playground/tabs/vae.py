"""The VAE tab: a plane to slide over, one picture encoded, sliders, morphs, two live trainings, what it is used for."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency

from playground import live as running
from playground.errors import PlaygroundError
from playground.families.vae import MAKERS, METHODS
from playground.registry import manifest, resolve
from playground.spec import Family
from playground.ui import claims, events, livepart, parts
from playground.ui.livepart import Variation
from playground.ui.parts import Laid, Part
from playground.ui.stages.anomaly import Anomaly
from playground.ui.stages.bytes import Bytes
from playground.ui.stages.codeplane import CodePlane
from playground.ui.stages.coding import CodingStage
from playground.ui.stages.encoding import Encoding
from playground.ui.stages.morph import Morph
from playground.ui.stages.packing import pack
from playground.ui.stages.traversal import Traversal

LOOK = """(layers, prior, x, y) => {
  const stage = document.querySelector(".stage.codeplane"), detail = { layers, prior, x, y };
  if (stage) stage.dispatchEvent(new CustomEvent("look", { detail }));
}"""
PLACE = """() => {
  const { x, y } = document.querySelector(".stage.codeplane").dataset;
  return [Number(x), Number(y)];
}"""

AWAITED = {"drawing": "Draw something on the pad at the left.", "upload": "Choose a picture at the left."}
MOVED = "playground.engines.vae_encode:moved"
SOURCE = '(source) => { document.querySelector("#vae-encode-source").closest(".bench").dataset.source = source; }'

CURES = {
    "live": (("Annealing", {"warmup": 1000}), ("Free bits", {"free_bits": 0.25}), ("Smaller beta", {"beta": 0.2})),
    "small": (("Annealing", {"warmup": 1500}), ("Free bits", {"free_bits": 0.3}), ("Smaller beta", {"beta": 0.5})),
}


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="vae-parts", elem_classes="parts", selected="plane") as tabs:
        with gr.Tab("Slide the latent plane", id="plane") as plane_tab:
            plane = parts.build(family, "plane", CodePlane, go="Show", rerun=True)
        with gr.Tab("Draw and encode", id="encode") as encode_tab:
            encode, picker, upload_note = _encode(family)
        with gr.Tab("Turn up beta", id="beta") as beta_tab:
            beta = parts.build(family, "beta", Traversal, go="Show", rerun=True)
        with gr.Tab("From 1 to 7", id="morph") as morph_tab:
            morph = parts.build(family, "morph", Morph, go="Morph", rerun=True)
        with gr.Tab("Train one live", id="live") as live_tab:
            live, cures = _trained(family, "live", lambda: CodingStage("plane"))
        with gr.Tab("Train on digits", id="small") as small_tab:
            small, small_cures = _trained(family, "small", lambda: CodingStage("digits"))
        with gr.Tab("Find the odd one out", id="anomaly") as anomaly_tab:
            anomaly = parts.build(family, "anomaly", Anomaly, go="Find", rerun=True)
        with gr.Tab("Compress and blur", id="compress") as compress_tab:
            compress = parts.build(family, "compress", lambda: Bytes(METHODS, MAKERS), go="Measure", rerun=True)
    gr.HTML('<h3 class="section">Claims on trial</h3><p class="hint">Predict, then let the model decide.</p>',
            apply_default_css=False)  # fmt: skip
    claims.build(family, manifest().get("vae/digits24-vae", {}).get("claims", {}))
    _wire_plane(plane)
    _wire_encode(encode, picker, upload_note)
    livepart.wire(live, livepart.entered(live, live_tab), cures)
    livepart.wire(small, livepart.entered(small, small_tab), small_cures)
    for part in (beta, morph, anomaly):
        _wire_lively(part)
    compress.wire(compress.feed)
    plane.opens(plane_tab, fill="opened")
    encode.opens(encode_tab, fill="opened")
    for part, tab in ((beta, beta_tab), (morph, morph_tab), (anomaly, anomaly_tab), (compress, compress_tab)):
        part.opens(tab, fill="opened")
    return Laid(tabs, (plane, encode, beta, morph, live, small, anomaly, compress))


def _wire_lively(part: Part) -> None:
    """Every control that moved runs the engine again."""
    changed, inputs = [component.change for component in part.controls.components.values()], part.controls.inputs()
    part.wire(part.feed)
    gr.on(changed, part.feed, inputs, part.stage, api_name=False, **{**events.RUN, "trigger_mode": "always_last"})


def _trained(family: Family, name: str, stage: Callable[[], Component]) -> tuple[Part, list[Variation]]:
    """A live training under the cures of its collapse."""
    cures: list[Variation] = []

    def over() -> None:
        with gr.Row(elem_classes="cures"):
            gr.HTML('<p class="hint">Cure a collapse, same seed:</p>', apply_default_css=False)
            for words, values in CURES[name]:
                cures.append((gr.Button(words, size="sm", elem_classes="preset", min_width=60), values))

    part = parts.build(family, name, stage, go="From the start", rerun=True, over=over)
    if "density" in part.controls.components:
        density = part.controls.components["density"]
        bench = f'document.querySelector("#vae-{name}-density").closest(".bench")'
        show = f"(density) => {{ {bench}.dataset.source = density; }}"
        density.change(js=show, inputs=density, **events.BROWSER)
    return part, cures


def _wire_plane(part: Part) -> None:
    """Only another model and other samples ask the server; the rest is the stage's own."""
    components, inputs = part.controls.components, part.controls.inputs()
    look = [components[name] for name in ("layers", "prior", "x", "y")]

    def other(seed: Any) -> Any:
        """A seed whose samples are all new."""
        return (seed + 1000) % 2**31 if type(seed) is int and 0 <= seed < 2**31 else gr.skip()

    part.wire(part.feed)
    gr.on([component.change for component in look], js=LOOK, inputs=look, **events.BROWSER)
    part.stage.pick(js=PLACE, outputs=[components["x"], components["y"]], **events.BROWSER)
    part.stage.again(other, components["seed"], components["seed"], api_name=False, **events.QUICK)
    changed = [components[name].change for name in ("model", "seed")]
    gr.on(changed, part.feed, inputs, part.stage, api_name=False, **{**events.RUN, "trigger_mode": "always_last"})


def _encode(family: Family) -> tuple[Part, gr.UploadButton, gr.HTML]:
    made: dict[str, Any] = {}

    def uploader() -> None:
        made["picker"] = gr.UploadButton(
            "Choose a picture", file_types=["image"], size="sm", elem_id="vae-encode-upload", elem_classes="quiet"
        )
        made["note"] = gr.HTML("", apply_default_css=False, elem_classes="hint", elem_id="vae-encode-note")

    part = parts.build(family, "encode", lambda: Encoding(decode=decode), go="Encode", rerun=True, above=uploader)
    return part, made["picker"], made["note"]


def decode(asked: Any) -> dict[str, str]:
    """The picture at a dragged place, or a sentence; called by the page past the queue, with whatever it sends."""
    asked = asked if isinstance(asked, dict) else {}
    try:
        wanted = (asked.get("model"), asked.get("size"), asked.get("z"))
        return {"picture": pack([running.call(MOVED, *wanted, visitor=f"page {asked.get('page')!s:.40}")])}
    except PlaygroundError as error:
        return {"sorry": str(error)}


def _wire_encode(part: Part, picker: gr.UploadButton, note: gr.HTML) -> None:
    components, inputs = part.controls.components, part.controls.inputs()

    def follow(request: gr.Request, *raw: Any) -> Iterator[dict]:
        """Encode; a drawing or an upload that is still to come is asked for."""
        values = part.controls.values(raw)
        missing = {"drawing": values["strokes"] == "", "upload": values["image"] is None}
        awaited = [AWAITED[source] for source, lacks in missing.items() if lacks and source == values["source"]]
        if awaited:
            yield events.film().add(running.Update(running=False)) | {"note": awaited[0]}
        else:
            named = {"model": values["model"], "size": values["size"]}
            yield from (value | named for value in part.feed(request, *raw))

    def read(path: str) -> tuple[Any, str, str]:
        try:
            image, said = resolve("playground.data.pictures:upload")(path)
        except PlaygroundError as error:
            return gr.skip(), gr.skip(), str(error)
        return image, "upload", f"{said}, and from there to 28 x 28, centred as MNIST's digits are"

    follow = events.spoken(follow)
    part.wire(follow)
    lively = {**events.RUN, "trigger_mode": "always_last"}
    changed = [component.change for name, component in components.items() if name != "image"]
    gr.on(changed, follow, inputs, part.stage, api_name=False, **lively)
    components["source"].change(js=SOURCE, inputs=components["source"], **events.BROWSER)
    picker.upload(read, picker, [components["image"], components["source"], note], api_name=False, **events.QUICK).then(
        follow, inputs, part.stage, api_name=False, **events.RUN
    )
