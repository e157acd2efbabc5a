"""Strange pictures: params and presets."""

from collections.abc import Mapping

from playground.errors import BadInput
from playground.families.vae.choices import MODELS
from playground.spec import Engine, Param, Preset, Value

STRANGE = ("clothing", "sandals", "noisy", "blurred", "inverted patch", "rotated", "short lines", "dots", "faint")
SCORES = ("minus ELBO", "reconstruction error", "PCA-32's error")


def has_a_bound(values: Mapping[str, Value]) -> None:
    if values["model"] == "AE" and values["score"] == "minus ELBO":
        raise BadInput("An AE has no ELBO: choose its reconstruction error, or another model.")


ANOMALY = Engine(
    name="anomaly",
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
)  # fmt: skip
