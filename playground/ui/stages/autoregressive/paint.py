"""Pictures drawn pixel by pixel: the picture so far, every pixel's probability, its surprise, and a brush."""

from playground.ui.stages import PLAYER, Stage
from playground.ui.stages.livestage import number

BRUSHES = (("look", "Look"), ("on", "Paint on"), ("off", "Paint off"), ("free", "Rub out"))


def _picture(name: str, words: str, size: str = "") -> str:
    return (
        f'<figure class="picture {size}"><div class="field"><canvas width="28" height="28" data-view="{name}" role="img" '
        f'aria-label="{words}"></canvas><i class="pixel" hidden></i></div><figcaption>{words}</figcaption></figure>'
    )


TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Pixel by pixel">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="brushes"><span class="pick" role="radiogroup" aria-label="What the pointer does on the picture">
        {"".join(f'<button type="button" role="radio" aria-checked="{str(name == "look").lower()}" data-brush="{name}">{words}</button>' for name, words in BRUSHES)}
        </span><button type="button" class="quiet" data-clear hidden>Rub out all</button>
        <span class="hint" data-brush-words></span></div>
      <div class="pictures">
        <figure class="picture big"><div class="field"><canvas width="28" height="28" data-view="x" role="img" tabindex="0"
          aria-label="the picture so far: arrow keys choose a pixel, 1 paints it on, 0 off, delete gives it back"></canvas>
          <canvas class="over" data-over></canvas><i class="pixel" hidden></i></div>
          <figcaption>the picture so far · <i class="key-real">■</i> given · grey: not drawn yet</figcaption></figure>
        {_picture("p", "P(pixel = 1), given all before it")}
        {_picture("bits", "surprise of the value it has")}
      </div>
      <p class="hint heat"><span>0</span><i></i><span>8 bits or more</span></p>
      {PLAYER}
      <p class="told" data-told></p>
      <figure class="wide patterns" data-patterns-box hidden><canvas data-patterns role="img"></canvas>
        <figcaption data-patterns-words></figcaption></figure>
      <div class="apart"><h4>The pictures, and the training digits nearest to them</h4>
        <div class="shelf drawn eight" data-samples></div><p class="hint" data-nearest-words></p></div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("pixel", "P(pixel = 1)", bar=True, of="p")}
      {number("bits", "surprise so far, bits", means="How surprising the model finds all pixels up to here together.")}
      {number("given", "the given pixels, bits", means="What the given pixels cost: how surprising the model finds each, given those before it.")}
      {number("judged", "judged", bar=True)}
      {number("nearest", "to a training digit", of="distance")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>P(x | y) = &prod; P(x<sub>i</sub> | x<sub>&lt;i</sub>, y)</span><output data-maths="product"></output></div>
    <div class="formula"><span>s<sub>i</sub> = &minus;log<sub>2</sub> P(x<sub>i</sub> | x<sub>&lt;i</sub>, y)</span><output data-maths="surprise"></output></div>
    <div class="formula"><span>x<sub>i</sub> = 1 if u<sub>i</sub> &lt; P<sub>T</sub>(x<sub>i</sub> = 1 | x<sub>&lt;i</sub>, y)</span><output data-maths="draw"></output></div>
    <div class="formula" data-runs><span>P(x<sub>i</sub> = 1 | x<sub>&lt;i</sub>) = &Sigma; P(patterns so far, 1) / &Sigma; P(patterns so far)</span><output data-maths="run"></output></div>
    <p class="hint">Given pixels are put in as raster order comes to them. This is not P(x | given): a pixel is drawn knowing what lies above it and to
      its left, never what is given further on.</p>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """One frame a row, played pixel by pixel. Sends "pick" when pixels were painted."""
    return Stage("autoregressive/paint", TEMPLATE, sends=("pick",))
