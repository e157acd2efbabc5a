"""The rows of the parts of text to image: what the checker reads right, what the autoencoder keeps, what CLIP finds."""

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch

from playground.data import captions, faces, scenes
from playground.data.tensors import channels_first, to_signed
from playground.measure.distances import pair_distances
from playground.measure.quality import Row, row
from playground.models.text_to_image import networks, tokenizer
from playground.models.text_to_image.checker import Readings, Seen, read, seen_facts, seen_things

COUNT, BATCH, CHOICES, SEED = 500, 100, 100, 9  # scenes are drawn by SEED, which no training uses


def fresh_scenes(count: int, things: int) -> tuple[np.ndarray, list[captions.Scene]]:
    """Scenes that were not in training: uint8 (N,64,64,3), and what they hold. Raises DataMissing."""
    rng = random.Random(SEED)
    told = [captions.drawn_scene(rng, seen_only=False, count=things) for _ in range(count)]
    return np.stack([scenes.draw(scene, rng)[0] for scene in told]), told


def readings(images: np.ndarray) -> Iterator[Readings]:
    """The checker's, of uint8 (N,64,64,3), BATCH pictures at a time."""
    return map(read, to_signed(channels_first(images)).split(BATCH))


def fact_row(name: str, value: str | None) -> str:
    """The row of the quality table that says how often a fact is read right: an extra's by whether it is there."""
    name = f"{name}_{value}" if name in captions.EXTRAS else name
    return f"checker.{name.replace(' ', '_')}"


def pure_share(pictures: torch.Tensor) -> np.ndarray:
    """Which share of each picture's values (N,3,64,64) in [-1,1] is at an end of the range, within 1 %: (N,)."""
    return (pictures.abs() > 0.98).float().mean((1, 2, 3)).cpu().numpy()


def holds(seen: tuple[Seen, ...], scene: captions.Scene) -> bool:
    """Whether a picture shows exactly the scene's things in their colours, and two of them placed as told."""
    if {(one.colour, one.name) for one in seen} != set(scene.things) or len(seen) != len(scene.things):
        return False
    if len(seen) == 1:
        return True
    first, second = (next(one for one in seen if one.name == name) for _, name in scene.things)
    across, down = second.x - first.x, second.y - first.y
    lies = {"left": across > abs(down), "right": -across > abs(down), "above": down > abs(across)}
    return lies.get(scene.relation, -down > abs(across))


def checker_rows(_: str, samples: int | None) -> Iterator[Row]:
    """What the checker reads right in real pictures, and how these are: floors beside scores of generated ones."""
    data = faces.load("test")
    images = data.images[: samples or len(data.images)]
    yield from _fact_rows(portraits := list(readings(images)), data.facts)
    yield from _kind_rows("portraits", images, portraits)
    drawn: list[np.ndarray] = []
    seen: list[Readings] = []
    for things, name in ((1, "one"), (2, "two")):
        images, told = fresh_scenes(samples or COUNT, things)
        found = list(readings(images))
        right = list(map(holds, (one for part in found for one in seen_things(part)), told))
        how = "scenes of every colour and object: things, colours" + (" and places" if things == 2 else "")
        yield row(f"checker.scene_{name}", np.mean(right), "share", len(told), how)
        drawn, seen = [*drawn, images], [*seen, *found]
    yield from _kind_rows("scenes", np.concatenate(drawn), seen)


def _fact_rows(found: list[Readings], truth: Sequence[captions.Facts]) -> Iterator[Row]:
    right: dict[str, list[bool]] = {}
    for seen, facts in zip((one for part in found for one in seen_facts(part)), truth, strict=False):
        for name, value in facts.items():
            if value:
                right.setdefault(fact_row(name, value), []).append(seen[name] == value)
    for id, hits in sorted(right.items()):
        yield row(id, np.mean(hits), "share", len(hits), "held-out faces that show it")


def _kind_rows(kind: str, images: np.ndarray, found: list[Readings]) -> Iterator[Row]:
    apart = pair_distances(torch.cat([part.features for part in found]).float().numpy())
    told = f"real {kind} of all kinds"
    yield row(f"checker.diversity_{kind}", apart.mean(), "", len(apart), f"{told}, two at a time")
    pure = pure_share(to_signed(channels_first(images)))
    yield row(f"checker.pure_{kind}", pure.mean(), "share", len(pure), f"values of {told} within 1 % of an end")


@torch.inference_mode()
def autoencoder_rows(_: str, samples: int | None) -> Iterator[Row]:
    """How near a picture comes back from its 16 x 16 x 4 latent: mean PSNR in decibels."""
    model, _deviation = networks.autoencoder()
    count = samples or COUNT
    one, two = (fresh_scenes(max(1, count // 2), things)[0] for things in (1, 2))
    for name, images in (("portraits", faces.load("test").images[:count]), ("scenes", np.concatenate([one, two]))):
        errors = []
        for x in to_signed(channels_first(images)).split(BATCH):
            y = model.decode(model.encode(x).latent_dist.mean).sample.clamp(-1, 1)
            errors.append((y - x).square().mean((1, 2, 3)))
        psnr = 10 * torch.log10(4 / torch.cat(errors))
        yield row(f"autoencoder.psnr_{name}", psnr.mean(), "dB", len(psnr), "held-out pictures, from the code's mean")


@torch.inference_mode()
def clip_rows(_: str, samples: int | None) -> Iterator[Row]:
    """How often a picture's own full caption is the most similar of a hundred: held-out faces, and fresh scenes."""
    model, rng = networks.clip(), random.Random(SEED)
    count = (samples or 1000) // CHOICES * CHOICES or CHOICES
    data = faces.load("test")
    images, told = fresh_scenes(count, 2)
    portraits = [captions.portrait({k: v for k, v in facts.items() if v}, rng) for facts in data.facts[:count]]
    for name, pictures, texts in (
        ("portraits", data.images[:count], portraits),
        ("scenes", images, [captions.scene(scene, rng) for scene in told]),
    ):
        right: list[bool] = []
        near: list[float] = []
        for start in range(0, count, CHOICES):
            part = slice(start, start + CHOICES)
            found = model(input_ids=tokenizer.ids(texts[part]), pixel_values=to_signed(channels_first(pictures[part])))
            right += found.logits_per_image.argmax(1).eq(torch.arange(CHOICES)).tolist()
            near += (found.image_embeds * found.text_embeds).sum(1).tolist()
        yield row(f"clip.retrieval_{name}", np.mean(right), "share", count, "own caption first of 100; chance 0.01")
        yield row(f"clip.similarity_{name}", np.mean(near), "", count, "cosine of a picture with its own full caption")


@torch.inference_mode()
def told_rows(_: str, samples: int | None) -> Iterator[Row]:
    """How often a held-out face is nearer to what is true of a detail than to the opposite; both kinds count alike."""
    model, data, count = networks.clip(), faces.load("test"), samples or 1000
    images = to_signed(channels_first(data.images[:count])).split(BATCH)
    for name in captions.DETAILS:
        there = torch.tensor([facts[name] == "yes" for facts in data.facts[:count]])
        tokens = tokenizer.ids([f"a face with {name}", f"a face without {name}"])
        alike = torch.cat([model(input_ids=tokens, pixel_values=part).logits_per_image for part in images])
        told = alike[:, 0] > alike[:, 1]
        right = (told[there].float().mean() + (~told[~there]).float().mean()) / 2
        yield row(f"clip.tells_{name}", right, "share", count, "with or without; floor: guessing", 0.5)
