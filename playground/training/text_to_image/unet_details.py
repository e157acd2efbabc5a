"""Details that few portraits show in few pixels: the U-Net learns them after all else, as a LoRA.

It reads the CLIP pair that has learnt to tell them apart. A batch names each detail as often as the other, and the
places where one lies count for more.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch.func import functional_call

from playground.data import captions
from playground.models.text_to_image import networks
from playground.models.text_to_image.lora import Lora
from playground.training.replay import Step
from playground.training.run import Job, TrainState, begun, device_generator, step_generator, step_seed
from playground.training.text_to_image import pictures
from playground.training.text_to_image.unet import Predicting, scaled_latents

SETTINGS: dict[str, Any] = {
    "network": {"rank": 32},
    "training": {
        "steps": 600,
        "details": 26,  # portraits of a batch that show a detail, which their captions name
        "others": 38,  # further pictures: scenes with their twins, and of portraits
        "portraits": 22,
        "scenes": 3000,
        "emphasis": 30.0,  # how much more the cell counts in which a detail shows most
        "lr": 2e-3,
        "warmup": 50,
        "ema_decay": 0.99,
        "text_dropout": 0.1,
        "min_snr": 5.0,
        "seed": 0,
    },
}
CONFIGS = {"text_to_image/unet_details": SETTINGS}


@dataclass(frozen=True)
class Detailed:
    """Pictures, their latents (N,4,16,16), and where details lie.

    Attributes:
        facts: what each portrait shows; having: of each detail, the portraits that show it.
        emphasis: (1,16,16), how much the error counts in each cell of a portrait: 1 + emphasis times the squared
            difference that a detail makes to the mean latent, as a share of the largest.
    """

    data: pictures.Captioned
    latents: torch.Tensor
    facts: list[captions.Facts]
    having: dict[str, list[int]]
    emphasis: torch.Tensor


def detailed(device: torch.device) -> Detailed:
    """All portraits that the generators see, and some scenes. Raises DataMissing, BadWeights."""
    settings = SETTINGS["training"]
    data, facts = pictures.captioned(scene_count=settings["scenes"]), pictures.without_held_out()[1]
    latents, most = scaled_latents(data, device), settings["emphasis"]
    portraits, places = latents[: data.portraits], []
    for name in captions.DETAILS:
        there = torch.tensor([one[name] == "yes" for one in facts], device=device)
        made = (portraits[there].mean(0) - portraits[~there].mean(0)).square().sum(0, keepdim=True)
        places.append(made / made.max())
    having = {name: [i for i, one in enumerate(facts) if one[name] == "yes"] for name in captions.DETAILS}
    return Detailed(data, latents, facts, having, 1 + most * torch.stack(places).amax(0))


def drawn(data: Detailed, step: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Which pictures (B,), portraits first, and their captions (B,32)."""
    settings = SETTINGS["training"]
    rng, generator = random.Random(step_seed(settings["seed"], step)), step_generator(settings["seed"], step)
    chosen, texts = [], []
    for k in range(settings["details"]):
        name = captions.DETAILS[k % len(captions.DETAILS)]
        index = rng.choice(data.having[name])
        told = captions.stated(data.facts[index], rng.randint(0, 5), rng) | {name: "yes"}
        chosen.append(index)
        texts.append(captions.portrait({key: told[key] for key in data.facts[index] if key in told}, rng))
    others = pictures.mixed(data.data, settings["others"], settings["portraits"])(generator)
    return torch.cat([torch.tensor(chosen), others]), torch.cat(
        [pictures.as_tokens(texts).long(), data.data.caption(others, generator)]
    )


def train(state: TrainState, data: Detailed, device: torch.device) -> Iterator[TrainState]:
    """One optimiser step per `next()`."""
    settings, base = SETTINGS["training"], networks.unet(details=False).to(device)
    weights = dict(base.named_parameters()) | dict(base.named_buffers())
    target, empty = Predicting(networks.text_encoder(), settings["min_snr"], device), pictures.as_tokens([""]).long()

    def network(xt: torch.Tensor, t: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
        changed = state.model(weights)
        prediction: torch.Tensor = functional_call(base, changed, (xt, t, states), {"return_dict": False})[0]
        return prediction

    def loss(chosen: torch.Tensor, tokens: torch.Tensor, t: torch.Tensor, eps: torch.Tensor) -> torch.Tensor:
        portrait = (chosen < data.data.portraits).view(-1, 1, 1, 1)
        counts = torch.where(portrait, data.emphasis, torch.ones_like(data.emphasis))
        return (counts * target.errors(network, data.latents[chosen], tokens, t, eps)).mean()

    step = Step(state, loss)
    state.model.train()
    while state.step < settings["steps"]:
        chosen, tokens = drawn(data, state.step)
        rng, B = step_generator(settings["seed"] + 1, state.step), len(chosen)
        tokens[torch.rand(B, generator=rng) < settings["text_dropout"]] = empty
        t = target.times(B, rng)
        there = device_generator(settings["seed"], state.step, device)
        eps = torch.randn((B, 4, 16, 16), generator=there, device=device)
        yield step(chosen.to(device), tokens.to(device), t.to(device), eps)


def job(name: str, device: torch.device) -> Job:
    """`text_to_image/unet_details`; the U-Net and the CLIP pair's details are trained before. Raises BadWeights."""
    settings = SETTINGS["training"]
    torch.manual_seed(settings["seed"])
    model = Lora(networks.unet(details=False), SETTINGS["network"]["rank"]).to(device)
    state = begun(model, settings)
    return Job(
        name=name,
        config=SETTINGS,
        state=state,
        steps=lambda: train(state, detailed(device), device),
        dataset=pictures.DATASET,
        licence=pictures.LICENCE,
    )
