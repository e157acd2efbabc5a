"""A text written token by token, and what else could have come at each place."""

from typing import Any

import gradio as gr

from playground.ui.stages import PLAYER, script

TEMPLATE = f"""
<div class="stage writing" tabindex="0" role="group" aria-label="Writing">
  <p class="status" role="status"></p>
  <div class="stage-main">
    <p class="running-text" data-text></p>
    {PLAYER}
  </div>
</div>
"""


class Writing(gr.HTML):
    """Shows the Frames of a text being written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, html_template=TEMPLATE, js_on_load=script("writing"), apply_default_css=False, **kwargs)
