"""What a picture costs in bits, pixel by pixel and class by class, beside pictures that are no digits."""

from collections.abc import Sequence

from playground.ui.stages import PLAYER, Stage
from playground.ui.stages.livestage import number


def _picture(name: str, words: str, focus: str = "") -> str:
    return (
        f'<figure class="picture"><div class="field"><canvas width="28" height="28" data-view="{name}" role="img" '
        f'{focus} aria-label="{words}"></canvas><i class="pixel" hidden></i></div>'
        f'<figcaption data-caption="{name}">{words}</figcaption></figure>'
    )


ARROWS = 'tabindex="0"'


def template(kinds: Sequence[str]) -> str:
    """The stage's markup."""
    return f"""
<div class="stage" tabindex="0" role="group" aria-label="Bits of a digit" data-kinds="{",".join(kinds)}">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="four-up">
        {_picture("picture", "the picture")}
        {_picture("x", "as the model reads it; arrow keys choose a pixel", ARROWS)}
        {_picture("map", "surprise of each pixel")}
        {_picture("evidence", "evidence between two classes")}
      </div>
      <p class="hint heat"><span>0</span><i></i><span>8 bits or more</span></p>
      {PLAYER}
      <p class="told" data-told></p>
      <div class="apart"><h4>Which class explains it best? <span class="hint">choose one to see its map</span></h4>
        <div class="explained" role="radiogroup" aria-label="Whose surprise is shown" data-classes></div></div>
      <div class="apart"><h4>Likelier than a digit? <span class="hint" data-axis></span></h4>
        <div class="ridges" data-ridges></div><p class="hint" data-ridge-words></p></div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("cost", "&minus;log&#8322; P(x)", of="nats")}
      {number("best", "explained best by", bar=True, of="posterior")}
      {number("usual", "a test digit, nats", of="mean")}
      {number("accuracy", "right by Bayes", bar=True)}
      {number("pixel", "this pixel", of="bits")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>log P(x | y) = &Sigma; log P(x<sub>i</sub> | x<sub>&lt;i</sub>, y)</span><output data-maths="sum"></output></div>
    <div class="formula"><span>P(x) = <sup>1</sup>&frasl;<sub>10</sub> &Sigma;<sub>y</sub> P(x | y)</span><output data-maths="marginal"></output></div>
    <div class="formula"><span>P(y | x) = P(x | y) / &Sigma; P(x | y&prime;)</span><output data-maths="bayes"></output></div>
    <p class="hint">Exact, no bound: ten passes of the network give all 784 &times; 10 conditionals. Bits are nats divided by ln 2.</p>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage(kinds: Sequence[str]) -> Stage:
    """The first frame is the picture, each later one a kind of pictures.

    Args:
        kinds: their names, in the engine's order.
    """
    return Stage("autoregressive/likelihood", template(kinds))
