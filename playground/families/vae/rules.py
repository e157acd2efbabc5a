"""The rules of a live training: objective, networks, and settings that collapse."""

from dataclasses import replace

from playground.families.shown import CHANGED, PARAMETERS, RAN_AWAY, array, count
from playground.spec import Need, Param, Shown

# Of seeds 7 to 10, two lose the whole code to it and two one number of it; each cure helps all four.
COLLAPSE = {"sigma": 0.54, "hidden": 6, "width": 32, "steps": 2000}
TORN = {"rate": 0.4}
SMALL_COLLAPSE = {"hidden": 3, "beta": 2.5, "steps": 2500}  # three of seeds 7 to 10; each cure helps all four
SEED = Param(
    "seed",
    "Seed",
    7,
    "Same seed, same training; a new one counts from the start.",
    "integer",
    0,
    2**31 - 1,
    group="Data",
)
NO_KL = Need({"deterministic": (False,)}, "A plain autoencoder has no KL.")
OBJECTIVE = (
    Param("deterministic", "Plain autoencoder", False, "z = mu: no noise in the code, no KL. All the rest stays.", "switch", group="Objective"),
    Param("beta", "Beta", 1.0, "Weight of the KL: 1 is the VAE, more is stricter about the code.", "number", 0, 20, 0.05, group="Objective", need=NO_KL),
    Param("warmup", "Annealing, steps", 0, "Beta rises from 0 over so many steps.", "integer", 0, 5000, 50, group="Objective", need=NO_KL),
    Param("free_bits", "Free bits, nats", 0.0, "What each dimension may cost for nothing.", "number", 0, 2, 0.05, group="Objective", need=NO_KL),
)  # fmt: skip
NETWORK = (
    Param("hidden", "Hidden layers", 2, "Of the encoder, and of the decoder. A change starts afresh.", "integer", 1, 8, group="Network"),
    Param("width", "Neurons a layer", 64, "A change starts afresh.", "integer", 1, 128, group="Network"),
    Param("rate", "Learning rate", 0.002, "Adam's.", "number", 0, 1, 0.0005, group="Network"),
    Param("batch", "Batch", 128, "Examples each step sees.", "integer", 8, 512, 8, group="Network"),
)  # fmt: skip
CHANGES = Param("changes", "Changes on the way", "", "step:control=value, as a shared run replays them.", "changes", group="Run")  # fmt: skip
BOUND = (
    Shown("reconstruction", "Reconstruction", "How probable the decoder makes the data, given a code of each: the first term of the ELBO.", "nats"),
    Shown("elbo", "ELBO", "Reconstruction less KL: the true log-likelihood is never below it.", "nats"),
)  # fmt: skip
STUDIED = (
    *BOUND,
    count("kl", "KL to the prior", "What the codes cost in all: how far the encoder's answers are from the prior.", "nats"),
    count("kl_{j}", "KL of one dimension", "What one number of the code costs; near 0 it is not used.", "nats"),
    count("beta", "Beta", "The weight of the KL at this step."),
    count("free_bits", "Free bits", "What each dimension may cost for nothing.", "nats"),
    count("paid", "KL as paid", "What the loss counts for the codes: beta times the sum over the dimensions, each at least the free bits.", "nats"),
    count("active", "Dimensions in use", "How many numbers of the code vary with the picture, by more than 0.01 in variance."),
    count("latent", "Dimensions", "How many numbers a code has."),
    PARAMETERS,
    replace(CHANGED, high=2),
    *RAN_AWAY,
)  # fmt: skip
CODES = (
    array("mu", "Middles of the codes", "float16", "(P,Z)", "Where the encoder places each held picture or point."),
    array("sigma", "Spreads of the codes", "float16", "(P,Z)", "How unsure the encoder is of it; 0 in the plain autoencoder.", low=0),
    array("eps", "Noise", "float16", "(P,Z)", "The random numbers that make a code of it: z = mu + sigma eps."),
)  # fmt: skip
