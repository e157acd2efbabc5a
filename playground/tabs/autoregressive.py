"""The autoregressive tab: one element at a time, with every probability on the table."""

import gradio as gr
from gradio.events import Dependency

from playground.registry import manifest
from playground.spec import Family
from playground.ui import claims, parts
from playground.ui.parts import Laid, Part
from playground.ui.stages.writing import Writing


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="autoregressive-parts", elem_classes="parts", selected="write") as tabs:  # noqa: SIM117
        with gr.Tab("Write step by step", id="write") as write_tab:
            write = _write(family)
    claims.build(family, manifest().get("autoregressive/tales", {}).get("claims", {}))
    write.opens(write_tab, fill="opened")
    return Laid(tabs, (write,))


def _write(family: Family) -> Part:
    """Everything but the text itself runs again when it moves; the text waits for its button."""
    part = parts.build(family, "write", Writing, go="Write", rerun=True)
    part.wire(part.feed)
    part.follows(part.feed, [name for name in part.controls.components if name not in ("prompt", "forced")])
    return part
