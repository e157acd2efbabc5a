"""One prompt under several guidance weights: params and presets."""

from dataclasses import replace

from playground.families.shown import CALLS, MS, N, array, count, interval, share
from playground.families.text_to_image.prompt import EXAMPLE, LONGEST
from playground.spec import Engine, Param, Preset, Shown

REAL = "What real pictures of that kind score, faces or scenes."

GUIDANCE = Engine(
    name="guidance",
    title="Guidance",
    function="playground.engines.text_to_image.guidance:guidance",
    params=(
        Param("prompt", "Prompt", EXAMPLE, "What the pictures are to show. The model knows drawn faces, and 24 objects in 6 colours.", "text", 0, LONGEST, group="What"),
        Param("samples", "Pictures per w", 6, "Measured under each column; the first six are shown.", "integer", 6, 32, group="What"),
        Param("seed", "Seed", 7, "The noise of the first picture; each further one begins with the next seed.", "integer", 0, 2**31 - 1, group="How"),
        Param("steps", "Steps", 10, "DDIM steps for every picture.", "integer", 5, 50, group="How"),
    ),
    presets=(
        Preset("More guidance", {}, "From left to right the prompt counts for more. From which w on do most pictures show all that was asked? What is lost on the way?"),
        Preset("Two things in their places", {"prompt": "a red car to the left of a green tree", "samples": 12}, "Two objects, two colours and a place have to be right at once. Does more guidance help to the end?"),
        Preset("A pair it never saw", {"prompt": "a blue crown"}, "No picture in training showed a blue crown. Does it take more guidance than a pair that was there?"),
        Preset("Nothing is asked", {"prompt": ""}, "With an empty prompt both predictions are the same, so w has nothing to amplify: every column shows the same pictures."),
    ),
    shows=(
        array("pictures", "The first six", "uint8", "(6,64,64,3)", "The same six seeds under this guidance weight."),
        array("guesses", "Three predictions", "uint8", "(3,64,64,3)", "What the finished picture would be by the prediction without the prompt, with it, and guided; of the first seed, half way."),
        count("w", "Guidance w", "How strongly the prompt is followed: 1 is the plain conditional model, 0 does not read it."),
        Shown("t", "Step t", "The noise level at which the three predictions are shown.", low=0, high=999),
        N,
        *interval(share("right", "All that was asked", "The share of the pictures in which the checker sees every fact that the prompt states; of a scene, its background aside.")),
        *interval(Shown("similarity", "Like the prompt", "The cosine between the CLIP pair's codes of a picture and of the prompt, on average.", low=-1, high=1)),
        *interval(count("diversity", "Diversity", "How different two of the pictures are on average, by the checker's features.")),
        *interval(share("pure", "Pure values", "The share of the pictures' values that are at an end of their range: strong guidance burns them.")),
        share("right_real", "Real pictures", "What real pictures score: of a face, the product of the shares in which the checker reads each stated fact right."),
        share("pure_real", "Real pictures", REAL),
        Shown("similarity_real", "Real pictures", "What real pictures of that kind score with their own full captions.", low=-1, high=1),
        count("diversity_real", "Real pictures", "How different two real pictures of this kind are, whatever they show."),
        CALLS,
        replace(MS, label="Time of one picture", meaning="How long one picture took here, its share of the batch."),
    ),
)  # fmt: skip
