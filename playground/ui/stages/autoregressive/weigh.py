"""A text as a strip of surprise, its bits beside those of packers and counted n-grams, and its file."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" role="group" aria-label="Weighed text">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="scale" aria-hidden="true"><span>0 bits</span><i></i><span>12 bits or more</span></div>
      <div class="running-text strip-text" data-strip tabindex="0" role="group" aria-label="The text, token by token; arrow keys choose one"></div>
      <section class="chosen" aria-label="The chosen token">
        <p data-told aria-live="polite"></p>
        <ol class="guesses" data-guesses></ol>
      </section>
      <figure class="wide"><canvas data-curve role="img"></canvas>
        <figcaption><i class="line" data-key="model"></i>model · <i class="line" data-key="ngram"></i><span data-order>n-gram</span> · level lines: what
          the packers make of the whole text · press on the curve to choose a token there</figcaption></figure>
      <section class="apart" aria-label="Bytes"><h4>The whole text, in bytes</h4>
        <div class="weights" data-weights></div>
        <p class="hint" data-fair></p></section>
      <section class="apart" data-file hidden aria-label="The file"><h4>The file</h4>
        <p data-equal></p>
        <div class="hexes"><pre data-hex tabindex="0" aria-label="The file’s bytes, hexadecimal"></pre>
          <pre data-noise tabindex="0" aria-label="The random bytes, hexadecimal" hidden></pre></div>
        <div class="file-row"><button type="button" class="quiet" data-save>Save the file</button>
          <span class="hint">Give it back with “Decode a file” at the left, on this machine.</span></div>
        <details><summary>The decoded text</summary><div class="running-text decoded" data-decoded></div></details>
      </section>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("bits", "surprise of the whole text", of="nats")}
      {number("rate", "bits a character", means="How many bits each character costs, on average.")}
      {number("perplexity", "perplexity a token", means="The surprise of a token is that of so many tokens that are equally likely, on average.")}
      {number("rival", "cheapest rival", means="What the text costs with the best of the packers and the counted n-grams.")}
      {number("file", "file")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>&minus;log<sub>2</sub> P(x) = &minus;&Sigma; log<sub>2</sub> p(x<sub>i</sub> | x<sub>1</sub> &hellip; x<sub>i&minus;1</sub>)</span><output data-maths="sum"></output></div>
    <div class="formula"><span>perplexity = exp(nats / tokens)</span><output data-maths="perplexity"></output></div>
    <div class="formula"><span>expected: &Sigma; H(p<sub>i</sub>)</span><output data-maths="entropy"></output></div>
    <div class="formula"><span>p(w | h) = (c(hw) + T(h) p(w | h&prime;)) / (c(h) + T(h))</span><output data-maths="ngram"></output></div>
    <div class="formula"><span>file = bits / 8 + front</span><output data-maths="file"></output></div>
    <p class="hint">Exact for this way to cut the text into tokens. A model of pieces of words could write the same text with other
      pieces too, so P(text) is a little larger still. H is the entropy of the model’s own forecast; c counts, T(h) is how many
      different bytes followed h, h&prime; is h without its first byte (Witten and Bell 1991).</p>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of a weighed text: tokens, rivals, file."""
    return Stage("autoregressive/weigh", TEMPLATE)
