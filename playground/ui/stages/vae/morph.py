"""From one digit to another: a film of mixed codes above a film of mixed pixels, measured frame by frame."""

from playground.ui.stages import PLAYER, Stage
from playground.ui.stages.livestage import number


def _lane(way: str, title: str, words: str) -> str:
    return f"""<section class="lane" data-lane="{way}" aria-label="{title}">
      <figure class="picture"><canvas width="28" height="28" data-now role="img" aria-label="{title}, this frame"></canvas></figure>
      <div><h4><i class="key-{way}"></i>{title} <span class="hint">{words}</span></h4>
        <div class="strip" data-strip></div><p class="reads" data-reads></p></div>
      <figure class="picture near" data-near-box><canvas width="28" height="28" data-near role="img" aria-label="nearest training digit"></canvas>
        <figcaption>nearest training digit</figcaption></figure>
    </section>"""


def _chart(name: str, title: str) -> str:
    return f'<figure><canvas data-chart="{name}" role="img"></canvas><figcaption>{title}</figcaption></figure>'


TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Morph">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      {_lane("latent", "Codes mixed", "then decoded")}
      {_lane("fade", "Pixels mixed", "a cross-fade of the two digits")}
      {PLAYER}
      <p class="told" data-told></p>
      <div class="charts four three">
        {_chart("sure", "classifier’s confidence")}
        {_chart("near", "distance to the nearest training digit")}
        {_chart("sharp", "sharpness, grey values per pixel")}
      </div>
      <p class="hint"><i class="key-latent"></i>codes · <i class="key-fade"></i>pixels · <i class="key-control"></i>pixels of the two
        reconstructions, which are as blurred as the codes’ film · dotted level: real test digits</p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("sure", "confidence: codes, pixels", of="sure_latent")}
      {number("near", "to a training digit: codes, pixels", of="near_latent")}
      {number("sharp", "sharpness: codes, pixels", of="sharp_latent")}
      {number("length", "length of the code", of="code_length code_distance")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span data-formula></span><output data-maths="z"></output></div>
    <div class="formula"><span>x = (1 &minus; t) x<sub>1</sub> + t x<sub>2</sub></span><output data-maths="x"></output></div>
    <div class="formula"><span>d(x) = min<sub>i</sub> |x &minus; x<sub>i</sub>|</span><output data-maths="d"></output></div>
    <div class="formula"><span>s(x) = &Sigma; |&nabla;x|&sup2; / &Sigma; |&nabla;x|</span><output data-maths="s"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of the engine `morph`."""
    return Stage("vae/morph", TEMPLATE)
