"""A pad to draw on; its value is a short text of polylines that travels in a share link."""

import html
from typing import Any

from playground.ui.stages import Stage

TEMPLATE = """
<div class="pad">
  <canvas width="256" height="256" role="img" aria-label="Drawing pad: draw with mouse, pen or finger"></canvas>
  <div class="pad-row"><span class="hint">%s</span><button type="button" data-clear>Clear</button></div>
</div>
"""


def stage(value: str = "", hint: str = "", **placed: Any) -> Stage:
    """White strokes on black, 256 x 256, and what to draw; sends `change`."""
    return Stage("sketchpad", TEMPLATE % html.escape(hint), sends=("change",), value=value, **placed)
