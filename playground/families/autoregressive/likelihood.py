"""The exact bits of a digit: params and presets."""

from playground.families.autoregressive.pixels import CLASSES, MODEL
from playground.families.shown import GIVEN, PARAMETERS, array, count, interval, share, switch
from playground.spec import Engine, Param, Preset, Shown

STRANGE = ("blank", "faint", "short lines", "dots", "clothing", "rotated", "inverted", "noise")
LIKELIHOOD = Engine(
    name="likelihood",
    title="Bits of a digit",
    function="playground.engines.autoregressive.likelihood:likelihood",
    params=(
        MODEL,
        Param("source", "Picture", "test digit", "Dark on light is turned round; all are centred as MNIST's are.", "choice", options=("test digit", "drawing", "upload"), group="Picture"),
        Param("label", "Class", "7", "Of the test digit.", "choice", options=CLASSES, group="Picture"),
        Param("index", "Which one", 0, "Of its class in the test set; counts round.", "integer", 0, 1000, group="Picture"),
        Param("strokes", "Drawing", "", "Draw here.", "strokes", group="Picture"),
        Param("image", "Upload", None, "A picture file, brought to 28 x 28.", "image", group="Picture", linked=False),
        Param("binarise", "Grey becomes", "sampled", "Sampled: each pixel is on with the probability its grey names, as in training. Threshold: on from half grey.", "choice", options=("sampled", "threshold"), group="Picture"),
        Param("strange", "Beside test digits", ("blank", "faint", "dots", "clothing"), "Pictures that are no digits.", "choices", options=STRANGE, group="Strange pictures"),
        Param("samples", "Pictures of each kind", 50, "Each costs ten passes, one a class.", "integer", 25, 400, 25, group="Strange pictures"),
        Param("seed", "Seed", 0, "Draws the binarisation, and chooses the pictures.", "integer", 0, 2**31 - 1, group="Strange pictures"),
    ),
    presets=(
        Preset("A seven in bits", {}, "Every pixel has its price, and the prices add up exactly. Drag through the pixels: when does the posterior make up its mind, and at which pixel?"),
        Preset("An untidy four", {"label": "4", "index": 33}, "Which class explains it best, and which pixels speak against the others? Choose a class to see its map."),
        Preset("Draw your own", {"source": "drawing"}, "Draw something that is not a digit. Is it less likely than digits are?"),
        Preset("Likelier than digits", {"strange": ("blank", "faint", "short lines", "dots")}, "None of these is a digit, and the model saw digits only. Which of them does it find likelier than digits, and what have they in common?"),
        Preset("What it does notice", {"strange": ("clothing", "rotated", "inverted", "noise")}, "Which of these cost more than digits, and which lie within the digits' own spread?"),
        Preset("The transformer's bits", {"model": "transformer"}, "The same pictures under attention: do both models find the same pixels surprising?"),
    ),
    folded=("Strange pictures",),
    shows=(
        array("picture", "The picture", "uint8", "(28,28)", "The picture in grey."),
        array("x", "Black and white", "uint8", "(28,28)", "The picture as the model reads it, 1 for ink.", low=0, high=1),
        array("bits", "Surprise of each pixel", "float32", "(10,28,28)", "How surprising each pixel is, given those before it and each class.", "bits", low=0),
        array("nats", "Surprise", "float32", "(n,)", "Of the one picture, given each class; of a kind, of each of its pictures.", "nats", low=0),
        array("posterior", "Which class explains it", "float32", "(10,)", "How probable each class is by Bayes' rule, given the picture.", low=0, high=1),
        array("group", "Kind", "int32", "(1,)", "Which kind of pictures, by its place in the list.", low=0),
        array("pictures", "Pictures of the kind", "uint8", "(m,28,28)", "The first pictures of this kind, black and white.", low=0, high=1),
        count("nats", "Surprise of the picture", "How surprising the model finds the picture, whatever its class.", "nats"),
        Shown("told", "Class, or surprise given it", "Of the one picture its class, −1 if it has none; of test digits their mean surprise given their class.", low=-1),
        *GIVEN,
        switch("standin", "Stand-in", "1 if the digit is not of MNIST, because the data set is not here."),
        switch("sampled", "Pixels drawn", "1 if grey became ink by chance, 0 if by a threshold."),
        PARAMETERS,
        count("mean", "Mean surprise", "How surprising the pictures of this kind are, on average.", "nats"),
        count("{low|high}", "Mean surprise: 95 % interval", "Between these two ends the true average lies in 95 of 100 such measurements.", "nats"),
        *interval(share("accuracy", "Right by Bayes", "The share of test digits whose own class explains them best.")),
        *interval(share("likelier", "Likelier than digits", "The share of these pictures that the model finds likelier than a typical test digit.")),
        switch("missing", "Missing", "1 if the data set of this kind is not here."),
    ),
)  # fmt: skip
