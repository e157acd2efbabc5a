"""One duel from many seeds: where each ended, and the spread."""

from playground.live import RUN_SECONDS
from playground.ui.stages import Stage

TEMPLATE = """
<div class="stage" role="group" aria-label="Many seeds">
  <p class="status" role="status">The duel with the present settings, once from every seed, one after the other.</p>
  <p class="hint" data-foretold></p>
  <div class="seed-row" data-seeds></div>
  <p data-spread></p>
</div>
"""


def stage(runs: int, steps: int) -> Stage:
    """Shows the Frames of the engine `seeds`; beforehand says how long they will take.

    Args:
        runs, steps: that the controls beside the button ask for at first.
    """
    return Stage("gan/seeds", TEMPLATE, runs=runs, steps=steps, limit=RUN_SECONDS)
