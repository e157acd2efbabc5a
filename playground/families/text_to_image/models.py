"""The text-to-image system's trained models, in the order in which they are trained."""

from playground.spec import Model

ROWS = "playground.measure.text_to_image.parts:"
MODELS = tuple(
    Model(f"text_to_image/{part}", job=f"playground.training.text_to_image.{part}:job", rows=rows)
    for part, rows in (
        ("checker", (ROWS + "checker_rows",)),
        ("autoencoder", (ROWS + "autoencoder_rows",)),
        ("clip", (ROWS + "clip_rows",)),
        ("unet", ()),
        ("student", ()),
    )
)
