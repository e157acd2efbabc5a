"""Guidance weight against seed: one column a weight, measured underneath."""

from playground.ui.stages import Stage

TEMPLATE = """
<div class="stage" role="group" aria-label="Guidance grid">
  <p class="status" role="status">Press Measure: every column is sampled now.</p>
  <div class="grid-scroll"><table class="grid"><thead><tr data-head></tr></thead><tbody data-body></tbody></table></div>
  <p class="twin" aria-live="polite" data-twin></p>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of a guidance sweep, column by column."""
    return Stage("diffusion/guidance", TEMPLATE)
