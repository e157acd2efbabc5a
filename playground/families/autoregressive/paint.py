"""A digit drawn pixel by pixel: params and presets."""

from dataclasses import replace

from playground.families.autoregressive.pixels import CLASSES, MODEL
from playground.families.shown import MS, PARAMETERS, SECONDS, array, count, share, switch
from playground.spec import Engine, Param, Preset, Shown

GIVEN = ("nothing", "top half", "bottom half", "left half")
PAINT = Engine(
    name="paint",
    title="Pixel by pixel",
    function="playground.engines.autoregressive.paint:paint",
    params=(
        MODEL,
        Param("label", "Class it is told", "3", "The only thing it knows at the first pixel.", "choice", options=CLASSES, group="Model"),
        Param("temperature", "Temperature", 1.0, "Divides the logits; 0 takes the likelier value of every pixel, or the likeliest run of four.", "number", 0, 2, 0.05, group="Model"),
        Param("given", "Given", "nothing", "Pixels that are not drawn but taken from a picture.", "choice", options=GIVEN, group="Given pixels"),
        Param("source", "Taken from", "test digit", "Its pixels count as on from half grey.", "choice", options=("test digit", "drawing"), group="Given pixels"),
        Param("digit", "Class of the test digit", "3", "It may be another than the class told.", "choice", options=CLASSES, group="Given pixels"),
        Param("index", "Which one", 0, "Of its class in the test set; counts round.", "integer", 0, 1000, group="Given pixels"),
        Param("strokes", "Drawing", "", "Draw here.", "strokes", group="Given pixels"),
        Param("fixed", "Painted pixels", "", "Painted on the picture itself.", "tokens", group="Given pixels"),
        Param("samples", "Pictures", 4, "Drawn side by side; picture i from seed + i.", "integer", 1, 16, group="Run"),
        Param("naive", "Recompute everything", False, "The naive way: a pass over the whole picture for every pixel. Same pictures, much later.", "switch", group="Run"),
        Param("seed", "Seed", 7, "Same seed, same pictures, whichever way they are computed.", "integer", 0, 2**31 - 1, group="Run"),
    ),
    presets=(
        Preset("A three, pixel by pixel", {}, "Play it from the start: each pixel is drawn from P(pixel = 1 | all before it). Where is the model sure, and where does one draw decide what the digit becomes?"),
        Preset("Top half given", {"given": "top half", "label": "8", "digit": "8"}, "The upper half is a test digit's; the lower halves are dreamt. How much do the four disagree, and does each fit its top?"),
        Preset("Bottom half given", {"given": "bottom half", "label": "8", "digit": "8"}, "Now the lower half is given, but raster order cannot look ahead: the top is drawn blind. What do the given pixels cost in bits here, and what in their own picture?"),
        Preset("Told 3, given an 8", {"given": "top half", "label": "3", "digit": "8"}, "The class says one thing, the pixels another. How many of the four end as the 3 that was asked for, and what do the others become?"),
        Preset("The likelier value, always", {"temperature": 0.0}, "Temperature 0: always the likelier value, so four seeds draw one picture. Is it a digit? Compare its bits with those of any digit, and say which of the two is likelier."),
        Preset("The transformer", {"model": "transformer", "label": "7"}, "Four pixels a step: choose one and see the 16 patterns it had to choose from. Does it see further than the PixelCNN?"),
        Preset("The naive way", {"naive": True, "samples": 1}, "A whole pass for every pixel, most of it done before. How many times faster is it to keep what is known, and are the pictures the same?"),
    ),
    folded=("Run",),
    shows=(
        array("x", "The row", "uint8", "(B,28)", "The pixels of this row in each picture, 1 for ink.", low=0, high=1),
        array("p", "Drawn with", "float32", "(B,28)", "How probable ink was for each pixel when it was drawn.", low=0, high=1),
        array("bits", "Surprise of each pixel", "float32", "(B,28)", "How surprising the model itself finds the pixel's value.", "bits", low=0),
        array("patterns", "Runs of four", "float16", "(B,7,16)", "How probable each pattern of four pixels is, before any of it is known; of the transformer.", low=0, high=1),
        array("forced", "Given pixels", "uint8", "(28,28)", "0 for a free pixel, 1 for one that is given as off, 2 as on; in the first frame.", low=0, high=2),
        array("judged", "Judged as", "float32", "(B,10)", "What a classifier holds each finished picture to be.", low=0, high=1),
        array("nearest", "Nearest training digit", "uint8", "(B,28,28)", "The training digit that is most like each picture."),
        array("distance", "To it", "float32", "(B,)", "How far that digit is, as a distance of pixel values.", low=0),
        Shown("label", "Class", "The digit that was asked for.", low=0, high=9),
        count("reach", "Reach", "How far a PixelCNN sees to either side, in pixels; 0 for the transformer, which sees all before.", "pixels"),
        count("temperature", "Temperature", "How boldly the pixels are drawn."),
        switch("naive", "Naive way", "1 if every pixel was drawn by a whole pass of the network."),
        switch("standin", "Stand-in", "1 if the given digit is not of MNIST, because the data set is not here."),
        SECONDS,
        replace(MS, label="One naive pass", meaning="How long a whole pass of the network takes here."),
        count("passes", "Passes", "How many passes the way took that keeps what is known."),
        count("naive_passes", "Naive passes", "How many whole passes the naive way takes."),
        PARAMETERS,
        switch("identical", "Same pictures", "1 if both ways drew the very same pictures."),
        count("apart", "Largest difference", "The largest difference of the two ways' log-odds: rounding alone."),
        count("own", "Cost of the given half", "What the given pixels cost in their own picture.", "bits"),
        share("real", "Confidence in real digits", "How sure the classifier is of real digits of this class, on average."),
        count("real_distance", "Real digits to a training digit", "How far test digits are from the most similar training digit, on average."),
        count("copy_distance", "A copy", "How far training digits are from their own grey selves: so near is a copy."),
        count("tested", "Test digits measured", "How many digits these averages are taken over."),
    ),
)  # fmt: skip
