"""One duel from many seeds: where each ended, and the spread."""

from playground.ui.stages import Stage

TEMPLATE = """
<div class="stage" role="group" aria-label="Many seeds">
  <p class="status" role="status">Press the button: the duel with the present settings, once from every seed.</p>
  <div class="seed-row" data-seeds></div>
  <p data-spread></p>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of the engine `seeds`."""
    return Stage("gan/seeds", TEMPLATE)
