"""The VAE tab: a plane to slide over, one picture encoded, sliders, morphs, two live trainings, what it is used for."""

from collections.abc import Iterator
from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground import live as running
from playground.errors import PlaygroundError
from playground.families.vae.compress import MAKERS, METHODS
from playground.registry import manifest, resolve
from playground.spec import Family
from playground.ui import claims, events, livepart, parts
from playground.ui.parts import Laid, Part, awaited
from playground.ui.stages.packing import pack
from playground.ui.stages.vae.anomaly import Anomaly
from playground.ui.stages.vae.beta import Traversal
from playground.ui.stages.vae.compress import Bytes
from playground.ui.stages.vae.encode import Encoding
from playground.ui.stages.vae.morph import Morph
from playground.ui.stages.vae.plane import CodePlane

LOOK = """(layers, prior, x, y) => {
  const stage = document.querySelector(".stage.codeplane"), detail = { layers, prior, x, y };
  if (stage) stage.dispatchEvent(new CustomEvent("look", { detail }));
}"""
PLACE = """() => {
  const { x, y } = document.querySelector(".stage.codeplane").dataset;
  return [Number(x), Number(y)];
}"""

MOVED = "playground.engines.vae.encode:moved"
SOURCE = '(source) => { document.querySelector("#vae-encode-source").closest(".bench").dataset.source = source; }'

CURE = "Cure a collapse, same seed:"
CURES = {
    "train": (("Annealing", {"warmup": 1000}), ("Free bits", {"free_bits": 0.25}), ("Smaller beta", {"beta": 0.2})),
    "digits": (("Annealing", {"warmup": 1500}), ("Free bits", {"free_bits": 0.3}), ("Smaller beta", {"beta": 0.5})),
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
        with gr.Tab("Train one live", id="train") as train_tab:
            train, cures = livepart.build(family, "train", CURE, CURES["train"])
        with gr.Tab("Train on digits", id="digits") as digits_tab:
            digits, digit_cures = livepart.build(family, "digits", CURE, CURES["digits"])
        with gr.Tab("Find the odd one out", id="anomaly") as anomaly_tab:
            anomaly = parts.build(family, "anomaly", Anomaly, go="Find", rerun=True)
        with gr.Tab("Compress and blur", id="compress") as compress_tab:
            compress = parts.build(family, "compress", lambda: Bytes(METHODS, MAKERS), go="Measure", rerun=True)
    claims.build(family, manifest().get("vae/digits24-vae", {}).get("claims", {}))
    _wire_plane(plane)
    _wire_encode(encode, picker, upload_note)
    livepart.wire(train, livepart.entered(train, train_tab), cures)
    livepart.wire(digits, livepart.entered(digits, digits_tab), digit_cures)
    for part in (beta, morph, anomaly):
        _wire_lively(part)
    compress.wire(compress.feed)
    plane.opens(plane_tab, fill="opened")
    encode.opens(encode_tab, fill="opened")
    for part, tab in ((beta, beta_tab), (morph, morph_tab), (anomaly, anomaly_tab), (compress, compress_tab)):
        part.opens(tab, fill="opened")
    return Laid(tabs, (plane, encode, beta, morph, train, digits, anomaly, compress))


def _wire_lively(part: Part) -> None:
    """Every control that moved runs the engine again."""
    part.wire(part.feed)
    part.follows(part.feed, part.controls.components)


def _wire_plane(part: Part) -> None:
    """Only another model and other samples ask the server; the rest is the stage's own."""
    components = part.controls.components
    look = [components[name] for name in ("layers", "prior", "x", "y")]

    def other(seed: Any) -> Any:
        """A seed whose samples are all new."""
        return (seed + 1000) % 2**31 if type(seed) is int and 0 <= seed < 2**31 else gr.skip()

    part.wire(part.feed)
    gr.on([component.change for component in look], js=LOOK, inputs=look, **events.BROWSER)
    part.stage.pick(js=PLACE, outputs=[components["x"], components["y"]], **events.BROWSER)
    part.stage.again(other, components["seed"], components["seed"], api_name=False, **events.QUICK)
    part.follows(part.feed, ("model", "seed"))


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
        if sentence := awaited(values):
            yield events.film().add(running.Update(running=False)) | {"note": sentence}
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
    part.follows(follow, [name for name in components if name != "image"])
    components["source"].change(js=SOURCE, inputs=components["source"], **events.BROWSER)
    picker.upload(read, picker, [components["image"], components["source"], note], api_name=False, **events.QUICK).then(
        follow, inputs, part.stage, api_name=False, **events.RUN
    )
