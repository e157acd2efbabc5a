"""The text-to-image system's trained models, in the order in which they are trained."""

from playground.spec import Model

TRAINING = "playground.training.text_to_image."
MODELS = tuple(
    Model(f"text_to_image/{part}", job=f"{TRAINING}{part}:job")
    for part in ("checker", "autoencoder", "clip", "unet", "student")
)
