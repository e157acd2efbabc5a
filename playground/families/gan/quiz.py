"""The quiz: params and presets."""

from playground.families.gan.pictures import PICTURES, TRUNCATION
from playground.spec import Engine, Param, Preset

QUIZ = Engine(
    name="quiz",
    function="playground.engines.gan.quiz:quiz",
    params=(
        PICTURES,
        Param("seed", "Seed", 7, "Which twenty are dealt, and in which order.", "integer", 0, 2**31 - 1, group="Noise"),
        TRUNCATION,
    ),
    presets=(
        Preset("Twenty digits", {}, "Ten are real, ten are forged. Can you tell them apart, and can D? Neither sees the answer before all twenty are judged."),
        Preset("Twenty clothes", {"data": "clothing"}, "Textures are harder to forge than strokes: do you score better here than with digits, and does D?"),
        Preset("Careful forgeries", {"truncation": 0.5}, "The forger keeps to its safest pictures: harder for you? And for D?"),
        Preset("Reckless forgeries", {"truncation": 1.5}, "The forger goes further out than it ever trained: you should score higher."),
    ),
)  # fmt: skip
