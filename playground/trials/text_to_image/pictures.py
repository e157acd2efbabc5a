"""Pictures of prompts on trial: each experiment is a generator whose last Frame's stats are the numbers."""

import random
from collections.abc import Generator, Iterator, Sequence
from itertools import product

import numpy as np
import torch

from playground.data import captions, faces
from playground.data.captions import Facts, Scene
from playground.data.tensors import channels_first, to_signed
from playground.engines._runtime import checked, gpu, relayed
from playground.engines.text_to_image._system import pictures
from playground.families.text_to_image.claims import TRIAL
from playground.measure.distances import pair_distances, pairwise_distances
from playground.measure.statistics import jackknife, pair_interval, share_difference
from playground.measure.text_to_image import places
from playground.measure.text_to_image.composition import drawn_scene, requests, shown
from playground.measure.text_to_image.parts import pure_share
from playground.models.text_to_image.checker import Readings, read
from playground.spec import Frame
from playground.trials.numbers import interval, last, mean, progress

STEPS, WEIGHT, BATCH, PROMPTS = 20, 3.0, 20, 10
ANOTHER = 1_000_000  # seeds so far away that no run reaches them
REAL = 500  # portraits to which generated ones are compared
Asked = Sequence[Facts | Scene]


def drawn(prompts: Sequence[str], seed: int, w: float) -> Generator[float, None, torch.Tensor]:
    """Pictures (B,3,64,64) of prompts, the i-th from seed + i; yields the share done."""
    made = []
    for start in range(0, len(prompts), BATCH):
        part = prompts[start : start + BATCH]
        made.append(pictures(part, seed + start, w, STEPS))
        yield (start + len(part)) / len(prompts)
    return torch.cat(made)


def _features(readings: Readings) -> np.ndarray:
    return readings.features.float().cpu().numpy()


