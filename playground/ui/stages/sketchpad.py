"""A pad to draw on; its value is a short text of polylines that travels in a share link."""

from typing import Any

import gradio as gr

from playground.ui.stages import script

TEMPLATE = """
<div class="pad">
  <canvas width="256" height="256" role="img" aria-label="Drawing pad: draw with mouse, pen or finger"></canvas>
  <div class="pad-row"><span class="hint">draw here</span><button type="button" data-clear>Clear</button></div>
</div>
"""


class SketchPad(gr.HTML):
    """White strokes on black, 256 x 256."""

    def __init__(self, value: str = "", **kwargs: Any) -> None:
        super().__init__(
            value, html_template=TEMPLATE, js_on_load=script("sketchpad"), apply_default_css=False, **kwargs
        )

    def api_info(self) -> dict:
        return {"type": "string"}
