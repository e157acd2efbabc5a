"""The latent walk: params and presets."""

from playground.families.gan.pictures import CLASSES, PICTURES, TRUNCATION
from playground.spec import Engine, Param, Preset

LATENT = Engine(
    name="latent",
    function="playground.engines.gan.latent:latent",
    params=(
        PICTURES,
        Param("label", "Class", "7", "What G is asked for; none leaves it to G.", "choice", options=CLASSES, group="Data"),
        Param("seed", "Seed", 7, "Draws z in the middle of the plane, and the plane's two directions.", "integer", 0, 2**31 - 1, group="Noise"),
        Param("seed_b", "Walk to seed", 8, "Where the walk ends.", "integer", 0, 2**31 - 1, group="Noise"),
        TRUNCATION,
        Param("x", "Place across", 0.0, "The plane sets it where you let go.", "number", -1, 1, 0.1, group="Place"),
        Param("y", "Place up", 0.0, "Its arrow keys do too.", "number", -1, 1, 0.1, group="Place"),
    ),
    presets=(
        Preset("Walk around a seven", {}, "Drag over the plane: every place is another z, and one pass of G turns it into a picture. Which strokes change, and does it ever jump?"),
        Preset("One z, ten classes", {"label": "3", "seed": 4}, "Look at the row below the plane: the same z in every class. What do the ten share: slant, weight, size?"),
        Preset("No class at all", {"label": "none", "seed": 11}, "Nobody asks for a digit here, so z alone decides: cross from one digit to another and look at what lies between."),
        Preset("Truncated", {"truncation": 0.4}, "z is shortened to 0.4 of itself: cleaner and more alike. What has the plane lost?"),
        Preset("Too far out", {"truncation": 1.5}, "z is longer than any G was trained on: where does it break?"),
        Preset("Clothes without a class", {"data": "clothing", "label": "none", "seed": 3, "seed_b": 9}, "The strip at the bottom walks from one seed to another, and nobody asks for a class: is everything on the way something to wear?"),
    ),
)  # fmt: skip
