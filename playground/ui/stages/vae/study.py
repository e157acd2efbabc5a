"""What the stages of autoencoders that train live share: the latent space, the charts, the numbers, a time machine."""

from playground.ui.stages.livestage import SPEED, number, transport
from playground.ui.stages.vae import objective

TRANSPORT = transport("training", {"step": "one step"}, slow=False)

LATENT = """
<figure class="picture plane"><canvas data-latent role="img" aria-label="latent space: codes, their ellipses, the prior's rings"></canvas>
  <figcaption data-latent-words></figcaption>
  <figcaption><span class="term" tabindex="0" data-term="kl">dashed: N(0, I), ellipses: q(z|x)</span> ·
    <span class="term" tabindex="0" data-term="sample">strokes: σε, from μ to z</span></figcaption></figure>"""


def template(
    name: str, title: str, data: str, *, likelihood: str, elbo: str = "", reconstruction: str = "", quality: str,
    numbers: str,
) -> str:  # fmt: skip
    """A stage of one such training.

    Args:
        name: of the part.
        data: what stands beside the latent space: data, their reconstructions, draws of the prior.
        likelihood: of the decoder, by its name in `objective`.
        elbo, reconstruction: what the dotted level in these charts is, where there is one.
        quality: what the last chart shows.
        numbers: boxes of its own, beside those that every autoencoder has.
    """
    return f"""
<div class="stage vae-study" data-engine="vae.{name}" data-noun="run" tabindex="0" role="group" aria-label="{title}">
  <div class="stage-grid">
    <div class="stage-main">
      <div class="spaces">{data}{LATENT}</div>
      <p class="chosen-words" data-chosen></p>
      {TRANSPORT}
      <p class="status" role="status"></p>
      <div class="charts four">
        <figure><canvas data-chart="elbo"></canvas><figcaption><i class="key-b">ELBO</i>, nats{elbo}</figcaption></figure>
        <figure><canvas data-chart="reconstruction"></canvas><figcaption><span class="term" tabindex="0" data-term="reconstruction"><i class="key-a">reconstruction</i>, nats</span>{reconstruction}</figcaption></figure>
        <figure><canvas data-chart="kl"></canvas><figcaption><span class="term" tabindex="0" data-term="kl"><i class="key-c">KL</i>, nats; thin: each dimension</span></figcaption></figure>
        <figure><canvas data-chart="quality"></canvas><figcaption><i class="key-generated">{quality}</i></figcaption></figure>
        <p class="hint" data-before-key hidden>pale: the run before this one</p>
      </div>
    </div>
    <aside class="numbers" aria-label="Numbers">
      {number("elbo", "ELBO, nats")}
      {number("reconstruction", "reconstruction, nats")}
      {number("kl", "KL to the prior, nats")}
      {number("active", "dimensions in use", bar=True)}
      {numbers}
      {number("speed", "speed", means=SPEED)}
    </aside>
  </div>
  <div class="below">{objective.panel(likelihood)}
  <section class="cost" aria-label="Cost"><h4>What it costs here</h4><dl data-cost></dl></section></div>
</div>
"""
