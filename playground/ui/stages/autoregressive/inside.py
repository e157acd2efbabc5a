"""A language model opened: attention of every head, the logit lens, the cost of a token with a cache and without."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Inside a language model">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <section aria-label="The text">
        <h4>Who looks where <span class="hint">choose a token: the darker another one, the more it looks at it · pale: the future,
          forbidden · arrows: left and right another token, up and down another layer, h another head</span></h4>
        <p class="running-text looked-at" data-text></p>
        <p class="told" data-told></p>
      </section>
      <section class="heads" aria-label="Attention">
        <div><h4>Every head <span class="hint">rows: layers, the last on top</span></h4>
          <div class="heads-grid" role="radiogroup" aria-label="Heads" data-heads></div></div>
        <figure class="wide"><h4 data-matrix-title></h4><canvas data-matrix role="img" aria-label="attention of the chosen head"></canvas>
          <figcaption data-matrix-words></figcaption></figure>
      </section>
      <section class="apart" aria-label="Logit lens">
        <h4>Logit lens <span class="hint">the likeliest next token, if each layer were the last · tint: surprise of the token that
          really comes, in bits · underlined: it is the likeliest</span></h4>
        <div class="grid-scroll" data-lens-scroll><table class="lens" data-lens></table></div>
        <div class="lens-best" data-best></div>
      </section>
      <section class="apart" aria-label="Cost of a token">
        <h4>What one more token costs <span class="hint">measured here, just now</span></h4>
        <div class="cache">
          <figure class="wide"><canvas data-costs role="img" aria-label="milliseconds of a token against the length of the text"></canvas>
            <figcaption><i class="stroke with"></i>with the cache · <i class="stroke without"></i>without · <span data-repeats></span></figcaption></figure>
          <figure class="wide"><canvas data-work role="img" aria-label="what is computed for the next token"></canvas>
            <figcaption data-work-words></figcaption></figure>
        </div>
      </section>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("before", "this head, on the token before", bar=True, means="How much of its attention this head gives to the token before the one that looks, on average.")}
      {number("first", "on the very first token", bar=True, means="How much of its attention this head gives to the very first token, on average.")}
      {number("itself", "on itself", bar=True, means="How much of its attention this head gives to the token that looks, on average.")}
      {number("distance", "looks back, tokens", means="How many tokens back this head looks, on average.")}
      {number("bits", "next token’s surprise, bits", of="lens_bits")}
      {number("with", "a token with the cache, ms", means="How long the next token takes if the network keeps what it has computed before.")}
      {number("without", "without the cache, ms", means="How long the next token takes if the network reads the whole text anew.")}
    </aside>
  </div>
  <p class="twin" data-twin aria-live="polite"></p>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>a<sub>ij</sub> = softmax<sub>j &le; i</sub>( q<sub>i</sub> &middot; k<sub>j</sub> / &radic;d )</span><output data-maths="attention"></output></div>
    <div class="formula"><span>p<sub>m</sub> = softmax( W norm(h<sub>m</sub>) )</span><output data-maths="lens"></output></div>
    <div class="formula"><span>&minus;log<sub>2</sub> p<sub>M</sub>(next)</span><output data-maths="bits"></output></div>
    <div class="formula"><span>cache: 2 &middot; layers &middot; width &middot; 4 bytes a token</span><output data-maths="cache"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Sends "pick" when another head or token was chosen."""
    return Stage("autoregressive/inside", TEMPLATE, sends=("pick",))
