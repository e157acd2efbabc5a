"""Two paths from the same noise: both pictures side by side, and the steps of both."""

from playground.ui.stages import PLAYER, Stage, picture
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Two paths from the same noise">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="pictures ways">{picture("first", 64, "First path", "decoded", "big")}{picture("other", 64, "Branch", "decoded", "big")}</div>
      <div class="strip ways-strip" data-strip></div>
      {PLAYER}
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("apart", "how far apart", of="apart")}
      {number("first", "the first path shows", of="first_seen")}
      {number("other", "the branch shows", of="other_seen")}
      {number("kept", "branch and first prompt", bar=True, of="other_to_first")}
      {number("reached", "branch and other prompt", bar=True, of="other_to_other")}
      {number("run", "this run", of="seconds calls")}
    </aside>
  </div>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of two paths; it sends nothing."""
    return Stage("text_to_image/branch", TEMPLATE)
