"""Twenty pictures, real or forged: the visitor's verdicts beside the discriminator's."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Real or forged">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <section class="asking" data-asking aria-label="The picture to judge">
        <figure class="picture"><canvas width="28" height="28" data-asked role="img" aria-label="the picture to judge"></canvas>
          <figcaption data-caption aria-live="polite"></figcaption></figure>
        <div class="verdicts"><button type="button" data-say="1"><b class="key-real">Real</b> <kbd>r</kbd></button>
          <button type="button" data-say="0"><b class="key-generated">Forged</b> <kbd>f</kbd></button></div>
        <div class="dots" data-dots aria-hidden="true"></div>
      </section>
      <section class="answered" data-answered hidden aria-label="All twenty, with both verdicts">
        <p class="hint">D sees each picture beside the same three forgeries: it was trained to judge pictures in groups of four.</p>
        <p class="score" data-score aria-live="polite"></p>
        <div class="twenty" data-twenty></div>
        <button type="button" class="quiet" data-again>Again, with other pictures</button>
      </section>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("you", "you", bar=True, means="How many of the twenty pictures you called real or forged rightly.")}
      {number("detective", "D", bar=True, means="How many of the twenty the discriminator called rightly: it calls real what it believes in by more than ½.")}
      {number("fooled", "forgeries that passed", means="How many of the ten forgeries were taken for real.")}
      {number("belief", "D's belief: real, forged")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>D(x, y) = &sigma;(&ell;) &gt; &frac12; : &ldquo;real&rdquo;</span><output data-maths="d"></output></div>
    <div class="formula"><span>(p + z&sup2;/2n &plusmn; z &radic;(p(1&minus;p)/n + z&sup2;/4n&sup2;)) / (1 + z&sup2;/n)</span>
      <output data-maths="wilson"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Sends `again` when other pictures are asked for. Nothing shows the answers before all twenty are given."""
    return Stage("gan/quiz", TEMPLATE, sends=("again",))