def _in_turn(seeds: int, seed: int, *kinds: str) -> tuple[Asked, list[str], np.ndarray]:
    """Ten requests of these kinds in turn: what each picture is asked for, its prompt, and which of the ten it is."""
    found = [requests(kind, PROMPTS // len(kinds), seed) for kind in kinds]
    asked, prompts = ([one for part in parts for one in part] for parts in zip(*found, strict=True))
    which = np.arange(seeds) % len(prompts)
    return [asked[k] for k in which], [prompts[k] for k in which], which


def _spread(features: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Each picture's mean distance to the others of its prompt, (N,)."""
    spread = np.empty(len(which))
    for k in np.unique(which):
        spread[which == k] = pair_distances(features[which == k])
    return spread


@gpu
@checked(TRIAL)
def guidance_faithful(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """w = 1 and w = 4 from the same noises, portraits and scenes in turn.

    Stats: right_1 and _4, the share of pictures that show all that was asked; right_gain with interval over pictures;
    diversity_loss: fall of the mean feature distance within a prompt, likewise; diversity_1 and _4.
    """
    asked, prompts, which = _in_turn(seeds, seed, "portrait_seen", "scene_two_seen")
    right, spread = {}, {}
    for place, w in enumerate((1, 4)):
        readings = read((yield from relayed(drawn(prompts, seed, float(w)), low=place / 2, high=(place + 1) / 2)))
        right[w] = np.array(shown(asked, readings), float)
        spread[w] = _spread(_features(readings), which)
    yield last(
        seeds,
        {"right_1": right[1].mean(), "right_4": right[4].mean()}
        | {"diversity_1": spread[1].mean(), "diversity_4": spread[4].mean()}
        | mean("right_gain", right[4] - right[1])
        | interval("diversity_loss", pair_interval(spread[1] - spread[4])),
    )


@gpu
@checked(TRIAL)
def guidance_burns(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Portraits at w = 1 and w = 15 from the same noises.

    Stats: pure_1, pure_15 and pure_real, shares of values at an end of the range; distance_1, _15 and _real, to the
    nearest real portrait in the checker's features; pure_gain and distance_gain with intervals over pictures.
    """
    _, prompts = requests("portrait_seen", seeds, seed)
    images = faces.load("train").images
    real, others = (to_signed(channels_first(part)) for part in (images[:REAL], images[-seeds:]))
    near = _features(read(real))
    pure, distance = {}, {}
    for place, w in enumerate((1, 15)):
        made = yield from relayed(drawn(prompts, seed, float(w)), low=place / 2, high=(place + 1) / 2)
        pure[w] = pure_share(made)
        distance[w] = pairwise_distances(_features(read(made)), near).min(1)
    yield last(
        seeds,
        {f"pure_{w}": values.mean() for w, values in pure.items()}
        | {f"distance_{w}": values.mean() for w, values in distance.items()}
        | {"pure_real": pure_share(others).mean()}
        | {"distance_real": pairwise_distances(_features(read(others)), near).min(1).mean()}
        | mean("pure_gain", pure[15] - pure[1])
        | mean("distance_gain", distance[15] - distance[1]),
    )


@gpu
@checked(TRIAL)
def noise_diversity(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Portraits of which one fact is asked, and as many real ones that have it, ten facts in turn.

    Stats: kept, their diversity as a share of the real ones', with interval; made and real, the two diversities.
    """
    rng, data = random.Random(seed), faces.load("train")
    known = [(name, value) for name, values in captions.PORTRAIT.items() for value in values if value != "no"]
    facts, which = rng.sample(known, PROMPTS), np.arange(seeds) % PROMPTS
    wordings = [captions.portrait({name: value}, rng) for name, value in facts]
    made = yield from relayed(drawn([wordings[k] for k in which], seed, WEIGHT))
    having = [[i for i, one in enumerate(data.facts) if one[name] == value] for name, value in facts]
    chosen = np.empty(seeds, int)
    for k, rows in enumerate(having):
        chosen[which == k] = rng.sample(rows, int((which == k).sum()))
    real = to_signed(channels_first(data.images[chosen]))
    spread, among = (_spread(_features(read(part)), which) for part in (made, real))
    kept = jackknife(seeds, lambda rows: spread[rows].mean() / among[rows].mean())
    yield last(seeds, interval("kept", kept) | {"made": spread.mean(), "real": among.mean()})


@gpu
@checked(TRIAL)
def prompts_imprecise(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Portraits and scenes in turn: one wording, another from the same noise, and the first from another noise.

    Stats: share, by how much the words change a picture over how much the noise does, with interval; right_one and
    right_other, the share of pictures that show all that was asked, of each wording.
    """
    rng, half = random.Random(seed), seeds // 2
    asked = [*requests("portrait_seen", seeds - half, seed)[0], *requests("scene_two_seen", half, seed)[0]]
    pairs = [_reworded(one, rng) for one in asked]
    words, other = ([pair[k] for pair in pairs] for k in (0, 1))
    readings = []
    for place, (prompts, first) in enumerate(((words, seed), (other, seed), (words, seed + ANOTHER))):
        made = yield from relayed(drawn(prompts, first, WEIGHT), low=place / 3, high=(place + 1) / 3)
        readings.append(read(made))
    one, by_words, by_noise = map(_features, readings)
    far = np.linalg.norm(by_words - one, axis=1), np.linalg.norm(by_noise - one, axis=1)
    order = np.random.default_rng(seed).permutation(seeds)  # so that each tenth has portraits and scenes
    share = jackknife(seeds, lambda rows: far[0][order[rows]].mean() / far[1][order[rows]].mean())
    right = {name: float(np.mean(shown(asked, one))) for name, one in zip(("one", "other"), readings, strict=False)}
    yield last(seeds, interval("share", share) | {f"right_{name}": value for name, value in right.items()})


def _reworded(asked: Facts | Scene, rng: random.Random) -> tuple[str, str]:
    """Two wordings of the same."""
    say = captions.scene if isinstance(asked, Scene) else captions.portrait
    first = other = say(asked, rng)  # type: ignore[arg-type]
    while other == first or (isinstance(asked, Scene) and _ground(other) != _ground(first)):
        other = say(asked, rng)  # type: ignore[arg-type]
    return first, other


def _ground(text: str) -> bool:
    """Whether a scene's caption tells its ground; where only one of two does, they do not say the same."""
    return " on " in text or "background" in text


@gpu
@checked(TRIAL)
def attention_places(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Portraits whose hair, skin and background are told, and scenes, half and half.

    Stats: of objects, hair, skin and background the share of words whose map is brightest on what they name, less that
    of cells that lie there, with intervals over words.
    """
    rng, half = random.Random(seed), seeds // 2
    prompts = [captions.portrait(_coloured(rng), rng) for _ in range(seeds - half)]
    prompts += requests("scene_two_seen", half, seed)[1]
    told: dict[str, list[float]] = {name: [] for name in ("objects", "hair", "skin", "background")}
    for start in range(0, seeds, BATCH):
        for found in places.found(prompts[start : start + BATCH], seed + start):
            for word, (hit, chance) in found.items():
                told[places.NOUNS.get(word, "objects")].append(hit - chance)
        yield progress(start + BATCH, seeds)
    unknown = (0.0, -1.0, 1.0)  # of fewer than two words nothing is known
    yield last(
        seeds,
        {
            key: value
            for name, lifts in told.items()
            for key, value in (mean(name, np.array(lifts)) if len(lifts) > 1 else interval(name, unknown)).items()
        },
    )


def _coloured(rng: random.Random) -> Facts:
    """Colours of hair, skin and background, without a held-out pair."""
    while True:
        facts = {name: rng.choice(captions.PORTRAIT[name]) for name in ("hair colour", "skin", "background")}
        if not captions.unseen(facts):
            return facts


@gpu
@checked(TRIAL)
def composes_unseen(*, seeds: int = 80, seed: int = 0) -> Iterator[Frame]:
    """A quarter each: pairs of a portrait's facts that were seen in training, and that were not; likewise two objects.

    Stats: portrait_seen, portrait_unseen, scene_seen and scene_unseen, shares of pictures that show all that was asked;
    portrait_gap and scene_gap, seen less unseen, with intervals.
    """
    rng, stats, right = random.Random(seed), {}, {}
    cases = list(product(("portrait", "scene"), (True, False)))
    for place, (kind, seen) in enumerate(cases):
        count = len(range(place, seeds, len(cases)))
        asked: Asked = [_pair(rng, seen) if kind == "portrait" else drawn_scene(rng, 2, seen) for _ in range(count)]
        prompts = [captions.scene(one, rng) if isinstance(one, Scene) else captions.portrait(one, rng) for one in asked]
        run = drawn(prompts, seed + place * ANOTHER, WEIGHT)
        made = yield from relayed(run, low=place / len(cases), high=(place + 1) / len(cases))
        right[seen] = np.array(shown(asked, read(made)))
        stats[f"{kind}_{'seen' if seen else 'unseen'}"] = right[seen].mean()
        if not seen:
            stats |= interval(f"{kind}_gap", share_difference(right[True], right[False]))
    yield last(seeds, stats)


def _pair(rng: random.Random, seen: bool) -> Facts:
    """Two facts of a portrait, of a table from which pairs are held out: one that was seen, or one of those."""
    while True:
        a, b = rng.choice(captions.PAIRED)
        facts = {a: rng.choice(captions.PORTRAIT[a]), b: rng.choice(captions.PORTRAIT[b])}
        if captions.unseen(facts) != seen:
            return facts
