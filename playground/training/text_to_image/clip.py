"""The CLIP pair: a text and a picture encoder that agree on what belongs together (Radford et al. 2021, 2103.00020)."""

from collections.abc import Iterator
from typing import Any

import torch

from playground.data.tensors import to_signed
from playground.models.text_to_image import tokenizer
from playground.models.text_to_image.networks import clip_model
from playground.training.replay import Step
from playground.training.run import Job, TrainState, begun, bfloat16_where_fast, step_generator
from playground.training.text_to_image import pictures

ENCODER = {"hidden_size": 192, "intermediate_size": 768, "num_hidden_layers": 4, "num_attention_heads": 4}
SETTINGS: dict[str, Any] = {
    "network": {
        "projection_dim": 128,
        "text_config": {
            **ENCODER,
            "vocab_size": 512,
            "max_position_embeddings": tokenizer.LENGTH,
            "bos_token_id": 0,
            "eos_token_id": 1,
            "pad_token_id": 1,
        },
        "vision_config": {**ENCODER, "image_size": 64, "patch_size": 8},
    },
    "training": {"steps": 2500, "batch": 768, "lr": 1e-3, "warmup": 300, "ema_decay": 0.999, "seed": 0},
}
CONFIGS = {"text_to_image/clip": SETTINGS}


def train(state: TrainState, data: pictures.Captioned, device: torch.device) -> Iterator[TrainState]:
    """One optimiser step per `next()`: each picture finds its caption in the batch, each caption its picture."""
    settings = SETTINGS["training"]
    images, draw = data.images.to(device), pictures.mixed(data, settings["batch"])

    def loss(chosen: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        with bfloat16_where_fast(device):
            found = state.model(input_ids=tokens, pixel_values=to_signed(images[chosen]), return_loss=True)
        return found.loss.float()

    step = Step(state, loss)
    state.model.train()
    while state.step < settings["steps"]:
        rng = step_generator(settings["seed"], state.step)
        chosen = draw(rng)
        yield step(chosen.to(device), data.caption(chosen, rng).to(device))


def job(name: str, device: torch.device) -> Job:
    """`text_to_image/clip`."""
    settings = SETTINGS["training"]
    torch.manual_seed(settings["seed"])
    model = clip_model(SETTINGS["network"]).to(device)
    state = begun(model, settings)
    return Job(
        name=name,
        config=SETTINGS,
        state=state,
        steps=lambda: train(state, pictures.captioned(), device),
        dataset=pictures.DATASET,
        licence=pictures.LICENCE,
    )
