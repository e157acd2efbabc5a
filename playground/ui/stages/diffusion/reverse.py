"""The reverse trajectory: what the network saw and said at every call, and how the step was made."""

from playground.ui.stages import PLAYER, Stage, picture
from playground.ui.stages.livestage import number

X0, XT, EPS = "x&#770;<sub>0</sub>", "x<sub>t</sub>", "&epsilon;&#770;"
PREV = "x<sub>t&minus;1</sub>"

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Denoising trajectory">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="pictures">
        {picture("xt", 32, XT, "what the model sees", "big")}
        {picture("x0", 32, X0, "where it thinks this goes", "medium")}
        {picture("eps", 32, EPS, "the noise it wants gone", "medium")}
      </div>
      <div class="samples" data-samples></div>
      <div class="strip" data-strip></div>
      {PLAYER}
      <button type="button" class="quiet" data-inside>Look inside the network at this step</button>
      <div class="apart">
        <h4>The step taken apart</h4>
        <div class="sum">{picture("prev", 32, PREV, "what comes next")}<span>=</span>
          {picture("mu", 32, "&mu;", "the step's mean")}<span>+</span>
          {picture("noise", 32, "&sigma; z", "fresh noise")}<p class="hint" data-noise-note></p></div>
      </div>
      <div class="apart" data-guidance>
        <h4>Guidance taken apart</h4>
        <div class="sum">{picture("guided", 32, EPS, "guided")}<span>=</span>
          {picture("eps_uncond", 32, "&epsilon;<sub>&empty;</sub>", "no class")}<span data-w>+ w</span>
          {picture("difference", 32, "&epsilon;<sub>c</sub> &minus; &epsilon;<sub>&empty;</sub>", "what the class adds, ×3")}
          <p class="hint">where {picture("eps_cond", 32, "&epsilon;<sub>c</sub>", "asked for the class")}</p></div>
      </div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("alpha", "signal left &alpha;&#772;", bar=True, of="alpha_bar")}
      {number("snr", "signal to noise", of="snr_db")}
      {number("judged", "judged", bar=True, of="agreement")}
      {number("change", "predicted picture still moves", of="norm_x0_change")}
      {number("run", "this run", of="seconds calls")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>&epsilon;&#770; = &epsilon;<sub>&empty;</sub> + w (&epsilon;<sub>c</sub> &minus; &epsilon;<sub>&empty;</sub>)</span>
      <output data-maths="guidance"></output></div>
    <div class="formula"><span>x&#770;<sub>0</sub> = (x<sub>t</sub> &minus; &radic;(1&minus;&alpha;&#772;) &epsilon;&#770;) / &radic;&alpha;&#772;</span>
      <output data-maths="x0"></output></div>
    <div class="formula"><span>x<sub>t&minus;1</sub> = &mu; + &sigma; z</span><output data-maths="step"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Sends `pick` ({sample}) when another picture of the batch is chosen, `inside` ({call}) to open the network."""
    return Stage("diffusion/reverse", TEMPLATE, sends=("pick", "inside"))
