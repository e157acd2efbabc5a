"""An autoencoder that trains live in the plane: points and what becomes of them."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import SENDS, number
from playground.ui.stages.vae import study

PLANE = """
<figure class="picture plane"><canvas data-plane role="img" aria-label="real points, their reconstructions, draws of the prior"></canvas>
  <figcaption><i class="key-real">real</i> · <span class="term" tabindex="0" data-term="reconstruction"><i class="key-a">reconstructed</i>,
    lines: what was lost</span> · <i class="key-generated">drawn from the prior</i> · net: the decoder's manifold</figcaption></figure>"""

TEMPLATE = study.template(
    "train",
    "Train an autoencoder in the plane",
    PLANE,
    likelihood="Gaussian",
    elbo="; dotted: log p(x) itself, exact",
    quality="high-quality share, dotted: perfect sampler",
    numbers=number("quality", "within 3&sigma; of a mode", bar=True, of="high_quality")
    + number("second", "MMD&sup2; to the data", of="mmd2"),
)


def stage() -> Stage:
    """Sends `order` ({do}) when a button of the transport is pressed."""
    return Stage("vae/train", TEMPLATE, sends=SENDS)
