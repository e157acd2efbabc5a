"""Three ways for the same tales to go on: a scorer's surprise and repetitions by place, and the texts themselves."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number


def _lane(kind: str, title: str, words: str) -> str:
    return f"""<section class="lane-text" data-lane="{kind}" aria-label="{title}">
      <h4><i class="line" data-key="{kind}"></i>{title} <span class="hint">{words}</span></h4>
      <div class="running-text" data-text></div><p class="reads" data-reads></p></section>"""


def template(compounds: float, repeats: float) -> str:
    """The stage's markup; by so many bits a token, or so many repeated places, must the distance from the truth grow
    before errors are said to compound."""
    return f"""
<div class="stage" role="group" aria-label="Drift" data-compounds="{compounds}" data-repeats="{repeats}">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <figure class="wide tall"><canvas data-curve="bits" role="img"></canvas>
        <figcaption>the scorer’s surprise, bits a token, mean over the texts · bands: 95 % · <i class="line" data-key="true"></i>true tale ·
          <i class="line" data-key="sampled"></i><span data-sampled>sampled</span> · <i class="line" data-key="greedy"></i>greedy</figcaption></figure>
      <figure class="wide"><canvas data-curve="again" role="img"></canvas>
        <figcaption>share of places where the last four tokens have stood before in the same text</figcaption></figure>
      <p class="told" data-told></p>
      <section class="apart" aria-label="One text"><div class="shelf-head"><h4>One of the texts, tinted by the scorer’s surprise</h4>
        <label class="which">text <input type="range" min="1" max="1" value="1" step="1" data-which aria-label="Which text"><output data-count>1</output></label></div>
        <div class="lanes-text">{_lane("true", "The tale goes on", "held-out, never trained on")}
        {_lane("sampled", "The writer’s sample", "drawn token by token")}
        {_lane("greedy", "The writer, greedy", "always the likeliest token")}</div>
        <div class="scale" aria-hidden="true"><span>0 bits</span><i></i><span>12 bits or more</span></div></section>
      <p class="twin" aria-live="polite" data-twin></p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("gap", "samples over truth, last quarter", of="gap_last")}
      {number("growth", "growth of its distance from 0 since the first eighth")}
      {number("greedy", "greedy over truth, last quarter", of="gap_last")}
      {number("distinct", "different stretches of four, samples")}
      {number("loops", "different stretches of four, greedy", of="distinct")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>s<sub>t</sub> = &minus;log<sub>2</sub> q(x<sub>t</sub> | x<sub>&lt;t</sub>)</span><output data-maths="score"></output></div>
    <div class="formula"><span>gap = mean s<sub>t</sub>(written) &minus; mean s<sub>t</sub>(true)</span><output data-maths="gap"></output></div>
    <div class="formula"><span>growth = |gap<sub>last quarter</sub>| &minus; |gap<sub>first eighth</sub>|</span><output data-maths="growth"></output></div>
    <div class="formula"><span>the same of repeated places</span><output data-maths="again"></output></div>
    <div class="formula"><span>different = kinds of stretches of 4 / all stretches of 4</span><output data-maths="distinct"></output></div>
    <p class="hint">q is the scorer, never the writer: a writer is not surprised by its own mistakes. Both were trained on the same tales, so a
      mistake that they share goes unseen. If the writer were as good as the truth, the gap would be 0 all along; if it is merely worse, the
      gap is there at once and stays; only if errors compound does it move farther from 0. Below 0 the writer is the more predictable of
      the two, and that is no praise: a text that goes round in circles surprises nobody, so repetition counts beside surprise.</p>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage(compounds: float, repeats: float) -> Stage:
    """Shows the Frames of `drift`, one for each way to go on."""
    return Stage("autoregressive/drift", template(compounds, repeats))
