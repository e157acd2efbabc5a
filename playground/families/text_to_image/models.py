"""The text-to-image system's trained models, in the order in which they are trained."""

from playground.spec import Model

PARTS, COMPOSITION = "playground.measure.text_to_image.parts:", "playground.measure.text_to_image.composition:"
PLACES = "playground.measure.text_to_image.places:place_rows"
SAMPLERS = "playground.engines.text_to_image._system:"
MODELS = tuple(
    Model(f"text_to_image/{part}", job=f"playground.training.text_to_image.{part}:job", rows=rows, sampler=sampler)
    for part, rows, sampler in (
        ("autoencoder", (PARTS + "autoencoder_rows",), ""),
        ("checker", (PARTS + "checker_rows",), ""),
        ("clip", (PARTS + "clip_rows",), ""),
        ("unet", (COMPOSITION + "unet_rows", PLACES), SAMPLERS + "pictures"),
        ("clip_details", (PARTS + "told_rows",), ""),
        ("unet_details", (COMPOSITION + "detail_rows",), SAMPLERS + "pictures"),
        ("student", (COMPOSITION + "student_rows",), SAMPLERS + "quick_pictures"),
    )
)
