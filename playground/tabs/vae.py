"""The VAE tab: slide over the latent plane."""

from typing import Any

import gradio as gr
from gradio.events import Dependency

from playground.spec import Family
from playground.ui import events, parts
from playground.ui.parts import Laid, Part
from playground.ui.stages.codeplane import CodePlane

LOOK = """(layers, prior, x, y) => {
  const stage = document.querySelector(".stage.codeplane"), detail = { layers, prior, x, y };
  if (stage) stage.dispatchEvent(new CustomEvent("look", { detail }));
}"""
PLACE = """() => {
  const { x, y } = document.querySelector(".stage.codeplane").dataset;
  return [Number(x), Number(y)];
}"""


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="vae-parts", elem_classes="parts", selected="plane") as tabs:  # noqa: SIM117
        with gr.Tab("Slide the latent plane", id="plane") as plane_tab:
            plane = parts.build(family, "plane", CodePlane, go="Show", rerun=True)
    _wire_plane(plane)
    plane.opens(plane_tab, fill="opened")
    return Laid(tabs, (plane,))


def _wire_plane(part: Part) -> None:
    """Only another model and other samples ask the server; the rest is the stage's own."""
    components, inputs = part.controls.components, part.controls.inputs()
    look = [components[name] for name in ("layers", "prior", "x", "y")]

    def other(seed: Any) -> Any:
        """A seed whose samples are all new."""
        return (seed + 1000) % 2**31 if type(seed) is int else gr.skip()

    part.wire(part.feed)
    gr.on([component.change for component in look], js=LOOK, inputs=look, **events.BROWSER)
    part.stage.pick(js=PLACE, outputs=[components["x"], components["y"]], **events.BROWSER)
    part.stage.again(other, components["seed"], components["seed"], api_name=False, **events.QUICK)
    changed = [components[name].change for name in ("model", "seed")]
    gr.on(changed, part.feed, inputs, part.stage, api_name=False, **{**events.RUN, "trigger_mode": "always_last"})
