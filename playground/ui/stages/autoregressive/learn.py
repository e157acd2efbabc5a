"""A character model that trains live: what it writes, its curves beside counted n-grams, what it expects next."""

from playground.ui.stages import Stage
from playground.ui.stages.autoregressive import characters
from playground.ui.stages.livestage import SENDS, SPEED, number, transport

TRANSPORT = transport("training", {"step": "one step"}, slow=False)

TEMPLATE = f"""
<div class="stage" data-engine="autoregressive.learn" data-noun="run" tabindex="0" role="group" aria-label="Train a character model">
  <div class="stage-grid">
    <div class="stage-main">
      <section aria-label="What it writes">
        <h4 class="term" tabindex="0" data-term="draw">What it writes <span class="hint" data-sample-words></span></h4>
        <p class="running-text sample-text" data-sample></p>
      </section>
      {TRANSPORT}
      <p class="status" role="status"></p>
      <p class="hint" data-notes></p>
      <figure class="wide curves"><canvas data-curves role="img" aria-label="bits per character over the iterations"></canvas>
        <figcaption><span class="term" tabindex="0" data-term="surprise">bits per character:</span> <span class="term" tabindex="0" data-term="descent"><i class="stroke part-train"></i>part it
          trains on</span> · <i class="stroke part-held"></i>held-out part · dotted: n-grams counted on the same part, on the same held-out
          signs<span data-before-key hidden> · pale: the run before</span></figcaption></figure>
      <section class="foretold" aria-label="What comes next">
        <div><h4 class="term" tabindex="0" data-term="predict">What it expects next <span class="hint">a row for each sign of the prompt; point at one, or n and p</span></h4>
          <canvas data-heat role="img" aria-label="probability of each next character after each character of the prompt"></canvas></div>
        <div><p class="hint" data-row-words></p><div data-bars></div></div>
      </section>
      <section class="passed" aria-label="Samples on the way"><h4>When it passed a line <span class="hint">press to go back there</span></h4><div data-passed></div></section>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("held", "held-out, bits per character")}
      {number("train", "trained on, bits per character")}
      {number("line", "under the line of", means="Which counted n-grams the network already beats on text that it was not trained on.")}
      {number("copied", "copied letter for letter")}
      {number("parallel", "training reads", means="How many characters a second it learns from: all characters of a batch at once.")}
      {number("serial", "sampling writes", means="How many characters a second it writes: one after the other.")}
      {number("speed", "speed", means=SPEED)}
    </aside>
  </div>
  <div class="below">{characters.panel()}
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Sends "order" with {do} when a button of the transport is pressed."""
    return Stage("autoregressive/learn", TEMPLATE, sends=SENDS)
