"""The rules of a live duel: losses, cures, networks, and what one iteration may cost."""

from collections.abc import Mapping
from dataclasses import replace

from playground.errors import BadInput
from playground.families.shown import CHANGED, RAN_AWAY, share
from playground.spec import Need, Param, Shown, Value

LOSSES = ("minimax", "non-saturating", "least squares", "Wasserstein", "hinge")
NOISES = ("1-D uniform", "1-D Gaussian", "2-D uniform", "2-D Gaussian")
CROWDS = ("alone", "minibatch deviation", "packs of two")
OPTIMIZERS = ("Adam", "SGD")
SEED = Param(
    "seed", "Seed", 7, "Same seed, same duel; a new one counts from the start.", "integer", 0, 2**31 - 1, group="Data"
)
RULES = (
    Param("loss", "Loss", "non-saturating", "What each opponent minimises; Wasserstein always has its gradient penalty.", "choice", options=LOSSES, group="Duel"),
    Param("g_rate", "Generator's rate", 0.001, "Learning rate of the forger.", "number", 0, 0.05, 0.0001, group="Duel"),
    Param("d_rate", "Discriminator's rate", 0.005, "Learning rate of the detective.", "number", 0, 0.05, 0.0001, group="Duel"),
    Param("d_steps", "D updates per iteration", 3, "A stricter detective, until it starves the forger.", "integer", 0, 10, group="Duel"),
    Param("g_steps", "G updates per iteration", 1, "A busier forger.", "integer", 0, 10, group="Duel"),
)  # fmt: skip
CURES = (
    Param("gp", "Gradient penalty", True, "Keeps D's slope near 1 between real and generated.", "switch", group="Cures",
          need=Need({"loss": tuple(loss for loss in LOSSES if loss != "Wasserstein")}, "Always on with the Wasserstein loss.")),
    Param("gp_weight", "Penalty's weight", 0.2, "0.2 suits this plane; papers use 10 on pictures.", "number", 0, 10, 0.05, group="Cures",
          need=Need({"gp": (True,), "loss": ("Wasserstein",)}, "Switch the gradient penalty on first.")),
    Param("r1", "R1", False, "Keeps D flat at the real samples.", "switch", group="Cures"),
    Param("r1_weight", "Weight of R1", 0.1, "Times half the squared slope.", "number", 0, 10, 0.01, group="Cures",
          need=Need({"r1": (True,)}, "Switch R1 on first.")),
    Param("spectral", "Spectral norm", False, "No layer of D may stretch by more than 1. D starts afresh.", "switch", group="Cures"),
    Param("crowd", "D sees a sample", "alone", "With how much its batch varies, or two at a time, D can tell a collapse. D starts afresh.", "choice", options=CROWDS, group="Cures"),
    Param("unrolled", "Unrolled steps", 0, "G looks ahead at so many of D's next updates.", "integer", 0, 10, group="Cures"),
    Param("smoothing", "Label smoothing", 0.0, "Real counts as 1 minus this.", "number", 0, 0.5, 0.05, group="Cures",
          need=Need({"loss": LOSSES[:3]}, "Wasserstein and hinge have no label to smooth.")),
    Param("average", "Averaged forger", False, "Samples come from a moving average of G, which does not take part in the duel.", "switch", group="Cures"),
)  # fmt: skip
NETWORKS = (
    Param("g_optimizer", "Generator's optimiser", "Adam", "Adam has betas 0.5 and 0.99.", "choice", options=OPTIMIZERS, group="Networks"),
    Param("d_optimizer", "Discriminator's optimiser", "Adam", "A change starts the optimiser afresh.", "choice", options=OPTIMIZERS, group="Networks"),
    Param("g_hidden", "Generator's layers", 3, "Hidden layers. A change starts G afresh.", "integer", 0, 5, group="Networks"),
    Param("g_width", "Generator's width", 64, "Neurons a layer. A change starts G afresh.", "integer", 1, 128, group="Networks"),
    Param("d_hidden", "Discriminator's layers", 3, "Hidden layers. A change starts D afresh.", "integer", 0, 5, group="Networks"),
    Param("d_width", "Discriminator's width", 128, "Neurons a layer. A change starts D afresh.", "integer", 1, 128, group="Networks"),
    Param("noise", "Noise z", "2-D uniform", "What G starts from. Another number of dimensions starts G afresh.", "choice", options=NOISES, group="Networks"),
    Param("batch", "Batch", 256, "Samples each update sees.", "integer", 8, 512, 8, group="Networks"),
)  # fmt: skip
CHANGES = Param(
    "changes", "Changes on the way", "", "step:control=value, as a shared duel replays them.", "changes", group="Run"
)
FOUGHT = (
    Shown("d_loss", "D's loss", "How wrong the discriminator was in its last update: the smaller, the better it told real from forged."),
    Shown("g_loss", "G's loss", "How badly the generator fooled the discriminator in its last update: the smaller, the better it fooled it."),
    share("belief_real", "D's belief in real data", "How real the discriminator holds real data to be, on average: 1 is certainly real, ½ is undecided."),
    share("belief_fake", "D's belief in forgeries", "How real the discriminator holds the generator's samples to be, on average: at ½ it cannot tell."),
    Shown("slow", "Slow motion", "1 if this iteration was made to be looked at part by part.", low=1, high=1),
    replace(CHANGED, meaning="A control moved before this step: 1, and 1 more if G began afresh, 2 more if D did.", high=4),
    *RAN_AWAY,
)  # fmt: skip
MAX_COST = 4e9  # multiplications an iteration: some tenths of a second


def affordable(values: Mapping[str, Value]) -> None:
    """Refuse an iteration that would hold everybody up; raises BadInput."""
    d, g = (
        values[f"{who}_width"] * (10 + values[f"{who}_width"] * max(0, values[f"{who}_hidden"] - 1)) for who in "dg"
    )
    for_d = values["d_steps"] * 6 * d
    for_g = values["g_steps"] * 3 * (g + d * (1 + 4 * values["unrolled"]))
    if values["batch"] * (for_d + for_g) > MAX_COST:
        raise BadInput("That is too much for one iteration: fewer updates, unrolled steps, neurons or a smaller batch.")
