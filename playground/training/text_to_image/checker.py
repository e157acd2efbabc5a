"""The checker: reads facts of portraits, and objects, colours and places of scenes; held-out pairs are among them.

It learns from real pictures and from the same decoded from their latents: generated ones come out of that decoder, too.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from playground.data import captions, faces, scenes
from playground.data.tensors import channels_first, to_signed
from playground.models.text_to_image import networks
from playground.models.text_to_image.checker import CELL, Checker, Readings
from playground.training.run import (
    Job,
    TrainState,
    begun,
    bfloat16_where_fast,
    device_generator,
    step_generator,
    step_seed,
)
from playground.training.text_to_image import pictures
from playground.training.text_to_image.autoencoder import decoded

SETTINGS: dict[str, Any] = {
    "network": {"channels": [32, 64, 96], "features": 128},
    "training": {
        "steps": 3000,
        "batch": 128,
        "lr": 2e-3,
        "warmup": 200,
        "ema_decay": 0.998,
        "scenes": 12_000,
        "decoded": 0.5,
        "shift": 3,
        "noise": 0.06,
        "seed": 1,
    },
}
CONFIGS = {"text_to_image/checker": SETTINGS}
CELLS, SPREAD = scenes.SIDE // CELL, 5.0  # an object's mark falls off with this distance in pixels


@dataclass(frozen=True)
class Labelled:
    """What the checker learns from, on the device.

    Attributes:
        images: uint8 (N,3,64,64), portraits first; decoded: the same from their latents.
        facts: int64 (P, facts), -1 where a fact is not clear.
        weights: of every value of a fact, so that all its values count alike, however rare: the checker is asked
            about prompts, and those name each value as often.
        objects: (S,24,8,8) marks in [0,1]; colours: int64 (S,8,8), -1 where nothing lies.
    """

    images: torch.Tensor
    decoded: torch.Tensor
    facts: torch.Tensor
    weights: list[torch.Tensor]
    objects: torch.Tensor
    colours: torch.Tensor


def marks(scene: captions.Scene, places: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Where the objects lie: float32 (24,8,8), exp(-d^2 / 2 SPREAD^2) of a cell's distance; the colours int64 (8,8)."""
    middles = (np.arange(CELLS) + 0.5) * CELL
    objects = np.zeros((len(captions.OBJECTS), CELLS, CELLS), np.float32)
    colours = np.full((CELLS, CELLS), -1)
    for (colour, name), (x, y, _) in zip(scene.things, places, strict=True):
        near = np.exp(-((middles[:, None] - y) ** 2 + (middles[None] - x) ** 2) / (2 * SPREAD**2))
        objects[captions.OBJECTS.index(name)] = near
        colours[near > 0.3] = captions.COLOURS.index(colour)
    return objects, colours


def labelled(count: int, seed: int, device: torch.device) -> Labelled:
    """All 9,000 training faces, and `count` scenes of every (colour, object). Raises DataMissing, BadWeights."""
    data, rng = faces.load("train"), random.Random(seed)
    told = [captions.drawn_scene(rng, seen_only=False) for _ in range(count)]
    drawn, places = zip(*(scenes.draw(scene, rng) for scene in told), strict=True)
    objects, colours = zip(*map(marks, told, places), strict=True)
    facts = [[values.index(value) if (value := one[name]) else -1 for name, values in captions.PORTRAIT.items()]
             for one in data.facts]  # fmt: skip
    counts = [torch.bincount(shown[shown >= 0]).float() for shown in torch.tensor(facts).T]
    images = torch.cat([channels_first(data.images), channels_first(np.stack(drawn))]).to(device)
    return Labelled(
        images=images,
        decoded=decoded(networks.autoencoder()[0].to(device), images),
        facts=torch.tensor(facts, device=device),
        weights=[(count.sum() / (len(count) * count)).to(device) for count in counts],
        objects=torch.from_numpy(np.stack(objects)).to(device),
        colours=torch.from_numpy(np.stack(colours)).to(device),
    )


