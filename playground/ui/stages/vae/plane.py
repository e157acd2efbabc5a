"""The latent plane of a 2-D autoencoder: its decoder runs in the page."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Plane of codes">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="walk">
        <figure class="picture plane"><div class="field" data-field><canvas data-plane role="img"
          aria-label="codes of test pictures, coloured by class: drag, or press the arrow keys"></canvas><i class="finger" hidden></i></div>
          <figcaption><span data-legend></span></figcaption></figure>
        <div class="beside">
          <figure class="picture"><canvas width="28" height="28" data-here role="img" aria-label="the picture decoded here"></canvas>
            <figcaption><b>p(x | z)</b> <span data-where></span></figcaption></figure>
          <figure class="picture plane" data-other><canvas data-pca role="img" aria-label="the same pictures mapped by PCA"></canvas>
            <figcaption>the same pictures, mapped by principal components (PCA)</figcaption></figure>
        </div>
      </div>
      <div class="classes-key" role="group" aria-label="Classes: press one to see it alone" data-classes></div>
      <div class="apart"><div class="shelf-head"><h4 data-drawn></h4><button type="button" class="quiet" data-again>Sample again</button></div>
        <div class="shelf drawn" data-samples></div></div>
      <p class="twin" aria-live="polite" data-twin></p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("place", "at your finger", means="The two numbers of the code at this place.")}
      {number("confident", "samples that are clearly a digit", bar=True, of="confident_prior")}
      {number("holes", "of the samples fall into holes", bar=True, of="holes_prior")}
      {number("order", "codes among their own class", bar=True, of="same_class")}
      {number("beyond", "codes beyond 3&sigma; of N(0, I)", bar=True)}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>p(x | z) = &sigma;(W<sub>3</sub> s(W<sub>2</sub> s(W<sub>1</sub> z + b<sub>1</sub>) + b<sub>2</sub>) + b<sub>3</sub>), s(h) = h &sigma;(h)</span>
      <output data-maths="decoder"></output></div>
    <div class="formula"><span>p(z) = e<sup>&minus;|z|&sup2;/2</sup> / 2&pi;</span><output data-maths="prior"></output></div>
    <div class="formula"><span>hole: r<sub>5</sub>(z) &gt; &rho;, where r<sub>5</sub> &le; &rho; for 95 % of the codes</span>
      <output data-maths="hole"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Sends `pick` when a place is let go, which the script's `place` tells; `again` for other samples."""
    return Stage("vae/plane", TEMPLATE, sends=("pick", "again"))
