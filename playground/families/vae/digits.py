"""Live training on 8x8 digits: params and presets."""

from dataclasses import replace

from playground.families.vae.rules import CHANGES, NETWORK, OBJECTIVE, SEED, SMALL_COLLAPSE
from playground.spec import Engine, Param, Preset

DIGITS = Engine(
    name="digits",
    function="playground.engines.vae.digits:digits",
    params=(
        replace(SEED, group="Data"),
        *OBJECTIVE,
        Param("latent", "Latent dimensions", 8, "Numbers in a code. A change starts afresh.", "integer", 1, 16, group="Network"),
        *NETWORK[:-1],
        replace(NETWORK[-1], default=64),
        Param("steps", "Stop after", 6000, "Steps until the training ends by itself.", "integer", 1, 100_000, 100, group="Run"),
        CHANGES,
    ),
    presets=(
        Preset("Learn digits", {}, "1,497 digits of 8x8 pixels, each pixel drawn black or white from its grey at every step. Which of the eight dimensions does it come to use?"),
        Preset("A map of digits", {"latent": 2}, "Two numbers a digit: where does each class settle, and which overlap?"),
        Preset("Posterior collapse", SMALL_COLLAPSE, "Beta 2.5: every reconstruction is the same grey ghost, KL is 0, and the code says nothing of the digit (on three seeds of four). Then press a cure: the same seed again. Which digits come back?"),
        Preset("Plain autoencoder", {"deterministic": True}, "Look at what draws of N(0, I) become when nobody asked the codes to lie there."),
        Preset("Beta 0.1", {"beta": 0.1}, "A cheap code says more: reconstructions sharpen. And the draws of the prior?"),
    ),
    folded=("Network",),
)  # fmt: skip
