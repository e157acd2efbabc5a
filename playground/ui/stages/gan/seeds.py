"""One duel from many seeds: where each ended, and the spread."""

from typing import Any

import gradio as gr

from playground.ui.stages import script

TEMPLATE = """
<div class="stage seeds" role="group" aria-label="Many seeds">
  <p class="status" role="status">Press the button: the duel with the present settings, once from every seed.</p>
  <div class="seed-row" data-seeds></div>
  <p data-spread></p>
</div>
"""


class SeedsStage(gr.HTML):
    """Shows the Frames of a `seeds` engine."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            None, html_template=TEMPLATE, js_on_load=script("gan/seeds"), apply_default_css=False, **kwargs
        )
