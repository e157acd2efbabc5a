"""The quiz: params and presets."""

from dataclasses import replace

from playground.families.gan.pictures import CLOTHING, PICTURES, TRUNCATION
from playground.families.shown import MS, array, count
from playground.spec import Engine, Param, Preset

QUIZ = Engine(
    name="quiz",
    title="You against D",
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
    shows=(
        array("pictures", "The twenty pictures", "uint8", "(Q,28,28)", "Ten of the test set and ten forged with the same classes, in the seed's order."),
        array("truth", "The truth", "uint8", "(Q,)", "1 for a real picture, 0 for a forged one.", low=0, high=1),
        array("classes", "Classes", "uint8", "(Q,)", "What each picture is meant to show; the discriminator is told.", low=0, high=9),
        array("belief", "D's belief", "float32", "(Q,)", "How real the discriminator holds each picture to be; it calls real what lies above ½.", low=0, high=1),
        replace(MS, label="D's verdict", meaning="How long the discriminator takes for one picture, all twenty judged at once."),
        count("parameters_d", "D's parameters", "How many numbers the discriminator has learnt."),
        CLOTHING,
    ),
)  # fmt: skip
