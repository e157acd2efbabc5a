"""`python -m playground.models.text_to_image.export FOLDER` writes the system as a StableDiffusionPipeline's folder.

`StableDiffusionPipeline.from_pretrained(FOLDER)` of diffusers opens it without any code of ours.
"""

import sys

from diffusers import StableDiffusionPipeline
from transformers import CLIPTextModel

from playground.models.text_to_image import networks, tokenizer


def pipeline() -> StableDiffusionPipeline:
    """The trained system in diffusers' own pipeline. Raises BadWeights."""
    autoencoder, deviation = networks.autoencoder()
    autoencoder.register_to_config(scaling_factor=1 / deviation)
    pair = networks.clip()
    text = CLIPTextModel(pair.config.text_config)
    held = {key.removeprefix("text_model."): value for key, value in pair.text_model.state_dict().items()}
    prefix = "text_model." if any(key.startswith("text_model.") for key in text.state_dict()) else ""
    text.load_state_dict({prefix + key: value for key, value in held.items()})
    return StableDiffusionPipeline(
        vae=autoencoder,
        text_encoder=text.eval(),
        tokenizer=tokenizer.build(),
        unet=networks.unet(),
        scheduler=networks.scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder to write to.")
    pipeline().save_pretrained(sys.argv[1])
