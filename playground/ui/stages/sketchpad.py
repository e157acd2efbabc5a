"""A pad to draw on; its value is a short text of polylines that travels in a share link."""

from typing import Any

from playground.ui.stages import Stage

TEMPLATE = """
<div class="pad">
  <canvas width="256" height="256" role="img" aria-label="Drawing pad: draw with mouse, pen or finger"></canvas>
  <div class="pad-row"><span class="hint">draw here</span><button type="button" data-clear>Clear</button></div>
</div>
"""


def stage(value: str = "", **placed: Any) -> Stage:
    """White strokes on black, 256 x 256; sends `change`."""
    return Stage("sketchpad", TEMPLATE, sends=("change",), value=value, **placed)
