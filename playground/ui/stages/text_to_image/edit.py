"""A picture changed by a prompt: before and after side by side, and the steps between."""

from playground.ui.stages import PLAYER, Stage, picture
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="A picture changed by a prompt">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="pictures ways">{picture("before", 64, "Before", "kept where it is dimmed", "big")}{picture("picture", 64, "After", "decoded", "big")}</div>
      <div class="strip" data-strip></div>
      {PLAYER}
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("inside", "changed where it may", of="changed_inside", bar=True)}
      {number("outside", "changed elsewhere", of="changed_outside", bar=True)}
      {number("before", "before, it shows", of="seen_before")}
      {number("after", "after, it shows", of="seen_after")}
      {number("similarity", "picture and new prompt", bar=True, of="similarity_after")}
      {number("run", "this run", of="seconds calls skipped")}
    </aside>
  </div>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of a change; it sends nothing."""
    return Stage("text_to_image/edit", TEMPLATE)
