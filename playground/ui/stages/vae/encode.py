"""One picture encoded: its posterior on the plane, the reparameterisation in numbers, the bounds, a digit mended."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="One picture encoded">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="through">
        <figure class="picture"><canvas data-view="picture" role="img" aria-label="the picture"></canvas>
          <figcaption><b>x</b> <span data-given>the picture</span></figcaption></figure>
        <figure class="picture" data-damaged><canvas data-view="seen" role="img" aria-label="the damaged picture"></canvas>
          <figcaption>damaged; this is encoded</figcaption></figure>
        <figure class="picture"><canvas data-view="reconstruction" role="img" aria-label="the reconstruction"></canvas>
          <figcaption><b>p(x | &mu;)</b> reconstruction</figcaption></figure>
        <figure class="picture" data-damaged><canvas data-view="mended" role="img" aria-label="mended by search"></canvas>
          <figcaption><b>p(x | z*)</b> mended: the z that fits best, found by search</figcaption></figure>
        <figure class="picture"><canvas data-here width="28" height="28" role="img" aria-label="decoded from z"></canvas>
          <figcaption><b>p(x | z)</b> <span data-from>from z</span></figcaption></figure>
      </div>
      <div class="walk halves">
        <figure class="picture plane"><div class="field" data-field><canvas data-plane role="img"
          aria-label="the posterior among the codes of test digits: drag, or press the arrow keys"></canvas><i class="finger" hidden></i></div>
          <figcaption data-legend></figcaption></figure>
        <div class="beside">
          <button type="button" class="quiet" data-draw>Draw &epsilon; again</button>
          <div class="dimensions"><table><thead><tr><th title="dimension">dim</th><th>&mu;</th><th data-posterior>log &sigma;&sup2;</th>
            <th data-posterior>&epsilon;</th><th>z</th><th data-posterior title="in nats">KL</th></tr></thead><tbody data-rows></tbody></table></div>
        </div>
      </div>
      <div class="apart" data-posterior><h4>Sixteen draws of z, decoded</h4><div class="shelf drawn" data-samples></div></div>
      <p class="twin" aria-live="polite" data-twin></p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("elbo", "ELBO, nats")}
      {number("reconstruction", "reconstruction, nats")}
      {number("divergence", "KL to the prior, nats")}
      {number("gap", "gap to the 500-sample bound", of="bounds")}
      {number("error", "error", of="error_before error_mended")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula" data-posterior><span>z = &mu; + &sigma; &epsilon;, &epsilon; ~ N(0, I)</span><output data-maths="z"></output></div>
    <div class="formula" data-posterior><span>ELBO = E log p(x | z) &minus; &Sigma; KL<sub>j</sub></span><output data-maths="elbo"></output></div>
    <div class="formula" data-posterior><span>KL<sub>j</sub> = &frac12; (&mu;&sup2; + &sigma;&sup2; &minus; 1 &minus; log &sigma;&sup2;)</span><output data-maths="kl"></output></div>
    <div class="formula" data-posterior><span>L<sub>K</sub> = log 1/K &Sigma; p(x, z<sub>k</sub>) / q(z<sub>k</sub> | x)</span><output data-maths="bound"></output></div>
    <div class="formula" data-damaged><span>z* = argmin |x&#771; &minus; p(x | z)|&sup2; / (2 &middot; 0.2&sup2;) + |z|&sup2; / 2</span><output data-maths="search"></output></div>
    <p class="hint">Nats are means over 8 dynamic binarisations: each pixel is 1 with its grey value's probability, and the encoder
      sees each; &mu; and &sigma; above are of the grey picture.</p>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage(decode: Callable[[Any, gr.Request], dict[str, str]]) -> Stage:
    """While the point is dragged, the script asks `decode` for pictures.

    Args:
        decode: called past the queue with {model, size, z, page}; answers {"picture": packed Frame} or {"sorry": sentence}.
    """
    return Stage("vae/encode", TEMPLATE, server_functions=[decode])
