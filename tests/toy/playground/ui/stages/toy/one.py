"""Points, and the Gaussian that is fitted to them."""

from playground.ui.stages import PLAYER, Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="One Gaussian">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <figure class="picture plane"><canvas role="img" aria-label="points, and a circle around their middle"></canvas>
        <figcaption><i class="key-real">points</i> · <i class="key-generated">the Gaussian</i></figcaption></figure>
      {PLAYER}
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("nats", "surprise, nats a point")}
      {number("sigma", "standard deviation")}
    </aside>
  </div>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of the engine `one`."""
    return Stage("toy/one", TEMPLATE)
