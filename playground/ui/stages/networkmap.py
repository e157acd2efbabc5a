"""The U-Net opened: levels with their shapes, skip connections, time embedding, and this step's feature maps."""

import gradio as gr

from playground.ui.stages import script

TEMPLATE = """
<div class="stage network" role="group" aria-label="Inside the network">
  <p class="status" role="status">Press "Look inside the network at this step" under the trajectory.</p>
  <div class="unet" data-unet></div>
  <div class="time" data-time hidden><canvas role="img" aria-label="time embedding"></canvas>
    <p class="hint">The time embedding: t as 256 numbers, added inside every level, so that one network serves all noise levels.</p></div>
</div>
"""


class NetworkMap(gr.HTML):
    """Shows the one Frame of an `inside` engine."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            None, html_template=TEMPLATE, js_on_load=script("networkmap"), apply_default_css=False, **kwargs
        )
