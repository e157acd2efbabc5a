"""A text written token by token: what could come at each place, forced tokens, and a tree of continuations."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from playground.ui.stages import PLAYER, Stage
from playground.ui.stages.livestage import number

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="Writing">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="running-text" data-text role="group" aria-label="The text, token by token"></div>
      <p class="hint" data-joined hidden></p>
      {PLAYER}
      <p class="hint"><i class="legend"></i>
        0 to 12 bits of surprise to the model · underlined: forced by you · choose a token to go back to it</p>
      <section class="next-token" aria-label="The next token" data-next>
        <div class="next-head"><h4 data-where>The next token</h4><span class="hint"><i class="key-before"></i>the model’s own · <i class="key-after"></i>drawn from, after
          temperature, top-k, top-p and penalty · <span data-scale></span></span></div>
        <ol class="bars" data-bars aria-label="Candidates; choose one to force it"></ol>
        <canvas class="draw-line" data-line role="img"></canvas>
        <p class="hint">All that may be drawn lie side by side from 0 to 1; the seed’s number for this place points at one.</p>
        <div class="search"><label>Force any other token <input type="text" maxlength="40" autocomplete="off" spellcheck="false" data-search></label>
          <span data-found role="group" aria-label="Tokens found"></span></div>
      </section>
      <section class="tree" aria-label="Branches" data-branching hidden>
        <h4>The branches so far</h4>
        <div class="tree-grid"><canvas data-tree aria-hidden="true"></canvas><ol data-branches></ol></div>
      </section>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("token", "the token drawn here", of="nats")}
      {number("entropy", "open choice here", of="entropy entropy_after")}
      {number("cut", "cut away here", bar=True, of="cut kept")}
      {number("nats", "−log P of what is written", means="How surprising the model finds all that is written so far: minus the logarithm of its probability.")}
      {number("perplexity", "perplexity of what is written", means="The surprise of a token is that of so many tokens that are equally likely, on average.")}
      {number("speed", "speed here", of="ms")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>p(x<sub>i</sub> | x<sub>&lt;i</sub>) = softmax(z)</span><output data-maths="p"></output></div>
    <div class="formula"><span>q = softmax(z&#8242; / T), cut to the tokens that stay</span><output data-maths="q"></output></div>
    <div class="formula"><span>H = &minus;&Sigma; p log p</span><output data-maths="h"></output></div>
    <div class="formula"><span>&minus;log P(x) = &minus;&Sigma; log p(x<sub>i</sub> | x<sub>&lt;i</sub>)</span><output data-maths="sum"></output></div>
    <div class="formula"><span>perplexity = exp(&minus;log P(x) / n)</span><output data-maths="perplexity"></output></div>
    <p class="hint">z are the logits, z&#8242; those after the repetition penalty, T the temperature. Likelihoods are the model’s own, p; what the rules
      made of it, q, only decides what is drawn.</p>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage(search: Callable[[Any, gr.Request], dict[str, Any]], most: int) -> Stage:
    """Shows the Frames of a text being written; its values carry the controls of their run as `values`.

    Sends "force" when its `forced(length)` are wanted, and "chose", the same without a wish to run.

    Args:
        search: called past the queue with {model, text}; answers {"tokens": [{"id", "piece"}]} or {"sorry": sentence}.
        most: tokens that a run may write.
    """
    return Stage("autoregressive/write", TEMPLATE, sends=("force", "chose"), server_functions=[search], most=most)
