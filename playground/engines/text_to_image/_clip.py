"""The CLIP pair on the engines' device: codes of texts and pictures in one space, where a cosine says how near."""

from collections.abc import Sequence
from functools import cache

import torch
from transformers import CLIPModel

from playground.engines._runtime import device
from playground.models.text_to_image import networks, tokenizer


@cache
def _pair() -> CLIPModel:
    return networks.clip().to(device())


@torch.inference_mode()
def text_codes(texts: Sequence[str]) -> torch.Tensor:
    """Codes (B,W) of length 1, of what can be read of the texts. Raises BadWeights."""
    ids = tokenizer.ids([tokenizer.readable(text) for text in texts])
    states = _pair().text_model(ids.to(device())).pooler_output
    return torch.nn.functional.normalize(_pair().text_projection(states), dim=-1)


@torch.inference_mode()
def picture_codes(pictures: torch.Tensor) -> torch.Tensor:
    """Codes (B,W) of length 1 of pictures (B,3,64,64) in [-1,1]. Raises BadWeights."""
    states = _pair().vision_model(pictures).pooler_output
    return torch.nn.functional.normalize(_pair().visual_projection(states), dim=-1)
