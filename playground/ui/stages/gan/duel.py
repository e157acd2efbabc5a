"""The duel in the plane: both opponents' pictures, live charts, a time machine, and one iteration in slow motion."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import SENDS, SPEED, number, transport

TRANSPORT = transport("duel", {"D": "D", "G": "G", "both": "both"}, slow=True)

PARTS = (
    ("D samples", "the data hand out real points; G turns noise z into forged ones"),
    ("D scores", "D says of each point how real it looks: shade and numbers"),
    ("D's loss", "how wrong D was, in one number"),
    ("D's gradient", "where D's opinion is about to rise and to fall"),
    ("D updates", "D has moved: real points look more real, forged ones less"),
    ("G samples", "G forges fresh points"),
    ("D scores them", "the detective, as it now is, judges the forger"),
    ("G's loss", "how badly G fooled D, in one number"),
    ("G's gradient", "D's advice: which way each point should go to look real"),
    ("G updates", "G has moved: its points follow the advice"),
)
STEPS = "".join(
    f'<li><button type="button" data-part="{i}"><b>{name}</b> <span>{words}</span></button></li>'
    for i, (name, words) in enumerate(PARTS)
)
FLOW = """
<svg class="flow" viewBox="0 0 640 96" role="img" aria-label="z goes into G, forged and real points go into D, the gradient comes back">
  <defs><marker id="flow-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
    <path d="M0 0L8 4L0 8z"/></marker></defs>
  <g class="edge" data-edge="z"><path d="M66 68H118"/></g><g class="edge" data-edge="fake"><path d="M190 68H268"/></g>
  <g class="edge" data-edge="judge"><path d="M352 68H428"/></g><g class="edge" data-edge="real"><path d="M352 24C390 24 400 56 428 60"/></g>
  <g class="edge" data-edge="loss"><path d="M500 64H560"/></g>
  <g class="edge back" data-edge="d-back"><path d="M590 48C590 8 480 8 466 44"/></g>
  <g class="edge back" data-edge="g-back"><path d="M456 86C420 104 240 104 158 88"/></g>
  <g class="node"><text x="44" y="73">z</text></g>
  <g class="node box generated"><rect x="122" y="48" width="66" height="40" rx="6"/><text x="155" y="73">G</text></g>
  <g class="node"><text class="generated" x="310" y="73">forged</text><text class="real" x="312" y="29">real</text></g>
  <g class="node box"><rect x="432" y="44" width="66" height="44" rx="6"/><text x="465" y="72">D</text></g>
  <g class="node"><text x="592" y="70">loss</text></g>
</svg>"""

TEMPLATE = f"""
<div class="stage" data-engine="gan.duel" data-noun="duel" tabindex="0" role="group" aria-label="Duel in the plane">
  <div class="stage-grid">
    <div class="stage-main">
      <div class="arena">
        <div class="arena-main">
        <figure class="picture plane"><canvas data-plane role="img" aria-label="real and forged points over D's belief"></canvas>
          <figcaption><i class="key-real">real</i> · <i class="key-generated">forged</i> · <span data-legend></span></figcaption></figure>
        {TRANSPORT}
        <p class="status" role="status"></p>
        </div>
        <div class="charts">
          <figure><canvas data-chart="loss"></canvas><figcaption><i class="key-a">D's loss</i> · <i class="key-generated">G's loss</i>, dotted: D's at a draw</figcaption></figure>
          <figure><canvas data-chart="belief"></canvas><figcaption>D's belief in <i class="key-real">real</i> and <i class="key-generated">forged</i>, dotted: a draw</figcaption></figure>
          <figure><canvas data-chart="modes"></canvas><figcaption><i class="key-b">modes found</i>, dotted: all of them</figcaption></figure>
          <figure><canvas data-chart="quality"></canvas><figcaption><i class="key-b">high-quality share</i>, dotted: perfect sampler</figcaption></figure>
          <figure><canvas data-chart="mmd"></canvas><figcaption><i class="key-c">MMD&sup2;</i>, log; dotted: real against real</figcaption></figure>
          <p class="hint" data-before-key hidden>thin: the duel before this one</p>
        </div>
      </div>
      <section class="slow" data-slow hidden aria-label="Slow motion">{FLOW}<ol>{STEPS}</ol>
        <p class="hint">One update of D and one of G, part by part; choose a part to stay there. Where cures add to D's loss, they do so here too.</p></section>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("modes", "modes found", bar=True, of="modes fair_modes")}
      {number("quality", "within 3&sigma; of a mode", bar=True, of="high_quality")}
      {number("mmd", "MMD&sup2; to the data", of="mmd2")}
      {number("gap", "D against the best D*", bar=True)}
      {number("balance", "D's belief: real, forged", of="belief_real belief_fake")}
      {number("speed", "speed", means=SPEED)}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span data-maths-name="d"></span><output data-maths="d"></output></div>
    <div class="formula"><span data-maths-name="g"></span><output data-maths="g"></output></div>
    <div class="formula"><span>D* = p / (p + q)</span><output data-maths="best"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Sends `order` ({do}) when a button of the transport is pressed."""
    return Stage("gan/duel", TEMPLATE, sends=SENDS)
