"""Digits in few bytes: likeness against size, examples at one size, and how sharp each maker's pictures are."""

from collections.abc import Sequence

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Bytes and blur">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="shelf-head"><h4>Likeness against size</h4>
        <span class="pick" role="radiogroup" aria-label="Likeness"><button type="button" role="radio" data-measure="psnr" aria-checked="true">PSNR</button><button type="button" role="radio" data-measure="ssim" aria-checked="false">SSIM</button></span></div>
      <figure class="wide"><canvas data-curves role="img"></canvas>
        <input type="range" min="0" max="400" value="175" step="1" data-size aria-label="Bytes a digit">
        <figcaption data-caption></figcaption></figure>
      <div class="kept" data-kept></div>
      <p class="hint" data-counted></p>
      <section class="apart" aria-label="Blur"><h4>Blur: how steep the edges are, in grey values per pixel</h4>
        <div class="kept blur" data-blur></div>
        <p class="hint">Each picture’s mean slope, weighted by itself; 1 is a straight edge from black to white within a pixel. VAE and AE pictures
          are means of the pixels, not drawn ones. Bars: mean; thin lines: 95 %; the mark: test digits.</p></section>
      <p class="twin" aria-live="polite" data-twin></p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("vae", "VAE at this size", of="psnr ssim")}
      {number("pca", "PCA at this size", of="psnr ssim")}
      {number("jpeg", "JPEG at this size", of="psnr ssim")}
      {number("blur", "VAE samples’ sharpness", bar=True, of="sharp")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>bytes = numbers &times; bits / 8</span><output data-maths="bytes"></output></div>
    <div class="formula"><span>PSNR = &minus;10 log<sub>10</sub> mean (x &minus; x&#770;)&sup2;</span><output data-maths="psnr"></output></div>
    <div class="formula"><span>step = 8 s<sub>j</sub> / 2<sup>bits</sup></span><output data-maths="step"></output></div>
    <div class="formula"><span>s(x) = &Sigma; |&nabla;x|&sup2; / &Sigma; |&nabla;x|</span><output data-maths="sharp"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage(methods: Sequence[str], makers: Sequence[str]) -> Stage:
    """One Frame a method, then one a maker, of the engine `compress`; the size is chosen without asking.

    Args:
        methods: their names, in the order in which the frames number them.
        makers: likewise.
    """
    return Stage("vae/compress", TEMPLATE, methods=list(methods), makers=list(makers))
