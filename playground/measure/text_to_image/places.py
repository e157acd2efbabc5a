"""Whether cross-attention ties a word to the place of what it names: there its map should be brightest."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import torch

from playground.data.captions import Facts
from playground.data.faces import HAIR_INK, SKIN_INK
from playground.data.scenes import PAPER
from playground.data.tensors import from_signed
from playground.measure.quality import Row, row
from playground.measure.text_to_image.composition import BATCH, SEED, STEPS, requests
from playground.models.text_to_image import networks, tokenizer
from playground.models.text_to_image.checker import Readings, Seen, read, seen_facts, seen_things
from playground.models.text_to_image.system import shipped, walk
from playground.models.text_to_image.wordmaps import SIDE

PROMPTS = {"portrait_seen": 250, "scene_one_seen": 50, "scene_two_seen": 50}  # how many of each kind
WEIGHT = 3.0
NEAR = 40  # how far a value of a pixel may be from that of its flat colour
NOUNS = {"hair": "hair", "mohawk": "hair", "skin": "skin", "skinned": "skin", "background": "background"}


def seen(readings: Readings) -> list[dict[str, str] | tuple[Seen, ...]]:
    """What the checker sees in each picture: facts of a portrait, or the things of a scene."""
    portraits = (readings.portrait > 0).tolist()
    kinds = zip(seen_facts(readings), seen_things(readings), portraits, strict=True)
    return [facts if portrait else things for facts, things, portrait in kinds]


def regions(picture: np.ndarray, shown: Facts | Sequence[Seen]) -> dict[str, np.ndarray]:
    """Word -> where in a picture, uint8 (64,64,3), lies what it names, bool (64,64).

    A scene's objects have their bounding boxes; a portrait's hair, skin and background are found by their flat colours,
    those aside that are too much alike.
    """
    return _colours(picture, shown) if isinstance(shown, Mapping) else _boxes(picture, shown)


def _colours(picture: np.ndarray, facts: Facts) -> dict[str, np.ndarray]:
    inks = {
        "hair": HAIR_INK[str(facts["hair colour"])],
        "skin": SKIN_INK[str(facts["skin"])],
        "background": PAPER[str(facts["background"])],
    }
    apart = np.stack([np.abs(picture.astype(int) - ink).max(-1) for ink in inks.values()])
    nearest = np.where(apart.min(0) < NEAR, apart.argmin(0), -1)
    alike = {name for name, ink in inks.items() for other, near in inks.items()
             if name != other and np.abs(np.subtract(ink, near)).max() < NEAR}  # fmt: skip
    regions = {name: nearest == k for k, name in enumerate(inks) if name not in alike}
    if facts["hair"] == "bald":
        regions.pop("hair", None)
    return {word: regions[name] for word, name in NOUNS.items() if name in regions}


def _boxes(picture: np.ndarray, things: Sequence[Seen]) -> dict[str, np.ndarray]:
    edge = np.concatenate([picture[:2].reshape(-1, 3), picture[-2:].reshape(-1, 3)])
    drawn = np.abs(picture.astype(int) - np.median(edge, 0)).max(-1) > NEAR
    y, x = np.nonzero(drawn)
    if not things or not len(y):
        return {}
    nearest = np.argmin([(x - one.x) ** 2 + (y - one.y) ** 2 for one in things], 0)
    boxes: dict[str, np.ndarray] = {}
    for k, one in enumerate(things):
        if (nearest == k).any():
            box = tuple(slice(at[nearest == k].min(), at[nearest == k].max() + 1) for at in (y, x))
            boxes.setdefault(one.name, np.zeros(drawn.shape, bool))[box] = True
    return boxes


def lands(heat: np.ndarray, region: np.ndarray) -> tuple[bool, float] | None:
    """Whether a word's map (16,16) is brightest in a region (64,64), and the share of cells that lie there.

    None where no cell is more than half of the region's.
    """
    scale = len(region) // SIDE
    cells = region.reshape(SIDE, scale, SIDE, scale).mean((1, 3)) > 0.5
    return (bool(cells.flat[heat.argmax()]), float(cells.mean())) if cells.any() else None


def landed(words: Sequence[str], heat: np.ndarray, found: Mapping[str, np.ndarray]) -> dict[str, tuple[bool, float]]:
    """As `lands`, of each word that stands once and whose region is known; heat (T,16,16), one map a word."""
    once = [word for word in found if words.count(word) == 1]
    hits = {word: lands(heat[words.index(word)], found[word]) for word in once}
    return {word: hit for word, hit in hits.items() if hit}


@torch.inference_mode()
def place_rows(_: object, samples: int | None) -> Iterator[Row]:
    """How often a word's map, the mean of all steps and layers, is brightest on what the word names."""
    told: dict[str, list[tuple[bool, float]]] = {}
    for kind, most in PROMPTS.items():
        _, prompts = requests(kind, min(samples or most, most), SEED)
        for start in range(0, len(prompts), BATCH):
            for one in found(prompts[start : start + BATCH], SEED * 100_000 + start):
                for word, hit in one.items():
                    told.setdefault(NOUNS.get(word, "objects"), []).append(hit)
    for name, hits in sorted(told.items()):
        right, chance = np.mean(hits, 0)
        how = f"{STEPS} steps, w = {WEIGHT:g}, mean of all steps and layers; floor: by chance"
        yield row(f"words.{name}", right, "share", len(hits), how, float(chance))


def found(prompts: Sequence[str], seed: int) -> list[dict[str, tuple[bool, float]]]:
    """Draws a picture of each prompt, the i-th from seed + i; of its words, as `landed`."""
    system, scheduler = shipped(torch.device("cpu")), networks.scheduler()
    scheduler.set_timesteps(STEPS)
    rngs = [torch.Generator().manual_seed(seed + k) for k in range(len(prompts))]
    text, free = system.read(prompts), system.read([""]).expand(len(prompts), -1, -1)
    heat = torch.zeros(len(prompts), tokenizer.LENGTH, SIDE, SIDE)
    for moment in walk(system, scheduler, rngs, text, free, WEIGHT, words=True):
        assert moment.words is not None
        heat += moment.words.mean(0)
    pictures = system.decoded(moment.latents)
    painted = from_signed(pictures).permute(0, 2, 3, 1).numpy()
    tokens = [tokenizer.build().tokenize(prompt) for prompt in prompts]
    words = [[token.removesuffix(tokenizer.WORD_END) for token in one] for one in tokens]
    return [landed(one, maps[1:].numpy(), regions(picture, what))
            for one, maps, picture, what in zip(words, heat, painted, seen(read(pictures)), strict=True)]  # fmt: skip
