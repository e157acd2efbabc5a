"""From a prompt to a picture: tokens, the latent's four channels, and the decoded guess at every step."""

from playground.ui.stages import PLAYER, Stage, picture
from playground.ui.stages.livestage import number


def _box(name: str, title: str, what: str) -> str:
    return f'<li data-box="{name}"><b>{title}</b><span>{what}</span><output></output></li>'


V_TEXT, V_FREE = "v<sub>text</sub>", "v<sub>&empty;</sub>"

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="From a prompt to a picture">
  <p class="status" role="status"></p>
  <ol class="system" aria-label="The system, with the numbers of this run">
    {_box("text", "Text encoder", "tokens to 32 &times; 192 numbers")}
    {_box("unet", "U-Net", "4 &times; 16 &times; 16 latent, asked at every step")}
    {_box("decoder", "Decoder", "latent to 64 &times; 64 &times; 3 picture")}
  </ol>
  <div class="prompt-tokens" data-tokens role="group" aria-label="The tokens of the prompt: point at one to see its place"></div>
  <p class="hint prompt-maps"><label>a word’s map <select data-maps><option value="until">all steps until here, all layers</option>
    <option value="step">this step alone, all layers</option></select></label><span data-place role="status"></span></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="pictures">
        <figure class="picture big"><div class="looked" data-looked>
          <canvas width="64" height="64" data-view="picture" role="img" aria-label="the guess, decoded"></canvas>
          <canvas width="16" height="16" data-over></canvas></div>
          <figcaption><b>D(z&#770;<sub>0</sub>)</b> <span data-caption>the guess, decoded</span></figcaption></figure>
        {picture("latent", 32, "z<sub>t</sub>", "noisy latent", "medium")}
        {picture("clean", 32, "z&#770;<sub>0</sub>", "expected latent", "medium")}
      </div>
      <div class="strip" data-strip></div>
      {PLAYER}
      <p class="branching"><button type="button" class="quiet" data-branch>Branch from this step</button>
        <span class="hint">keeps the steps until here, and goes another way: another prompt, guidance or sampler</span></p>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("alpha", "signal left &alpha;&#772;", bar=True, of="alpha_bar")}
      {number("change", "the guess still moves", of="change")}
      {number("seen", "the checker reads", of="seen")}
      {number("similarity", "picture and prompt", bar=True, of="similarity")}
      {number("places", "words in the right place", of="landed")}
      {number("run", "this run", of="seconds calls")}
    </aside>
  </div>
  <div class="below"><section class="maths" aria-label="The maths, with its present numbers">
    <h4>The maths, with its present numbers</h4>
    <div class="formula"><span>v = {V_FREE} + w ({V_TEXT} &minus; {V_FREE})</span><output data-maths="guidance"></output></div>
    <div class="formula"><span>z&#770;<sub>0</sub> = &radic;&alpha;&#772; z<sub>t</sub> &minus; &radic;(1&minus;&alpha;&#772;) v</span>
      <output data-maths="clean"></output></div>
  </section>
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""


def stage() -> Stage:
    """Shows the Frames of one prompt; it sends "branch", for a branch at the step that is shown."""
    return Stage("text_to_image/prompt", TEMPLATE, sends=["branch"])
