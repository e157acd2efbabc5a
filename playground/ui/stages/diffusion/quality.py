"""Steps against quality: measured points as a chart to explore."""

from collections.abc import Sequence

from playground.ui.stages import Stage

TEMPLATE = """
<div class="stage" role="group" aria-label="Steps against quality">
  <p class="status" role="status">Press Measure: every point is sampled now.</p>
  <div data-plot></div>
</div>
"""


def stage(samplers: Sequence[str]) -> Stage:
    """Shows the Frames of the engine `quality`; their stat `sampler` is a place among these names."""
    return Stage("diffusion/quality", TEMPLATE, samplers=list(samplers))
