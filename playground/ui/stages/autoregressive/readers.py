"""One sentence before a decoder, an encoder and both: masks, blanks, and an answer token by token."""

import html
from collections.abc import Mapping

from playground.ui.stages import Stage
from playground.ui.stages.livestage import number

TASKS = '<span class="pick" role="radiogroup" aria-label="Task, named by the prefix">' + "".join(
    f'<button type="button" role="radio" aria-checked="{"false" if n else "true"}" data-task="{task}">{task}: </button>'
    for n, task in enumerate(("restore", "shorten"))
) + "</span>"  # fmt: skip


def _reader(name: str, title: str, words: str, more: str, told: str) -> str:
    return f"""<section class="reader" data-reader="{name}" aria-label="{title}">
      <h4>{title} <span class="hint">{words}</span></h4>
      <figure class="picture plane"><canvas data-mask role="img"></canvas><figcaption data-cell></figcaption></figure>
      {more}
      <div class="read" data-strip role="group" aria-label="Tokens: press one"></div>
      <p class="asked" data-asked></p>
      <ol class="tops" data-tops></ol>
      <p class="hint">{told}</p>
    </section>"""


def template(told: Mapping[str, str]) -> str:
    """The stage's markup; `told` has for gpt, bert and t5 how good each is on held-out text."""
    told = {name: html.escape(told.get(name, "Not measured yet.")) for name in ("gpt", "bert", "t5")}
    source = f"""{TASKS}<div class="read source" data-source role="group" aria-label="What it reads"></div>
      <p class="hint">and writes</p>"""
    return f"""
<div class="stage" tabindex="0" role="group" aria-label="Three readers">
  <p class="status" role="status"></p>
  <div class="stage-main">
    <p class="hint">Press a token to blank it, or the place behind the last; arrow keys go from one to the next. Tint: surprise
      in bits, where a network knows what stands there. Faint: not to be seen from the blank.</p>
    <div class="reader-grid">
      {_reader("gpt", "Writer", "decoder only, GPT-NeoX: reads what stands left", "", told["gpt"])}
      {_reader("bert", "Reader", "encoder only, ModernBERT: reads both sides of a mask", "", told["bert"])}
      {_reader("t5", "Translator", "encoder and decoder, T5: reads a source, writes an answer", source, told["t5"])}
    </div>
    <p class="hint">Squares: row, whose state; column, which token is exchanged for another; darker, the more the state changes
      in the last layer. Blank: no change at all, the mask forbids the look. Outlined: who answers for the blank.</p>
    <aside class="numbers across" aria-label="Numbers">
      {number("gpt", "writer: p of what stands there", bar=True, of="gpt_own")}
      {number("bert", "reader: p of what stands there", bar=True, of="bert_own")}
      {number("sides", "places where both sides help", means="At how many places the encoder finds the true token likelier than the decoder, which reads only what stands before.")}
      {number("restored", "words right and in order", bar=True, of="agreement_restored")}
    </aside>
    <p class="twin" aria-live="polite" data-twin></p>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>p(x) = &prod;<sub>i</sub> p(x<sub>i</sub> | x<sub>1</sub> &hellip; x<sub>i&minus;1</sub>)</span><output data-maths="gpt"></output></div>
    <div class="formula"><span>p(x<sub>i</sub> | all x<sub>j</sub>, j &ne; i)</span><output data-maths="bert"></output></div>
    <div class="formula"><span>p(y | x) = &prod;<sub>t</sub> p(y<sub>t</sub> | y<sub>1</sub> &hellip; y<sub>t&minus;1</sub>, x)</span><output data-maths="t5"></output></div>
    <div class="formula"><span>shade = |h&prime; &minus; h| / |h|</span><output data-maths="shade"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage(told: Mapping[str, str]) -> Stage:
    """Shows what three models say of one sentence; every blank is answered by the page itself."""
    return Stage("autoregressive/readers", template(told))
