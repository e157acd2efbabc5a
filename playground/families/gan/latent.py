"""The latent walk: params and presets."""

from dataclasses import replace

from playground.families.gan.pictures import CLASSES, PICTURES, TRAINED, TRUNCATION
from playground.families.shown import MS, SECONDS, array, count, share
from playground.spec import Engine, Param, Preset, Shown

LATENT = Engine(
    name="latent",
    title="Walk the latent space",
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
    shows=(
        array("pictures", "Pictures of the plane", "uint8", "(P,28,28)", "What the generator makes of a lattice of noise z, row by row from the top left."),
        array("belief", "D's belief over the plane", "float32", "(P,)", "How real the discriminator holds each of them to be.", low=0, high=1),
        array("classes", "One z, all classes", "uint8", "(C,28,28)", "The same noise asked for each of the ten classes, and for none."),
        array("belief_classes", "D's belief in the classes", "float32", "(C,)", "How real the discriminator holds each of these to be.", low=0, high=1),
        array("path", "The walk", "uint8", "(W,28,28)", "Pictures on the way from one seed's noise to the other's."),
        array("belief_path", "D's belief on the walk", "float32", "(W,)", "How real the discriminator holds each of these to be.", low=0, high=1),
        replace(MS, label="One pass", meaning="How long the generator takes for one picture alone, here."),
        replace(SECONDS, meaning="How long the generator took for all pictures of the plane."),
        *TRAINED,
        count("noise", "Numbers in z", "How many random numbers the generator starts from."),
        count("length", "Length of z", "How long the seed's noise is as a vector, before truncation."),
        count("typical", "Typical length", "How long such noise is on average: the square root of how many numbers it has."),
        Shown("angle", "Angle between the seeds", "The angle between the two seeds' noise; two random ones are nearly at right angles.", unit="°", low=0, high=180),
        Shown("label", "Class", "The class that was asked for; 10 stands for none.", low=0, high=10),
        count("truncation", "Truncation", "The noise was multiplied by this: shorter noise gives safer pictures."),
        Shown("x", "Place across", "Where on the plane you are.", low=-1, high=1),
        Shown("y", "Place up", "Where on the plane you are.", low=-1, high=1),
        share("belief_real", "D's belief in real pictures", "How real the discriminator holds real test pictures to be, on average."),
        Shown("recognised", "Classes recognised", "In how many of the ten classes a classifier sees the digit that was asked for.", low=0, high=10),
        share("recognised_real", "Recognised real digits", "The share of real test digits that the same classifier gets right."),
    ),
)  # fmt: skip
