"""The checker: a separate network that reads from a picture what its caption could have stated."""

from dataclasses import dataclass
from functools import cache

import torch
from torch import nn

from playground import store
from playground.data.captions import COLOURS, OBJECTS, PORTRAIT
from playground.models.classifier.network import conv_stages

CHECKER = "text_to_image/checker"
SURE = 0.35  # how likely a centre must be; where four cells meet it is 0.53 in each
CELL = 8  # pixels of a scene that one cell of the map covers


@dataclass(frozen=True)
class Readings:
    """What the checker sees in B pictures, as logits.

    Attributes:
        portrait: (B,) whether it is a portrait, not a scene.
        facts: of a portrait, name -> (B, number of values).
        objects: (B, 24, 8, 8) whether an object has its centre in a cell; colours: (B, 6, 8, 8) of what is there.
        features: (B, 128), the layer before.
    """

    portrait: torch.Tensor
    facts: dict[str, torch.Tensor]
    objects: torch.Tensor
    colours: torch.Tensor
    features: torch.Tensor


class Checker(nn.Module):
    """Convolution stages down to a map of 8 x 8 cells; scenes are read from the map, portraits from all of it."""

    def __init__(self, channels: list[int], features: int) -> None:
        super().__init__()
        self.stages, width = conv_stages(3, channels), channels[-1]
        self.around = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU())
        self.to_objects = nn.Conv2d(width, len(OBJECTS), 1)
        self.to_colours = nn.Conv2d(width, len(COLOURS), 1)
        self.to_features = nn.Sequential(nn.Conv2d(width, width, 3, stride=2, padding=1), nn.ReLU(), nn.Flatten(),
                                         nn.Dropout(0.3), nn.Linear(width * 16, features))  # fmt: skip
        self.to_portrait = nn.Linear(features, 1)
        self.to_facts = nn.ModuleList(nn.Linear(features, len(values)) for values in PORTRAIT.values())

    def forward(self, images: torch.Tensor) -> Readings:
        """images (B,3,64,64) in [-1,1]."""
        cells = self.around(self.stages(images))  # (B,C,8,8)
        features = self.to_features(cells)
        known = torch.relu(features)
        return Readings(
            portrait=self.to_portrait(known)[:, 0],
            facts={name: head(known) for name, head in zip(PORTRAIT, self.to_facts, strict=True)},
            objects=self.to_objects(cells),
            colours=self.to_colours(cells),
            features=features,
        )


@cache
def checker(device: torch.device) -> Checker:
    """The trained checker. Raises BadWeights."""
    config, tensors = store.read(CHECKER)
    return store.fill(Checker(**config["network"]), tensors, CHECKER).to(device)


@torch.inference_mode()
def read(pictures: torch.Tensor) -> Readings:
    """What it sees in pictures (B,3,64,64) in [-1,1], on their device. Raises BadWeights."""
    readings: Readings = checker(pictures.device)(pictures)
    return readings


def seen_facts(readings: Readings) -> list[dict[str, str]]:
    """The most likely value of each fact, one dict a portrait."""
    best = {name: logits.argmax(1).tolist() for name, logits in readings.facts.items()}
    return [{name: PORTRAIT[name][best[name][i]] for name in PORTRAIT} for i in range(len(readings.portrait))]


@dataclass(frozen=True)
class Seen:
    """One object of a scene: colour, object, and the middle of its cell in pixels."""

    colour: str
    name: str
    x: float
    y: float


def seen_things(readings: Readings, apart: int = 2) -> list[tuple[Seen, ...]]:
    """Objects of each picture whose centres are likely there, the likeliest first; `apart` cells lie between."""
    found = []
    for objects, colours in zip(readings.objects.float(), readings.colours.float(), strict=True):
        chance, things = objects.sigmoid().clone(), []
        while chance.max() > SURE:
            name, row, column = (int(n) for n in torch.unravel_index(chance.argmax(), chance.shape))
            colour = COLOURS[int(colours[:, row, column].argmax())]
            things.append(Seen(colour, OBJECTS[name], (column + 0.5) * CELL, (row + 0.5) * CELL))
            chance[:, max(0, row - apart) : row + apart + 1, max(0, column - apart) : column + apart + 1] = 0
        found.append(tuple(things))
    return found
