"""Live training in the plane: params and presets."""

from playground.families.shown import COVERED, UNDRAWN, array
from playground.families.vae.rules import CHANGES, CODES, COLLAPSE, NETWORK, OBJECTIVE, SEED, STUDIED, TORN
from playground.spec import Engine, Param, Preset, Shown

DENSITIES = ("ring", "grid", "two Gaussians", "blobs", "line", "moons", "spiral", "checkerboard", "drawn")
LAYERS = ("real", "reconstructions", "samples", "manifold")
TRAIN = Engine(
    name="train",
    title="Train one live",
    function="playground.engines.vae.train:train",
    params=(
        Param("density", "Density", "ring", "What is to be learnt; log p is known exactly.", "choice", options=DENSITIES, group="Data"),
        Param("strokes", "Drawing", "", "Draw here.", "strokes", group="Data", recorded=False),
        SEED,
        Param("layers", "Layers", LAYERS, "The net is where the decoder puts an even lattice of z.", "choices", options=LAYERS, group="Look", recorded=False),
        *OBJECTIVE,
        Param("sigma", "Decoder's noise", 0.1, "Deviation of p(x|z): how exact a reconstruction must be.", "number", 0.02, 2, 0.02, group="Objective"),
        Param("latent", "Latent dimensions", 2, "Numbers in a code. A change starts afresh.", "integer", 1, 2, group="Network"),
        *NETWORK,
        Param("steps", "Stop after", 3000, "Steps until the training ends by itself.", "integer", 1, 100_000, 100, group="Run"),
        CHANGES,
    ),
    presets=(
        Preset("Ring of 8", {}, "Press play: the codes of eight modes must share the prior's disc. Where do draws of the prior fall that belong to no mode, and why?"),
        Preset("One number", {"latent": 1}, "The whole ring through one number: where is the curve cut open?"),
        Preset("Posterior collapse", COLLAPSE, "A deep network that may miss by half a radius: every code becomes the prior, the decoder answers all with one point, KL is 0 (on two seeds of four; the others lose one number of two). Then press a cure: the same seed again. Does annealing beat free bits?"),
        Preset("Plain autoencoder", {"deterministic": True}, "Reconstructions are perfect soon. What do draws of N(0, I) look like, and where are the codes?"),
        Preset("Two moons", {"density": "moons", "sigma": 0.06}, "Curves instead of modes: how does the net fold onto both?"),
        Preset("Tear it apart", TORN, "A rate far too high: the ELBO falls until it is no longer a number, within a few steps, and the last good state is kept."),
    ),
    variations=(
        Preset("Annealing", {"warmup": 1000}, "Beta rises slowly from nothing, so the code comes into use before it has to be paid for. Does the KL stay up once beta has fully risen?"),
        Preset("Free bits", {"free_bits": 0.25}, "Each number of the code may now cost a little for nothing, so the encoder gains nothing by giving one up. Do all of them stay in use?"),
        Preset("Smaller beta", {"beta": 0.2}, "The KL weighs less, so a code may cost more than before. Do the reconstructions go back to the modes that they came from?"),
    ),
    folded=("Network",),
    shows=(
        array("real", "Held points", "float16", "(P,2)", "Points of the data that are not trained on; the window reaches from −1 to 1."),
        array("again", "Reconstructions", "float16", "(P,2)", "The same points through the encoder and back, from one code each."),
        array("fake", "Generated points", "float16", "(P,2)", "Draws of the model: a code from the prior, decoded, with the likelihood's own noise."),
        array("manifold", "The decoder's sheet", "float16", "(C,C,2) or (L,2)", "Where the decoder puts an even lattice of codes."),
        *CODES,
        *STUDIED,
        Shown("best", "The best possible", "What a model would reach that knew the data's own density.", "nats"),
        Shown("bound", "Tighter bound", "A bound below the log-likelihood by five codes a point; it is never below the ELBO.", "nats"),
        *COVERED,
        UNDRAWN,
    ),
)  # fmt: skip
