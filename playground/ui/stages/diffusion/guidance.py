"""Guidance weight against seed: one column a weight, measured underneath."""

from typing import Any

import gradio as gr

from playground.ui.stages import script

TEMPLATE = """
<div class="stage" role="group" aria-label="Guidance grid">
  <p class="status" role="status"></p>
  <div class="grid-scroll"><table class="grid"><thead><tr data-head></tr></thead><tbody data-body></tbody></table></div>
  <p class="twin" aria-live="polite" data-twin></p>
</div>
"""


class GuidanceGrid(gr.HTML):
    """Shows the Frames of a guidance sweep, column by column."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            None, html_template=TEMPLATE, js_on_load=script("diffusion/guidance"), apply_default_css=False, **kwargs
        )
