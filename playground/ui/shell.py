"""The page: one header, one tab per family, and what happens when it opens and closes."""

from collections.abc import Callable

import gradio as gr

from playground.registry import FAMILIES, resolve
from playground.ui import events

HEADER = """<div class="brand"><b>Generative Playground</b><span id="share-note" role="status"></span></div>"""


def build_app() -> gr.Blocks:
    """The whole page, without starting anything."""
    with gr.Blocks(
        title="Generative Playground", analytics_enabled=False, delete_cache=(600, 1800), fill_width=True
    ) as app:
        with gr.Row(elem_id="topbar"):
            gr.HTML(HEADER, apply_default_css=False)
            lecture = gr.Button("Lecture", elem_id="lecture", size="sm", elem_classes="flat")
            share = gr.Button("Share", elem_id="share", size="sm", elem_classes="flat")
        starts: list[Callable] = []
        with gr.Tabs(elem_id="families"):
            for family in FAMILIES:
                with gr.Tab(family.title, id=family.stem):
                    starts.append(resolve(family.tab)(family))
        lecture.click(js="() => playground.lecture()", **events.BROWSER)
        share.click(js="() => playground.share()", **events.BROWSER)
        for start in starts:
            start(app)
        app.unload(events.leave)
    return app
