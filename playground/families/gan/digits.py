"""The duel on 8x8 digits: params and presets."""

from dataclasses import replace

from playground.families.gan.rules import CHANGES, CURES, NETWORKS, RULES, SEED, affordable
from playground.spec import Engine, Param, Preset

DIGIT_NOISES = ("2-D Gaussian", "8-D Gaussian", "16-D Gaussian", "32-D Gaussian")
DIGIT_OUTPUTS = ("tanh", "linear")


def _digit_rules() -> tuple[Param, ...]:
    """The plane's rules with what suits 64 pixels."""
    digits: dict[str, dict] = {
        "g_rate": {"default": 0.002}, "d_rate": {"default": 0.002}, "d_steps": {"default": 1},
        "gp": {"default": False}, "gp_weight": {"help": "Papers use 10 on larger pictures."}, "r1": {"default": True},
        "r1_weight": {"default": 0.1},
        "g_hidden": {"default": 2}, "g_width": {"default": 128, "high": 256}, "d_hidden": {"default": 2},
        "d_width": {"default": 128, "high": 256}, "noise": {"default": "16-D Gaussian", "options": DIGIT_NOISES},
        "batch": {"default": 64, "high": 256},
    }  # fmt: skip
    chosen = [param for param in (*RULES, *CURES, *NETWORKS) if param.name != "average"]
    return tuple(replace(param, **digits.get(param.name, {})) for param in chosen)


DIGITS = Engine(
    name="digits",
    function="playground.engines.gan.digits:digits",
    params=(
        replace(SEED, group="Duel"),
        *_digit_rules(),
        Param("g_output", "Generator's output", "tanh", "tanh keeps pixels between black and white; linear must learn to.", "choice", options=DIGIT_OUTPUTS, group="Networks"),
        Param("steps", "Stop after", 20_000, "Iterations until the duel ends by itself.", "integer", 1, 100_000, 100, group="Run"),
        CHANGES,
    ),
    presets=(
        Preset("Forge digits", {}, "Two small networks and 1,497 real digits of 8x8 pixels. Press play: how long until you can read the forgeries, and what does D hold of them?"),
        Preset("Two numbers of noise", {"noise": "2-D Gaussian"}, "All G may vary is two numbers. Does it still find all ten classes, and how do its digits run into each other?"),
        Preset("Starved forger", {"loss": "minimax", "d_steps": 10, "d_rate": 0.005, "r1": False}, "D catches everything at once. How large is its advice then, and what can the forger learn from it?"),
        Preset("D learns by heart", {"d_steps": 5, "r1": False}, "Without a cure a busy D remembers its own digits: watch its belief in real ones that it never saw fall away from the rest."),
        Preset("Collapse", {"g_steps": 10, "r1": False}, "The forger moves ten times for each of D's updates: how many different pictures are left, and why does D not mind?"),
        Preset("Critic instead of detective", {"loss": "Wasserstein", "gp_weight": 1.0, "d_steps": 3, "r1": False}, "D gives scores, not verdicts: is its loss a better guide to quality?"),
    ),
    folded=("Networks", "Cures"),
    together=affordable,
)  # fmt: skip
