"""The claims of one family as cards: a sentence, a prediction, a trial, the verdict with its numbers."""

from typing import Any

from playground.ui.stages import Stage

# The script fills one copy of the card for each claim, by textContent.
TEMPLATE = """
<h3 class="section">Claims on trial</h3><p class="hint">Predict, then let the model decide.</p>
<div class="claims"></div>
<template><article class="claim">
  <h4 data-sentence></h4>
  <p class="hint" data-source></p>
  <p class="hint" data-reading></p>
  <fieldset class="segmented"><legend>What do you expect?</legend><div class="wrap" data-options></div></fieldset>
  <div class="card-buttons"><button type="button" data-trial>Put it on trial</button>
    <button type="button" class="quiet" data-stop disabled>Stop</button></div>
  <p class="hint" data-progress hidden></p>
  <p class="hint" data-first hidden></p>
  <div role="status" data-verdict><p class="verdict" hidden><b></b> <span></span></p><p class="hint" data-why hidden></p>
    <p class="hint" data-answer hidden></p></div>
  <p class="hint" data-rule></p>
  <p class="hint" data-recorded hidden>Full run: <b></b><span></span></p>
</article></template>
"""


def stage(stem: str, claims: list[dict[str, Any]]) -> Stage:
    """Sends `trial` ({claim, predicted}) and `stop` ({claim}) when a card's button is pressed.

    The value maps a claim's id to how its trial stands: {at, running, progress, first, verdict,
    numbers, why, answer}.

    Args:
        claims: of each card the texts {id, sentence, source, reading, rule, options}, and {verdict, numbers} of its full run
            under "recorded", or None there.
    """
    return Stage("claimcards", TEMPLATE, sends=("trial", "stop"), elem_id=f"{stem}-claims", stem=stem, claims=claims)