def loss(
    seen: Readings,
    facts: torch.Tensor,
    weights: list[torch.Tensor],
    objects: torch.Tensor,
    colours: torch.Tensor,
) -> torch.Tensor:
    """The first len(facts) pictures are portraits, the others scenes; what is not clear does not count."""
    P = len(facts)
    kind = torch.cat([torch.ones(P), torch.zeros(len(objects))]).to(facts.device)
    total = F.binary_cross_entropy_with_logits(seen.portrait.float(), kind)
    for logits, truth, weight in zip(seen.facts.values(), facts.T, weights, strict=True):
        total = total + F.cross_entropy(logits[:P].float(), truth, weight, ignore_index=-1)
    where = F.binary_cross_entropy_with_logits(seen.objects[P:].float(), objects, reduction="sum") / len(objects)
    empty = F.softplus(seen.objects[:P].float()).sum() / P  # no object lies in a portrait
    return total + where + empty + F.cross_entropy(seen.colours[P:].float(), colours, ignore_index=-1)


def moved(images: torch.Tensor, shift: int, noise: float, rng: torch.Generator, there: torch.Generator) -> torch.Tensor:
    """Each of (B,3,64,64) in [-1,1] moved by up to `shift` pixels, its edge repeated, with a little noise."""
    B, _, H, W = images.shape
    padded = F.pad(images, (shift,) * 4, mode="replicate")
    down, right = torch.randint(2 * shift + 1, (2, B), generator=rng).to(images.device)
    rows = down[:, None] + torch.arange(H, device=images.device)
    columns = right[:, None] + torch.arange(W, device=images.device)
    picked = padded[torch.arange(B, device=images.device)[:, None, None], :, rows[:, :, None], columns[:, None]]
    strength = noise * torch.rand((B, 1, 1, 1), generator=rng).to(images.device)
    return picked.permute(0, 3, 1, 2) + strength * torch.randn(images.shape, generator=there, device=images.device)


def train(state: TrainState, data: Labelled) -> Iterator[TrainState]:
    """One optimiser step per `next()`, half portraits and half scenes; only portraits are moved."""
    settings, device = SETTINGS["training"], data.images.device
    P, half = len(data.facts), settings["batch"] // 2
    state.model.train()
    while state.step < settings["steps"]:
        rng = step_generator(settings["seed"], state.step)
        portraits = torch.randint(P, (half,), generator=rng).to(device)
        composed = torch.randint(len(data.objects), (half,), generator=rng).to(device)
        there = device_generator(settings["seed"], state.step, device)
        chosen = torch.cat([portraits, P + composed])
        through = torch.rand((len(chosen), 1, 1, 1), generator=rng).to(device) < settings["decoded"]
        images = to_signed(torch.where(through, data.decoded[chosen], data.images[chosen]))
        images = torch.cat([
            moved(images[:half], settings["shift"], settings["noise"], rng, there),
            moved(images[half:], 0, settings["noise"], rng, there),
        ])  # fmt: skip
        torch.manual_seed(step_seed(settings["seed"], state.step))  # dropout draws from the global generator
        with bfloat16_where_fast(device):
            seen = state.model(images.contiguous(memory_format=torch.channels_last))
        shown = data.facts[portraits], data.weights, data.objects[composed], data.colours[composed]
        yield state.advance(loss(seen, *shown))


def job(name: str, device: torch.device) -> Job:
    """`text_to_image/checker`: used only to measure; the autoencoder is trained before."""
    settings = SETTINGS["training"]
    torch.manual_seed(settings["seed"])
    model = Checker(**SETTINGS["network"]).to(device)
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    state = begun(model, settings)
    return Job(
        name=name,
        config=SETTINGS,
        state=state,
        steps=lambda: train(state, labelled(settings["scenes"], settings["seed"], device)),
        dataset=pictures.DATASET,
        licence=pictures.LICENCE,
    )
