"""The text-to-image tab: a prompt on its way to a picture, and what guidance does to it."""

import gradio as gr
from gradio.events import Dependency

from playground.spec import Family
from playground.ui import parts
from playground.ui.parts import Laid


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    opened = gr.Tabs(elem_id="text_to_image-parts", elem_classes="parts", selected="prompt")
    with opened as tabs:
        with gr.Tab(family.engine("prompt").title, id="prompt") as prompt_tab:
            prompt = parts.build(family, "prompt", go="Generate", rerun=True)
        with gr.Tab(family.engine("guidance").title, id="guidance") as guidance_tab:
            guidance = parts.build(family, "guidance", go="Measure")
    prompt.wire(prompt.feed)
    guidance.wire(guidance.feed)
    prompt.opens(prompt_tab, fill="opened")
    guidance.opens(guidance_tab, fill="opened")
    return Laid(tabs, (prompt, guidance))
