"""A digit drawn pixel by pixel: params and presets."""

from playground.families.autoregressive.pixels import CLASSES, MODEL
from playground.spec import Engine, Param, Preset

GIVEN = ("nothing", "top half", "bottom half", "left half")
PAINT = Engine(
    name="paint",
    function="playground.engines.autoregressive.paint:paint",
    params=(
        MODEL,
        Param("label", "Class it is told", "3", "The only thing it knows at the first pixel.", "choice", options=CLASSES, group="Model"),
        Param("temperature", "Temperature", 1.0, "Divides the logits; 0 takes the likelier value of every pixel, or the likeliest run of four.", "number", 0, 2, 0.05, group="Model"),
        Param("given", "Given", "nothing", "Pixels that are not drawn but taken from a picture.", "choice", options=GIVEN, group="Given pixels"),
        Param("source", "Taken from", "test digit", "Its pixels count as on from half grey.", "choice", options=("test digit", "drawing"), group="Given pixels"),
        Param("digit", "Class of the test digit", "3", "It may be another than the class told.", "choice", options=CLASSES, group="Given pixels"),
        Param("index", "Which one", 0, "Of its class in the test set; counts round.", "integer", 0, 1000, group="Given pixels"),
        Param("strokes", "Drawing", "", "Draw, and choose drawing above.", "strokes", group="Given pixels"),
        Param("fixed", "Painted pixels", "", "Painted on the picture itself.", "tokens", group="Given pixels"),
        Param("samples", "Pictures", 4, "Drawn side by side; picture i from seed + i.", "integer", 1, 16, group="Run"),
        Param("naive", "Recompute everything", False, "The naive way: a pass over the whole picture for every pixel. Same pictures, much later.", "switch", group="Run"),
        Param("seed", "Seed", 7, "Same seed, same pictures, whichever way they are computed.", "integer", 0, 2**31 - 1, group="Run"),
    ),
    presets=(
        Preset("A three, pixel by pixel", {}, "Press play: each pixel is drawn from P(pixel = 1 | all before it). Where is the model sure, and where does one draw decide what the digit becomes?"),
        Preset("Top half given", {"given": "top half", "label": "8", "digit": "8"}, "The upper half is a test digit's; the lower halves are dreamt. How much do the four disagree, and does each fit its top?"),
        Preset("Bottom half given", {"given": "bottom half", "label": "8", "digit": "8"}, "Now the lower half is given, but raster order cannot look ahead: the top is drawn blind. What do the given pixels cost in bits here, and what in their own picture?"),
        Preset("Told 3, given an 8", {"given": "top half", "label": "3", "digit": "8"}, "The class says one thing, the pixels another. How many of the four end as the 3 that was asked for, and what do the others become?"),
        Preset("The likelier value, always", {"temperature": 0.0}, "Temperature 0: always the likelier value, so four seeds draw one picture. Is it a digit? Compare its bits with those of any digit, and say which of the two is likelier."),
        Preset("The transformer", {"model": "transformer", "label": "7"}, "Four pixels a step: choose one and see the 16 patterns it had to choose from. Does it see further than the PixelCNN?"),
        Preset("The naive way", {"naive": True, "samples": 1}, "A whole pass for every pixel, most of it done before. How many times faster is it to keep what is known, and are the pictures the same?"),
    ),
    folded=("Run",),
)  # fmt: skip
