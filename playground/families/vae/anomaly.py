"""Strange pictures: params and presets."""

from collections.abc import Mapping
from dataclasses import replace

from playground.errors import BadInput
from playground.families.shown import PARAMETERS, N, array, interval, share
from playground.families.vae.choices import MODELS, PLAIN
from playground.spec import Engine, Param, Preset, Shown, Value

STRANGE = ("clothing", "sandals", "noisy", "blurred", "inverted patch", "rotated", "short lines", "dots", "faint")
SCORES = ("minus ELBO", "reconstruction error", "PCA-32's error")


def has_a_bound(values: Mapping[str, Value]) -> None:
    if values["model"] == "AE" and values["score"] == "minus ELBO":
        raise BadInput("An AE has no ELBO: choose its reconstruction error, or another model.")


ANOMALY = Engine(
    name="anomaly",
    title="Find the odd one out",
    function="playground.engines.vae.anomaly:anomaly",
    params=(
        Param("strange", "Strange pictures", "clothing", "Digits are normal; these are to be found among them.", "choice", options=STRANGE, group="What"),
        Param("strokes", "Your own", "", "Draw a digit or a doodle, then press Find to see whether it is strange.", "strokes", group="What"),
        Param("score", "Strangeness", "minus ELBO", "Error: squared, summed over the pixels. PCA-32 keeps 32 principal components.", "choice", options=SCORES, group="How"),
        Param("model", "Model", "VAE", "All saw digits only.", "choice", options=MODELS, group="How"),
        Param("samples", "Pictures of each kind", 400, "More narrow the interval.", "integer", 50, 800, 50, group="How"),
        Param("seed", "Seed", 0, "Chooses the pictures.", "integer", 0, 2**31 - 1, group="How"),
    ),
    presets=(
        Preset("Clothes among digits", {}, "The model never saw a shirt. Drag the threshold: how many does it catch before it cries wolf at digits?"),
        Preset("Where it fails: one dot", {"strange": "dots"}, "A dot is no digit, but it is easily explained: the model finds it likelier than the digits it was trained on. Simple pictures pass."),
        Preset("Where it fails: short lines", {"strange": "short lines"}, "One thin stroke: the reconstruction error sees that it is none of ours, the bound hardly does. Which digits are stranger than a line?"),
        Preset("Where PCA fails: faint digits", {"strange": "faint", "score": "PCA-32's error"}, "Two fifths of the ink: less to get wrong, so PCA's error falls and calls them more normal than digits. Then try minus ELBO on the same pictures."),
        Preset("Turned digits", {"strange": "rotated"}, "A quarter turn: which digits look normal still? See who slips through."),
    ),
    together=has_a_bound,
    shows=(
        array("{normal|strange}", "Pictures", "uint8", "(N,28,28)", "Test digits, and as many strange pictures."),
        array("{normal|strange}_again", "Reconstructions", "uint8", "(N,28,28)", "What the scoring model makes of them."),
        array("{normal|strange}_{error|pca}", "Scores by error", "float32", "(N,)", "How far each reconstruction, by the network or by PCA, is from its picture: the sum of squared differences.", low=0),
        array("{normal|strange}_bound", "Scores by bound", "float32", "(N,)", "Minus the ELBO of each picture: how surprising the VAE finds it.", "nats"),
        array("{normal|strange}_kl", "KL of each", "float32", "(N,)", "What each picture's code costs.", "nats", low=0),
        array("drawn", "Your drawing", "uint8", "(1,28,28)", "What was drawn on the pad."),
        array("drawn_again", "Your drawing, reconstructed", "uint8", "(1,28,28)", "What the scoring model makes of it."),
        array("drawn_{error|bound|pca}", "Scores of your drawing", "float32", "(1,)", "How strange each score finds it."),
        array("drawn_kl", "KL of your drawing", "float32", "(1,)", "What its code costs.", "nats", low=0),
        replace(N, label="Pictures of each kind", meaning="How many normal and how many strange pictures are scored."),
        Shown("score", "Score", "Which score is looked at: 0 the reconstruction error, 1 minus the ELBO, 2 PCA's error.", low=0, high=2),
        *interval(share("area_{error|bound|pca}", "AUROC", "How often a strange picture gets a higher score than a normal one: 1 always, ½ is chance.")),
        PLAIN,
        PARAMETERS,
    ),
)  # fmt: skip
