"""Live training on 8x8 digits: params and presets."""

from dataclasses import replace

from playground.families.shown import RECOGNISED, array
from playground.families.vae.rules import CHANGES, CODES, NETWORK, OBJECTIVE, SEED, SMALL_COLLAPSE, STUDIED
from playground.spec import Engine, Param, Preset, Shown

DIGITS = Engine(
    name="digits",
    title="Train on digits",
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
    variations=(
        Preset("Annealing", {"warmup": 1500}, "Beta rises slowly from nothing, so the code comes into use before it has to be paid for. Does the KL stay up once beta has fully risen, and which digits come back?"),
        Preset("Free bits", {"free_bits": 0.3}, "Each number of the code may now cost a little for nothing, so the encoder gains nothing by giving one up. How many stay in use, and which digits come back?"),
        Preset("Smaller beta", {"beta": 0.5}, "The KL weighs less, so a code may cost more than before. Which digits come back?"),
    ),
    folded=("Network",),
    shows=(
        array("real", "Held digits", "uint8", "(H,8,8)", "Digits that are not trained on."),
        array("again", "Reconstructions", "uint8", "(H,8,8)", "The same digits through the encoder and back, from one code each."),
        array("fake", "Generated digits", "uint8", "(F,8,8)", "Codes drawn from the prior, decoded."),
        array("verdict", "The judge's confidence", "float16", "(F,)", "How sure a judge, trained on real digits, is of each generated one.", low=0, high=1),
        array("verdict_class", "The judge's verdict", "uint8", "(F,)", "Which digit the judge sees.", low=0, high=9),
        *CODES,
        array("shown", "Dimensions shown", "uint8", "(Z,)", "The numbers of the two dimensions that cost most."),
        array("labels", "Classes", "uint8", "(P,)", "Which digit each code stands for.", low=0, high=9),
        *STUDIED,
        Shown("reconstruction_best", "The best reconstruction", "What a decoder would reach that knew every grey value.", "nats"),
        *RECOGNISED,
    ),
)  # fmt: skip
