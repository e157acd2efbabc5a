"""The forward trajectory: a picture destroyed, the schedule, and the pixels becoming Gaussian."""

from playground.ui.stages import PLAYER, Stage

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Noising trajectory">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="pictures">
        <figure class="picture big"><canvas data-view="xt" role="img" aria-label="noised picture"></canvas>
          <figcaption><b>x<sub>t</sub></b> the picture so far</figcaption></figure>
        <figure class="picture medium"><canvas data-view="noise" role="img" aria-label="noise"></canvas>
          <figcaption><b>&epsilon;</b> the noise in it</figcaption></figure>
        <figure class="picture medium chart"><canvas data-histogram role="img" aria-label="histogram of pixels"></canvas>
          <figcaption>pixel values, and <i class="key-real">N(0, 1)</i></figcaption></figure>
      </div>
      {PLAYER}
      <figure class="wide chart"><canvas data-schedule role="img" aria-label="signal left over t, per schedule"></canvas>
        <figcaption>signal left &alpha;&#772; over t: <i class="key-a">linear</i> · <i class="key-b">cosine</i> ·
          <i class="key-c">scaled linear</i>; the bold one is used, the dot is here</figcaption></figure>
    </div>
    <aside class="numbers" aria-label="Numbers">
      <div class="number" data-number="alpha" data-shows="alpha_bar"><span>signal left &alpha;&#772;</span><strong>–</strong>
        <div class="gauge"><i></i></div><small></small></div>
      <div class="number" data-number="snr" data-shows="snr_db"><span>signal to noise</span><strong>–</strong><small></small></div>
      <div class="number" data-number="moments" data-shows="mean std"><span>pixel mean, deviation</span><strong>–</strong>
        <small>pure noise has 0 and 1</small></div>
      <div class="number" data-number="agreement" data-shows="draws_mean_error draws_std_error"><span>walk against jump</span><strong>–</strong>
        <small></small></div>
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>walk: x<sub>t</sub> = &radic;(1&minus;&beta;<sub>t</sub>) x<sub>t&minus;1</sub> + &radic;&beta;<sub>t</sub> &epsilon;<sub>t</sub></span>
      <output data-maths="walk"></output></div>
    <div class="formula"><span>jump: x<sub>t</sub> = &radic;&alpha;&#772; x<sub>0</sub> + &radic;(1&minus;&alpha;&#772;) &epsilon;</span>
      <output data-maths="jump"></output></div>
  </section></div>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of the engine `forward`."""
    return Stage("diffusion/forward", TEMPLATE)
