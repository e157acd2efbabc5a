"""Why latent: a picture, its four channels to switch off, what is decoded, and what pixels would cost."""

from playground.ui.stages import Stage, picture
from playground.ui.stages.livestage import number

CHANNELS = "".join(
    f'<button type="button" data-channel="{k}" aria-pressed="true"><canvas width="16" height="16" aria-hidden="true"></canvas>'
    f"<span>channel {k + 1}</span></button>"
    for k in range(4)
)
PAPER = (  # what follows from the sizes alone
    ("numbers of a picture of 512 &times; 512", "786,432", "16,384", "48"),
    ("pairs of places that attention at full size compares there", "68.7 billion", "16.8 million", "4,096"),
)
ROWS = "".join(f'<tr><th scope="row">{what}</th><td>{a}</td><td>{b}</td><td>{c}</td></tr>' for what, a, b, c in PAPER)

TEMPLATE = f"""
<div class="stage" tabindex="0" role="group" aria-label="A picture, its latent, and what the decoder makes of it">
  <p class="status" role="status"></p>
  <div class="stage-grid">
    <div class="stage-main">
      <div class="pictures brought-back">
        {picture("picture", 64, "x", "the picture, 3 &times; 64 &times; 64", "big")}
        <figure class="picture"><div class="channels" role="group" aria-label="Channels of the latent; press one to switch it off">
          {CHANNELS}</div><figcaption><b>z</b> its latent, 4 &times; 16 &times; 16: press a channel</figcaption></figure>
        {picture("decoded", 64, "D(z)", "decoded from the channels that are on", "big")}
      </div>
      <p class="twin" aria-live="polite" data-twin></p>
      <div class="grid-scroll"><table class="costs"><thead><tr><td></td><th scope="col">on pixels</th>
        <th scope="col">on latents</th><th scope="col">times</th></tr></thead>
        <tbody data-costs></tbody><tbody class="paper">{ROWS}</tbody></table></div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("psnr", "reconstruction", of="psnr")}
      {number("error", "error with these channels", of="off")}
      {number("saved", "a call is faster", of="ms_pixels ms_latent")}
      {number("whole", "a whole picture", of="ms_encode ms_decode")}
    </aside>
  </div>
</div>
"""


def stage() -> Stage:
    """Shows one picture's latent; its channels are switched in the browser."""
    return Stage("text_to_image/latent", TEMPLATE)
