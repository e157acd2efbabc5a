"""The reverse trajectory: what the network saw and said at every call, and how the step was made."""

from playground.ui.stages import PLAYER, Stage


def _picture(name: str, symbol: str, words: str, size: str = "") -> str:
    return (
        f'<figure class="picture {size}"><canvas width="32" height="32" data-view="{name}" role="img" '
        f'aria-label="{words}"></canvas><figcaption><b>{symbol}</b> {words}</figcaption></figure>'
    )


def _number(name: str, words: str, bar: bool = False, *, of: str) -> str:
    gauge = '<div class="gauge"><i></i><em hidden></em></div>' if bar else ""
    return (
        f'<div class="number" data-number="{name}" data-shows="{of}"><span>{words}</span><strong>–</strong>{gauge}'
        "<small></small></div>"
    )


X0, XT, EPS = "x&#770;<sub>0</sub>", "x<sub>t</sub>", "&epsilon;&#770;"
PREV = "x<sub>t&minus;1</sub>"

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Denoising trajectory">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="pictures">
        {_picture("xt", XT, "what the model sees", "big")}
        {_picture("x0", X0, "where it thinks this goes", "medium")}
        {_picture("eps", EPS, "the noise it wants gone", "medium")}
      </div>
      <div class="samples" data-samples></div>
      <div class="strip" data-strip></div>
      {PLAYER}
      <button type="button" class="quiet" data-inside>Look inside the network at this step</button>
      <div class="apart">
        <h4>The step taken apart</h4>
        <div class="sum">{_picture("prev", PREV, "what comes next")}<span>=</span>
          {_picture("mu", "&mu;", "the step's mean")}<span>+</span>
          {_picture("noise", "&sigma; z", "fresh noise")}<p class="hint" data-noise-note></p></div>
      </div>
      <div class="apart" data-guidance>
        <h4>Guidance taken apart</h4>
        <div class="sum">{_picture("guided", EPS, "guided")}<span>=</span>
          {_picture("eps_uncond", "&epsilon;<sub>&empty;</sub>", "no class")}<span data-w>+ w</span>
          {_picture("difference", "&epsilon;<sub>c</sub> &minus; &epsilon;<sub>&empty;</sub>", "what the class adds, ×3")}
          <p class="hint">where {_picture("eps_cond", "&epsilon;<sub>c</sub>", "asked for the class")}</p></div>
      </div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {_number("alpha", "signal left &alpha;&#772;", bar=True, of="alpha_bar")}
      {_number("snr", "signal to noise", of="snr_db")}
      {_number("judged", "judged", bar=True, of="agreement")}
      {_number("change", "predicted picture still moves", of="norm_x0_change")}
      {_number("run", "this run", of="seconds calls")}
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
