"""The text-to-image tab: from a prompt to a picture, branches, changes, guidance, and why latent."""

import gradio as gr
from gradio.events import Dependency

from playground.spec import Family
from playground.ui import claims, events, parts, picturepart, stages
from playground.ui.parts import Laid, Part


def build(family: Family, entered: Dependency) -> Laid:
    """Lay the tab out; `entered` comes when it is first open and the link has been read."""
    with gr.Tabs(elem_id="text_to_image-parts", elem_classes="parts", selected=family.opens) as tabs:
        with gr.Tab(family.engine("prompt").title, id="prompt") as prompt_tab:
            prompt = parts.build(family, "prompt", go="Generate", rerun=True)
        with gr.Tab(family.engine("branch").title, id="branch") as branch_tab:
            branch = parts.build(family, "branch", go="Branch", rerun=True)
        with gr.Tab(family.engine("edit").title, id="edit") as edit_tab:
            edit = picturepart.build(family, "edit", None, "Change")
        with gr.Tab(family.engine("guidance").title, id="guidance") as guidance_tab:
            guidance = parts.build(family, "guidance", go="Measure")
        with gr.Tab(family.engine("latent").title, id="latent") as latent_tab:
            latent = picturepart.build(family, "latent", None, "Encode")
    claims.build(family)
    for part, tab in ((prompt, prompt_tab), (branch, branch_tab), (guidance, guidance_tab)):
        part.wire(part.feed)
        part.opens(tab, fill="opened")
    picturepart.wire(latent, note="{}.", typed=("prompt",))
    latent.part.opens(latent_tab, fill="opened")
    picturepart.wire(edit, note="{}.", typed=("first", "prompt"))
    edit.part.opens(edit_tab, fill="opened")
    _branch_from(prompt, branch, tabs)
    return Laid(tabs, (prompt, branch, edit.part, guidance, latent.part))


def _branch_from(prompt: Part, branch: Part, tabs: gr.Tabs) -> None:
    """The step that is looked at can be where a branch begins."""
    linked = list(branch.controls.linked().values())
    js = stages.call("text_to_image/prompt", "carried")
    carried = prompt.stage.branch(js=js, inputs=linked, outputs=[tabs, *linked], **events.BROWSER)
    carried.then(branch.feed, branch.controls.inputs(), branch.stage, api_name=False, **events.RUN)
