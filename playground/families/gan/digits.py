"""The duel on 8x8 digits: params and presets."""

from dataclasses import replace
from typing import Any

from playground.families.gan.rules import CHANGES, CURES, FOUGHT, NETWORKS, RULES, SEED, affordable
from playground.families.shown import RECOGNISED, array, count, share
from playground.spec import Engine, Param, Preset

DIGIT_NOISES = ("2-D Gaussian", "8-D Gaussian", "16-D Gaussian", "32-D Gaussian")
DIGIT_OUTPUTS = ("tanh", "linear")


def _digit_rules() -> tuple[Param, ...]:
    """The plane's rules with what suits 64 pixels."""
    digits: dict[str, dict[str, Any]] = {
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
    title="Duel on digits",
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
    shows=(
        array("fake", "Forgeries", "uint8", "(F,8,8)", "Pictures that the generator makes, always from the same noise."),
        array("verdict", "D's verdict", "float16", "(F,)", "How real the discriminator holds each forgery to be: 1 is certainly real.", low=0, high=1),
        array("advice", "D's advice", "uint8", "(F,8,8)", "How each pixel should change to look more real, around 128, as far as the gradient says."),
        array("advice_scale", "Size of the advice", "float32", "(F,)", "The largest change in each picture's advice.", low=0),
        array("after", "After G's update", "uint8", "(F,8,8)", "What the generator would make of the same noise if its update came next."),
        array("verdict_after", "D's verdict after it", "float16", "(F,)", "How real the discriminator would hold those to be.", low=0, high=1),
        array("change", "G's change", "uint8", "(F,8,8)", "How each pixel would change by the generator's update, around 128."),
        array("change_scale", "Size of the change", "float32", "(F,)", "The largest change in each picture.", low=0),
        array("followed", "Advice followed", "float16", "(F,)", "How well the change follows the advice: 1 the same way, 0 unrelated, −1 the opposite way.", low=-1, high=1),
        array("real", "Real digits", "uint8", "(R,8,8)", "Digits that the discriminator never trained on."),
        array("verdict_real", "D's verdict on real digits", "float16", "(R,)", "How real the discriminator holds these digits to be: 1 is certainly real.", low=0, high=1),
        *FOUGHT,
        share("belief_held", "D's belief in unseen digits", "How real the discriminator holds real digits to be that it never saw, on average."),
        *RECOGNISED,
        count("parameters_g", "G's parameters", "How many numbers the generator learns."),
        count("parameters_d", "D's parameters", "How many numbers the discriminator learns."),
    ),
)  # fmt: skip
