"""Whose sentence: posteriors of classifiers, their accuracy against the data, and what those write that can."""

from playground.ui.stages import PLAYER, Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Whose sentence">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <figure class="wide"><canvas data-curve role="img"></canvas>
        <figcaption><span data-legend></span> Share of held-out sentences given to whom wrote them, with 95 % intervals, against sentences of
          each author learnt from (doubling); dotted: guessing.</figcaption></figure>
      {PLAYER}
      <p class="told" data-told></p>
      <div class="apart"><h4>Whose is your sentence? <span class="hint">with this much to learn from</span></h4>
        <div class="judges" data-judges></div></div>
      <div class="apart"><h4>Write like them <span class="hint">only who knows P(sentence | author) can draw one</span></h4>
        <div class="written" data-written></div></div>
      <div class="apart"><h4>Who is taken for whom <span class="hint">row: who wrote it; column: whom it was given to; out of the test sentences</span></h4>
        <div class="judges" data-confused></div></div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("best", "best of them, at this amount", bar=True, means="The share of test sentences that the best classifier gives to their author.")}
      {number("counted", "from these sentences alone: lead of the discriminative", of="gap_counted")}
      {number("networks", "pre-trained: lead of the discriminative", of="gap_networks")}
      {number("sure", "surest about your sentence", bar=True, of="posterior")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>discriminative: max &Sigma; ln P(y | x)</span><output data-maths="telling"></output></div>
    <div class="formula"><span>generative: max &Sigma; ln P(x | y)</span><output data-maths="writing"></output></div>
    <div class="formula"><span>P(y | x) = P(x | y) P(y) / &Sigma;<sub>y&prime;</sub> P(x | y&prime;) P(y&prime;)</span><output data-maths="bayes"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of classifiers that learn from more and more sentences."""
    return Stage("autoregressive/whose", TEMPLATE)
