"""The toy's tab: one part, and the claim."""

import gradio as gr
from gradio.events import Dependency

from playground.spec import Family
from playground.ui import claims, events, parts
from playground.ui.parts import Laid

FURTHER = 0  # controls, to measure what a large family costs the others


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    title = family.engine("one").title
    with (
        gr.Tabs(elem_id="toy-parts", elem_classes="parts", selected=family.opens) as tabs,
        gr.Tab(title, id="one") as tab,
    ):
        part = parts.build(family, "one", go="Fit", rerun=True)
        for k in range(FURTHER):
            gr.Number(label=f"Number {k}").change(js="() => {}", **events.BROWSER)
    claims.build(family)
    part.wire(part.feed)
    part.opens(tab)
    entered.then(part.feed, part.controls.inputs(), part.stage, api_name=False, **events.RUN)
    return Laid(tabs, (part,))
