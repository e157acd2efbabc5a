"""Details that few portraits show in few pixels: the CLIP pair learns them after all else, as a LoRA.

In a batch of pictures a caption is found without them, so the pair never learnt to tell "earrings" from "freckles".
Here each caption stands beside a twin that states one extra falsely (Yuksekgonul et al. 2022, arXiv 2210.01936).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch.func import functional_call
from torch.nn import functional as F

from playground.data import captions
from playground.data.tensors import to_signed
from playground.models.text_to_image import networks
from playground.models.text_to_image.lora import Lora
from playground.training.run import Job, TrainState, begun, bfloat16_where_fast, step_generator, step_seed
from playground.training.text_to_image import pictures

SETTINGS: dict[str, Any] = {
    "network": {"rank": 32},
    "training": {
        "steps": 800,
        "details": 64,  # portraits of a batch that are captioned with a detail, and have a twin
        "others": 48,  # further pictures: portraits, scenes and the scenes' twins, a third each
        "shown": 0.6,  # of the former, how many show their detail
        "apart": 0.8,  # the cosine of a caption with its twin that costs nothing
        "push": 5.0,  # what a larger one costs
        "lr": 2e-3,
        "warmup": 30,
        "ema_decay": 0.98,
        "seed": 0,
    },
}
CONFIGS = {"text_to_image/clip_details": SETTINGS}


@dataclass(frozen=True)
class Batch:
    """N portraits and their captions, each with its twin, and M other pictures and theirs.

    Attributes:
        images: float32 (N+M,3,64,64) in [-1,1]; tokens: int64 (N+M,32), and twins: (N,32).
        plain: (M,), whether the caption names no detail.
    """

    images: torch.Tensor
    tokens: torch.Tensor
    twins: torch.Tensor
    plain: torch.Tensor


class Drawing:
    """Draws the batches."""

    def __init__(self, data: pictures.Captioned) -> None:
        self.data, self.facts = data, pictures.without_held_out()[1]
        self.having = {
            (name, value): [i for i, one in enumerate(self.facts) if one[name] == value]
            for name in captions.DETAILS
            for value in ("yes", "no")
        }
        self.words = pictures.as_tokens(list(captions.DETAILS))[:, 1]

    def batch(self, step: int) -> Batch:
        settings, data = SETTINGS["training"], self.data
        rng, generator = random.Random(step_seed(settings["seed"], step)), step_generator(settings["seed"], step)
        chosen, texts = [], []
        for k in range(settings["details"]):
            name = captions.DETAILS[k % len(captions.DETAILS)]
            index = rng.choice(self.having[name, "yes" if rng.random() < settings["shown"] else "no"])
            chosen.append(index)
            texts.append(captions.told_apart(self.facts[index], name, rng))
        others = pictures.mixed(data, settings["others"], portraits=settings["others"] // 3)(generator)
        told, twins = (pictures.as_tokens([text[which] for text in texts]).long() for which in (0, 1))
        tokens = data.caption(others, generator)
        return Batch(
            images=to_signed(data.images[torch.cat([torch.tensor(chosen), others])]),
            tokens=torch.cat([told, tokens]),
            twins=twins,
            plain=~torch.isin(tokens, self.words).any(1),
        )


def train(state: TrainState, drawing: Drawing, device: torch.device) -> Iterator[TrainState]:
    """One optimiser step per `next()`.

    The loss is CLIP's, with the twins as further captions that no picture may find; that of each picture between the
    two alone; and how far the states of captions without a detail have moved, because the U-Net has learnt those. At
    first the pair knows the details neither as words nor as sights, and their product has no slope: so a caption that
    is too close to its twin costs, too.
    """
    settings, pair = SETTINGS["training"], networks.clip(details=False).to(device)
    scale = pair.logit_scale.exp().detach()
    weights, N = dict(pair.named_parameters()) | dict(pair.named_buffers()), settings["details"]

    def loss(batch: Batch) -> torch.Tensor:
        tokens, own = torch.cat([batch.tokens, batch.twins]), torch.arange(len(batch.images), device=device)
        with bfloat16_where_fast(device):
            given = {"input_ids": tokens, "pixel_values": batch.images}
            found = functional_call(pair, state.model(weights), (), given)
        texts, images = found.text_embeds.float(), found.image_embeds.float()
        alike = scale * images @ texts.T  # (N+M, N+M+N)
        twins, right = alike.diagonal(len(own)), alike.diagonal()[:N]
        contrast = (F.cross_entropy(alike, own) + F.cross_entropy(alike[:, : len(own)].T, own)) / 2
        between = F.softplus(twins - right).mean()
        close = (texts[:N] * texts[len(own) :]).sum(1) - settings["apart"]
        now = found.text_model_output.last_hidden_state[N : len(own)].float()
        was = networks.text_states(pair.text_model, tokens[N : len(own)])
        moved = (now - was).square().mean((1, 2))[batch.plain].mean()
        return contrast + between + moved + settings["push"] * close.relu().mean()

    state.model.train()
    while state.step < settings["steps"]:
        batch = drawing.batch(state.step)
        there = (part.to(device) for part in (batch.images, batch.tokens, batch.twins, batch.plain))
        yield state.advance(loss(Batch(*there)))


def job(name: str, device: torch.device) -> Job:
    """`text_to_image/clip_details`; the CLIP pair is trained before. Raises BadWeights."""
    settings = SETTINGS["training"]
    torch.manual_seed(settings["seed"])
    model = Lora(networks.clip(details=False), SETTINGS["network"]["rank"]).to(device)
    state = begun(model, settings)
    return Job(
        name=name,
        config=SETTINGS,
        state=state,
        steps=lambda: train(state, Drawing(pictures.captioned()), device),
        dataset=pictures.DATASET,
        licence=pictures.LICENCE,
    )
