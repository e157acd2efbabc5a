"""The U-Net opened: levels with their shapes, skip connections, time embedding, and this step's feature maps."""

from playground.ui.stages import Stage

TEMPLATE = """
<div class="stage" role="group" aria-label="Inside the network">
  <div class="network-head"><h4>Inside the network</h4>
    <button type="button" class="quiet" data-close>Fold away</button></div>
  <p class="status" role="status"></p>
  <div class="unet" data-unet></div>
  <div class="time" data-time hidden><canvas role="img" aria-label="time embedding"></canvas>
    <p class="hint">The time embedding: t as 256 numbers, added inside every level, so that one network serves all noise levels.</p></div>
</div>
"""


def stage() -> Stage:
    """Shows the one Frame of the engine `inside`."""
    return Stage("diffusion/inside", TEMPLATE)
