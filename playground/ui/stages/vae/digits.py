"""An autoencoder that trains live on digits: pictures and what becomes of them."""

from playground.ui.stages import Stage
from playground.ui.stages.livestage import SENDS, number
from playground.ui.stages.vae import study

SHOWN = 12
CELL = "<span data-cell><canvas></canvas></span>"
JUDGED = "<span data-cell><canvas></canvas><span class='verdict'><i></i></span><output></output></span>"


def _row(name: str, heading: str, words: str, cells: str) -> str:
    return f'{heading}<div class="redrawn" data-row="{name}" role="img" aria-label="{words}">{cells}</div>'


PICTURES = f"""
<section class="redrawing" aria-label="Digits, reconstructions, draws of the prior">
  {_row("real", '<h4><i class="key-real">Held digits</i> <span class="hint">it never trained on them; point at one</span></h4>', "held digits", SHOWN * CELL)}
  {_row("again", '<h4 class="term" tabindex="0" data-term="reconstruction"><i class="key-a">Reconstructed</i> <span class="hint">decoded from one z each</span></h4>', "their reconstructions", SHOWN * CELL)}
  {_row("fake", '<h4><i class="key-generated">Drawn from the prior</i> <span class="hint">the judge’s class and confidence</span></h4>', "draws of the prior, judged", 2 * SHOWN * JUDGED)}
</section>"""

TEMPLATE = study.template(
    "digits",
    "Train an autoencoder on digits",
    PICTURES,
    likelihood="Bernoulli",
    reconstruction="; dotted: if it knew every grey",
    quality="draws recognised, dotted: real digits",
    numbers=number("quality", "draws seen as digits", bar=True, of="recognised")
    + number("second", "classes among them", of="classes"),
)


def stage() -> Stage:
    """Sends `order` ({do}) when a button of the transport is pressed."""
    return Stage("vae/digits", TEMPLATE, sends=SENDS)
