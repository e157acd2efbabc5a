"""Normal and strange pictures on one scale of strangeness, with a threshold to drag."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number


def _gallery(name: str, title: str) -> str:
    return (
        f'<section class="apart" data-gallery="{name}" aria-label="{title}"><h4>{title} <span class="hint" data-count></span></h4>'
        f'<div class="shelf drawn" data-shelf></div></section>'
    )


TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Strange pictures">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="scores"><figure class="wide"><canvas data-histogram role="img"></canvas>
          <input type="range" min="0" max="400" value="0" step="1" data-threshold aria-label="Threshold: what lies to the right counts as strange">
          <figcaption><i class="key-real">■</i> test digits · <i class="key-generated">■</i> strange pictures · <span data-axis></span></figcaption></figure>
        <figure class="wide roc"><canvas data-roc role="img"></canvas><figcaption>caught against false alarms, at every threshold (ROC):
          <span data-legend></span></figcaption></figure></div>
      <p class="told" data-told aria-live="polite"></p>
      <div class="looked" data-looked>
        <figure class="picture"><canvas width="28" height="28" data-it role="img" aria-label="the chosen picture"></canvas><figcaption data-it-words></figcaption></figure>
        <figure class="picture"><canvas width="28" height="28" data-again role="img" aria-label="what the model makes of it"></canvas><figcaption>what the model makes of it</figcaption></figure>
        <figure class="picture"><canvas width="28" height="28" data-error role="img" aria-label="squared error of every pixel"></canvas><figcaption>squared error of every pixel<br><span data-error-words></span></figcaption></figure>
      </div>
      {_gallery("missed", "Strange, but passed as normal")}
      {_gallery("alarms", "Digits that raised a false alarm")}
      {_gallery("caught", "Strange and caught")}
      <p class="twin" aria-live="polite" data-twin></p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("caught", "strange pictures caught", bar=True, means="The share of strange pictures whose score lies above the threshold.")}
      {number("alarms", "false alarms", bar=True, means="The share of normal digits whose score lies above the threshold.")}
      {number("area", "AUROC", bar=True, of="area_error")}
      {number("others", "AUROC by the other scores", of="area_error")}
      {number("drawn", "your drawing", means="How strange the chosen score finds your drawing.")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span data-formula></span><output data-maths="score"></output></div>
    <div class="formula"><span>strange: s(x) &gt; &tau;</span><output data-maths="threshold"></output></div>
    <div class="formula"><span>AUROC = P(s(strange) &gt; s(normal))</span><output data-maths="area"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """All scores come with the one Frame of the engine `anomaly`: the threshold moves without asking."""
    return Stage("vae/anomaly", TEMPLATE)
