"""The duel on digits: every forgery with D's verdict, why one was caught, live charts and a time machine."""

from playground.ui.stages import Stage
from playground.ui.stages.gan.duel import TRANSPORT
from playground.ui.stages.livestage import SENDS, SPEED, number

FORGED, REAL = 24, 12


def _sample(i: int) -> str:
    return (
        f'<button type="button" role="radio" aria-checked="false" tabindex="-1" data-sample="{i}" aria-label="Forgery {i + 1}">'
        "<canvas></canvas><span class='verdict'><i></i></span><output></output></button>"
    )


def _panel(name: str, title: str, words: str) -> str:
    return (
        f'<figure class="picture" data-panel="{name}"><canvas data-large="{name}" role="img" aria-label="{title}"></canvas>'
        f"<figcaption><b>{title}</b><span>{words}</span> <output data-of='{name}'></output></figcaption></figure>"
    )


SAMPLES = "".join(_sample(i) for i in range(FORGED))
REALS = "".join(
    "<span><canvas></canvas><span class='verdict'><i></i></span><output></output></span>" for _ in range(REAL)
)
PANELS = "".join(
    (
        _panel("fake", "the forgery", "D believes"),
        _panel("advice", "D’s advice", "at most"),
        _panel("change", "what G’s step changes", "follows the advice by"),
        _panel("after", "after G’s step", "D believes"),
    )
)

TEMPLATE = f"""
<div class="stage" data-engine="gan.digits" data-noun="duel" tabindex="0" role="group" aria-label="Duel on digits">
  <div class="stage-grid">
    <div class="stage-main">
      <div class="bout">
        <section aria-label="Forgeries and D's verdicts">
          <h4>Forged <span class="hint">D’s verdict: <i class="key-generated">0 forged</i> to <i class="key-real">1 real</i></span></h4>
          <div class="forgeries" role="radiogroup" aria-label="Choose a forgery">{SAMPLES}</div>
          <h4>Real <span class="hint">digits that D never trained on</span></h4>
          <div class="forgeries genuine" data-real aria-label="Real digits">{REALS}</div>
        </section>
        <section class="why" aria-label="Why was I caught?">
          <h4>Why was I caught?</h4>
          <div class="panels">{PANELS}</div>
          <p class="hint"><i class="swatch darker">−</i> red: darker here · <i class="swatch brighter">+</i> blue: brighter here, and D would believe it more</p>
          <p class="verdict-words" data-words></p>
          <button type="button" class="quiet" data-next hidden></button>
        </section>
      </div>
      {TRANSPORT}
      <p class="status" role="status"></p>
      <div class="charts four">
        <figure><canvas data-chart="loss"></canvas><figcaption><i class="key-a">D's loss</i> · <i class="key-generated">G's loss</i></figcaption></figure>
        <figure><canvas data-chart="belief"></canvas><figcaption>D's belief: <i class="key-real">its real digits</i>, dashed: others · <i class="key-generated">forged</i></figcaption></figure>
        <figure><canvas data-chart="recognised"></canvas><figcaption><i class="key-b">recognised</i>, dotted: real digits</figcaption></figure>
        <figure><canvas data-chart="classes"></canvas><figcaption><i class="key-c">classes found</i>, dotted: all ten</figcaption></figure>
        <p class="hint" data-before-key hidden>thin: the duel before this one</p>
      </div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("recognised", "recognised as digits", bar=True)}
      {number("classes", "classes among them", bar=True)}
      {number("balance", "D's belief: real, forged", of="belief_real belief_fake")}
      {number("heart", "D knows by heart", means="How much more the discriminator believes in digits it trained on than in others: above 0 it has learnt some by heart.")}
      {number("speed", "speed", means=SPEED)}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span data-maths-name="d"></span><output data-maths="d"></output></div>
    <div class="formula"><span data-maths-name="g"></span><output data-maths="g"></output></div>
    <div class="formula"><span>advice = −∂L<sub>G</sub> / ∂x at x = G(z)</span><output data-maths="advice"></output></div>
    <div class="formula"><span>G's step = −η · ∂x/∂θ · ∂L<sub>G</sub> / ∂x</span><output data-maths="step"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Sends `order` ({do}) when a button of the transport is pressed."""
    return Stage("gan/digits", TEMPLATE, sends=SENDS)
