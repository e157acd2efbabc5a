"""The VAE tab: a plane to slide over, one picture encoded, sliders, morphs, two live trainings, what it is used for."""

from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground import live as running
from playground.errors import PlaygroundError
from playground.families.vae.compress import MAKERS, METHODS
from playground.spec import Family
from playground.ui import claims, events, livepart, parts, picturepart, stages
from playground.ui.parts import Laid, Part
from playground.ui.stages.packing import pack
from playground.ui.stages.vae import compress as compressing
from playground.ui.stages.vae import encode as encoding

MOVED = "playground.engines.vae.encode:moved"

CURE = "Cure a collapse, same seed:"


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="vae-parts", elem_classes="parts", selected=family.opens) as tabs:
        with gr.Tab(family.engine("plane").title, id="plane") as plane_tab:
            plane = parts.build(family, "plane", go="Show", rerun=True)
        with gr.Tab(family.engine("encode").title, id="encode") as encode_tab:
            encode = picturepart.build(family, "encode", lambda: encoding.stage(decode), "Encode")
        with gr.Tab(family.engine("beta").title, id="beta") as beta_tab:
            beta = parts.build(family, "beta", go="Show", rerun=True)
        with gr.Tab(family.engine("morph").title, id="morph") as morph_tab:
            morph = parts.build(family, "morph", go="Morph", rerun=True)
        with gr.Tab(family.engine("train").title, id="train") as train_tab:
            train, variations = livepart.build(family, "train", CURE)
        with gr.Tab(family.engine("digits").title, id="digits") as digits_tab:
            digits, digit_variations = livepart.build(family, "digits", CURE)
        with gr.Tab(family.engine("anomaly").title, id="anomaly") as anomaly_tab:
            anomaly = parts.build(family, "anomaly", go="Find", rerun=True)
        with gr.Tab(family.engine("compress").title, id="compress") as compress_tab:
            compress = parts.build(
                family, "compress", lambda: compressing.stage(METHODS, MAKERS), go="Measure", rerun=True
            )
    claims.build(family)
    _wire_plane(plane)
    picturepart.wire(encode, told=("model", "size"))
    livepart.wire(train, livepart.entered(train, train_tab), variations)
    livepart.wire(digits, livepart.entered(digits, digits_tab), digit_variations)
    for part in (beta, morph, anomaly):
        _wire_lively(part)
    compress.wire(compress.feed)
    plane.opens(plane_tab, fill="opened")
    encode.part.opens(encode_tab, fill="opened")
    for part, tab in ((beta, beta_tab), (morph, morph_tab), (anomaly, anomaly_tab), (compress, compress_tab)):
        part.opens(tab, fill="opened")
    return Laid(tabs, (plane, encode.part, beta, morph, train, digits, anomaly, compress))


def _wire_lively(part: Part) -> None:
    """Every control that moved runs the engine again."""
    part.wire(part.feed)
    part.follows(part.feed, part.controls.components)


def _wire_plane(part: Part) -> None:
    """Only another model and other samples ask the server; the rest is the stage's own."""
    components = part.controls.components
    look = [components[name] for name in ("layers", "prior", "x", "y")]
    place = stages.call("vae/plane", "place")

    def other(seed: Any) -> Any:
        """A seed whose samples are all new."""
        return (seed + 1000) % 2**31 if type(seed) is int and 0 <= seed < 2**31 else gr.skip()

    part.wire(part.feed)
    moved = [component.change for component in look]
    gr.on(moved, js=stages.call("vae/plane", "look"), inputs=look, **events.BROWSER)
    part.stage.pick(js=place, outputs=[components["x"], components["y"]], **events.BROWSER)
    part.stage.again(other, components["seed"], components["seed"], api_name=False, **events.QUICK)
    part.follows(part.feed, ("model", "seed"))


def decode(asked: Any, request: gr.Request) -> dict[str, str]:
    """The picture at a dragged place, or a sentence; called by the page past the queue, with whatever it sends."""
    asked = asked if isinstance(asked, dict) else {}
    try:
        wanted = (asked.get("model"), asked.get("size"), asked.get("z"))
        return {"picture": pack([running.call(MOVED, *wanted, visitor=events.page(asked, request))])}
    except PlaygroundError as error:
        return {"sorry": str(error)}
