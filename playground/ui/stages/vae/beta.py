"""The numbers of a code one by one: what each costs, and sliders that move it in the page."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Numbers of a code">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="walk">
        <div class="dials" data-dials></div>
        <div class="beside">
          <figure class="picture"><canvas width="28" height="28" data-here role="img" aria-label="the picture decoded from the sliders"></canvas>
            <figcaption><b>p(x | z)</b> <span>decoded in your browser</span></figcaption></figure>
          <figure class="picture" data-original><canvas width="28" height="28" role="img" aria-label="the test picture"></canvas>
            <figcaption data-which></figcaption></figure>
          <button type="button" class="quiet" data-back>Back to the start</button>
        </div>
      </div>
      <p class="told" data-told></p>
      <div class="apart two"><figure class="wide"><canvas data-bars role="img"></canvas><figcaption data-bars-caption></figcaption></figure>
        <figure class="wide" data-stops-figure><canvas data-stops role="img"></canvas><figcaption data-stops-caption></figcaption></figure></div>
      <p class="twin" aria-live="polite" data-twin></p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("active", "numbers in use", bar=True)}
      {number("reconstruction", "reconstruction")}
      {number("rate", "KL, all together")}
      {number("elbo", "ELBO")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>KL<sub>j</sub> = &frac12; (&mu;<sub>j</sub>&sup2; + &sigma;<sub>j</sub>&sup2; &minus; 1 &minus; log &sigma;<sub>j</sub>&sup2;)</span>
      <output data-maths="kl"></output></div>
    <div class="formula"><span>ELBO = E log p(x | z) &minus; &Sigma;<sub>j</sub> KL<sub>j</sub></span><output data-maths="elbo"></output></div>
    <div class="formula"><span>loss = &minus;E log p(x | z) + &beta; &Sigma;<sub>j</sub> KL<sub>j</sub></span><output data-maths="loss"></output></div>
    <div class="formula"><span>in use: Var<sub>x</sub>[&mu;<sub>j</sub>(x)] &gt; 0.01</span><output data-maths="active"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """The decoder comes with the frame; moving a slider asks for nothing."""
    return Stage("vae/beta", TEMPLATE)
