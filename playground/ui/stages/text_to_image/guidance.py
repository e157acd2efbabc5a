"""One prompt under several guidance weights: one column a weight, measured underneath."""

from playground.ui.stages import Stage

TEMPLATE = """
<div class="stage" role="group" aria-label="One prompt under several guidance weights">
  <p class="status" role="status"></p>
  <div class="grid-scroll"><table class="grid"><thead><tr data-head></tr></thead><tbody data-body></tbody></table></div>
  <p class="twin" aria-live="polite" data-twin></p>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of a sweep over w, column by column."""
    return Stage("text_to_image/guidance", TEMPLATE)
