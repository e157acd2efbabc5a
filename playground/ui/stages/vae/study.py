"""An autoencoder that trains live: data and what becomes of them, the latent space beside, charts, a time machine."""

from typing import Any, Literal

import gradio as gr

from playground.ui.stages import script, terms
from playground.ui.stages.livestage import SPEED, number, transport

SHOWN = 12
TRANSPORT = transport("training", {"step": "one step"}, slow=False)

PLANE = """
<figure class="picture plane"><canvas data-plane role="img" aria-label="real points, their reconstructions, draws of the prior"></canvas>
  <figcaption><i class="key-real">real</i> · <span class="term" tabindex="0" data-term="reconstruction"><i class="key-a">reconstructed</i>,
    lines: what was lost</span> · <i class="key-generated">drawn from the prior</i> · net: the decoder's manifold</figcaption></figure>"""


def _row(name: str, heading: str, words: str, count: int, judged: bool = False) -> str:
    verdict = "<span class='verdict'><i></i></span><output></output>" if judged else ""
    cells = f"<span data-cell><canvas></canvas>{verdict}</span>" * count
    return f'{heading}<div class="redrawn" data-row="{name}" role="img" aria-label="{words}">{cells}</div>'


PICTURES = f"""
<section class="redrawing" aria-label="Digits, reconstructions, draws of the prior">
  {_row("real", '<h4><i class="key-real">Held digits</i> <span class="hint">it never trained on them; point at one</span></h4>', "held digits", SHOWN)}
  {_row("again", '<h4 class="term" tabindex="0" data-term="reconstruction"><i class="key-a">Reconstructed</i> <span class="hint">decoded from one z each</span></h4>', "their reconstructions", SHOWN)}
  {_row("fake", '<h4><i class="key-generated">Drawn from the prior</i> <span class="hint">the judge’s class and confidence</span></h4>', "draws of the prior, judged", 2 * SHOWN, judged=True)}
</section>"""

LATENT = """
<figure class="picture plane"><canvas data-latent role="img" aria-label="latent space: codes, their ellipses, the prior's rings"></canvas>
  <figcaption data-latent-words></figcaption>
  <figcaption><span class="term" tabindex="0" data-term="kl">dashed: N(0, I), ellipses: q(z|x)</span> ·
    <span class="term" tabindex="0" data-term="sample">strokes: σε, from μ to z</span></figcaption></figure>"""

BODIES = {
    "plane": ("vae.train", "Train an autoencoder in the plane", PLANE, "Gaussian", "within 3&sigma; of a mode",
              "MMD&sup2; to the data", "high-quality share, dotted: perfect sampler"),
    "digits": ("vae.digits", "Train an autoencoder on digits", PICTURES, "Bernoulli", "draws seen as digits",
               "classes among them", "draws recognised, dotted: real digits"),
}  # fmt: skip
KEYS = {"plane": ("high_quality", "mmd2"), "digits": ("recognised", "classes")}


def _template(body: str) -> str:
    engine, title, shown, likelihood, quality, second, quality_chart = BODIES[body]
    return f"""
<div class="stage coding" data-engine="{engine}" data-noun="run" data-body="{body}" tabindex="0" role="group" aria-label="{title}">
  <div class="stage-grid">
    <div class="stage-main">
      <div class="spaces">{shown}{LATENT}</div>
      <p class="chosen-words" data-chosen></p>
      {TRANSPORT}
      <p class="status" role="status"></p>
      <div class="charts four">
        <figure><canvas data-chart="elbo"></canvas><figcaption><i class="key-b">ELBO</i>, nats<span data-best-words></span></figcaption></figure>
        <figure><canvas data-chart="reconstruction"></canvas><figcaption><span class="term" tabindex="0" data-term="reconstruction"><i class="key-a">reconstruction</i>, nats</span><span data-ceiling-words></span></figcaption></figure>
        <figure><canvas data-chart="kl"></canvas><figcaption><span class="term" tabindex="0" data-term="kl"><i class="key-c">KL</i>, nats; thin: each dimension</span></figcaption></figure>
        <figure><canvas data-chart="quality"></canvas><figcaption><i class="key-generated">{quality_chart}</i></figcaption></figure>
        <p class="hint" data-before-key hidden>pale: the run before this one</p>
      </div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("elbo", "ELBO, nats")}
      {number("reconstruction", "reconstruction, nats")}
      {number("kl", "KL to the prior, nats")}
      {number("active", "dimensions in use", bar=True)}
      {number("quality", quality, bar=True, of=KEYS[body][0])}
      {number("second", second, of=KEYS[body][1])}
      {number("speed", "speed", means=SPEED)}
    </aside>
  </div>
  <div class="below">{terms.panel(likelihood)}
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


class CodingStage(gr.HTML):
    """Event: `order` ({do}) when a button of the transport is pressed."""

    def __init__(self, body: Literal["plane", "digits"] = "plane", **kwargs: Any) -> None:
        super().__init__(
            None, html_template=_template(body), js_on_load=script("vae/study"), apply_default_css=False, **kwargs
        )
