"""Pictures with captions: the drawn faces, and scenes composed at load time, with several captions each."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch

from playground.data import captions, faces, scenes
from playground.data.tensors import channels_first
from playground.models.text_to_image import tokenizer

DATASET, LICENCE = f"{faces.TITLE}; {scenes.TITLE}", f"{faces.LICENCE}; {scenes.LICENCE}"
SCENES, PORTRAIT_CAPTIONS, SCENE_CAPTIONS = 40_000, 12, 3


@dataclass(frozen=True)
class Captioned:
    """What a generator learns from.

    Attributes:
        images: uint8 (N,3,64,64), portraits first, then scenes, each scene before its twin.
        portraits: how many of them are portraits.
        tokens: one int16 (C,32) for each picture's captions.
        first: int64 (N,), where a picture's captions begin; count: how many it has.
    """

    images: torch.Tensor
    portraits: int
    tokens: torch.Tensor
    first: torch.Tensor
    count: torch.Tensor

    def caption(self, chosen: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
        """One caption of each chosen picture at random: int64 (B,32)."""
        which = (torch.rand(len(chosen), generator=rng) * self.count[chosen]).long()
        return self.tokens[self.first[chosen] + which].long()


def without_held_out() -> tuple[np.ndarray, list[captions.Facts]]:
    """The training faces that show no held-out pair, uint8 (N,64,64,3), and their facts. Raises DataMissing."""
    data = faces.load("train")
    kept = [i for i, hidden in enumerate(data.unseen) if not hidden]
    return data.images[kept], [data.facts[i] for i in kept]


def scene_pairs(count: int, seed: int) -> tuple[np.ndarray, list[captions.Scene]]:
    """`count` scenes without held-out things, each followed by its twin: uint8 (count,64,64,3). Raises DataMissing."""
    rng, told = random.Random(seed), []
    for _ in range(count // 2):
        scene = captions.drawn_scene(rng, seen_only=True)
        told += [scene, captions.twin(scene, rng)]
    return np.stack([scenes.draw(scene, rng)[0] for scene in told]), told


@cache
def captioned(seed: int = 0, scene_count: int | None = None) -> Captioned:
    """All pictures that the generators see, or so many of the scenes, with captions as tokens. Raises DataMissing."""
    rng = random.Random(seed)
    drawn, facts = without_held_out()
    composed, told = scene_pairs(scene_count or SCENES, seed)
    texts = [captions.portrait(captions.stated(one, rng.randint(0, 9), rng), rng)
             for one in facts for _ in range(PORTRAIT_CAPTIONS)]  # fmt: skip
    texts += [captions.scene(one, rng) for one in told for _ in range(SCENE_CAPTIONS)]
    count = torch.tensor([PORTRAIT_CAPTIONS] * len(facts) + [SCENE_CAPTIONS] * len(told))
    return Captioned(
        images=torch.cat([channels_first(drawn), channels_first(composed)]),
        portraits=len(facts),
        tokens=as_tokens(texts),
        first=count.cumsum(0) - count,
        count=count,
    )


def as_tokens(texts: list[str]) -> torch.Tensor:
    """Texts -> int16 (N,32), cut or filled with the end."""
    return tokenizer.ids(texts).to(torch.int16)


def mixed(data: Captioned, batch: int, portraits: int | None = None) -> Callable[[torch.Generator], torch.Tensor]:
    """Draws of picture indices (batch,): portraits, by default half, and scenes, which come with their twins."""
    scenes_from, pairs = data.portraits, (len(data.images) - data.portraits) // 2
    alone = batch - batch // 2 if portraits is None else portraits

    def draw(rng: torch.Generator) -> torch.Tensor:
        chosen = torch.randint(data.portraits, (alone,), generator=rng)
        pair = torch.randint(pairs, ((batch - alone) // 2,), generator=rng) * 2 + scenes_from
        return torch.cat([chosen, pair, pair + 1])

    return draw
