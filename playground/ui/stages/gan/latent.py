"""A plane of z to drag over, the same z in every class, and the walk from one seed to another."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Latent plane">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="walk">
        <figure class="picture map"><div class="field"><canvas width="588" height="588" data-map role="img"
          aria-label="441 pictures over a plane of z: drag, or press the arrow keys"></canvas><i class="spot" hidden></i></div>
          <figcaption>441 places of a plane in z · drag, or press arrows; home: the middle</figcaption></figure>
        <div class="beside">
          <figure class="picture"><canvas width="28" height="28" data-here role="img" aria-label="the picture at this place"></canvas>
            <figcaption><b>G(z, y)</b> <span data-where></span></figcaption></figure>
          <figure class="picture map"><div class="field"><canvas width="21" height="21" data-belief role="img"
            aria-label="D's belief over the same plane"></canvas><i class="spot" hidden></i></div>
            <figcaption><b>D(x, y)</b> from <i class="key-generated" data-least></i> to <i class="key-real" data-most></i></figcaption></figure>
        </div>
      </div>
      <div class="apart"><h4>The same z in every class</h4><div class="shelf classes" data-classes></div></div>
      <div class="apart"><h4>From the seed to the other</h4><div class="shelf path" data-path></div>
        <input type="range" min="0" max="16" value="0" step="1" data-along aria-label="Along the walk from the seed to the other"></div>
      <p class="twin" aria-live="polite" data-twin></p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("belief", "D believes it is real", bar=True, means="How real the discriminator holds this picture to be: 100 % is certainly real, at 50 % it cannot tell.")}
      {number("recognised", "classes recognised at this z", bar=True)}
      {number("length", "length of z")}
      {number("turn", "turned from the middle", means="The angle between this noise and the noise in the middle of the plane.")}
      {number("pass", "one pass", of="ms")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>x = G(z, y)</span><output data-maths="g"></output></div>
    <div class="formula"><span>z = &psi; |z<sub>0</sub>| (z<sub>0</sub> + 1.5 |z<sub>0</sub>| (a u + b v)) / |z<sub>0</sub> + &hellip;|</span>
      <output data-maths="plane"></output></div>
    <div class="formula"><span>D(x, y) = &sigma;(&ell;)</span><output data-maths="d"></output></div>
    <div class="formula"><span>z(t) &prop; sin((1&minus;t)&Omega;) z<sub>0</sub> + sin(t&Omega;) z<sub>1</sub></span>
      <output data-maths="path"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Sends `pick` ({x, y}) when a place is let go, `choose` ({label}) when a class of the row is pressed."""
    return Stage("gan/latent", TEMPLATE, sends=("pick", "choose"))
