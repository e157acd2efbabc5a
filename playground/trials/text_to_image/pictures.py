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
from playground.errors import BadInput
from playground.families.text_to_image.claims import TRIAL
from playground.measure.distances import pair_distances
from playground.measure.statistics import jackknife, share_difference
from playground.measure.text_to_image import places
from playground.measure.text_to_image.composition import drawn_scene, requests, shown
from playground.measure.text_to_image.parts import pure_share
from playground.models.text_to_image.checker import Readings, read, seen_facts
from playground.spec import Frame
from playground.trials.numbers import interval, last, mean, progress, share

STEPS, WEIGHT, BATCH, PROMPTS = 20, 3.0, 20, 10
ANOTHER = 1_000_000  # seeds so far away that no run reaches them
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


def _grouped(seeds: int) -> np.ndarray:
    """Which of ten groups each of (N,) belongs to, one after the other, as the jackknife leaves them out."""
    return np.repeat(np.arange(PROMPTS), [len(part) for part in np.array_split(np.arange(seeds), PROMPTS)])


def _by_prompt(values: np.ndarray, which: np.ndarray) -> np.ndarray:
    """The mean (10,) of each prompt's values (N,): pictures of one prompt are no independent draws of prompts."""
    return np.array([values[which == k].mean() for k in np.unique(which)])


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

    Stats: right_1 and _4, the share of pictures that show all that was asked; right_gain with interval over prompts;
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
        | mean("right_gain", _by_prompt(right[4] - right[1], which))
        | mean("diversity_loss", _by_prompt(spread[1] - spread[4], which)),
    )


@gpu
@checked(TRIAL)
def guidance_burns(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Portraits at w = 1 and w = 15 from the same noises, and as many real ones.

    Stats: pure_1, pure_15 and pure_real, shares of values at an end of the range; pure_gain, from 1 to 15, with
    interval over pictures.
    """
    _, prompts = requests("portrait_seen", seeds, seed)
    images = faces.load("train").images
    rows = np.random.default_rng(seed).permutation(len(images))[:seeds]
    real, pure = pure_share(to_signed(channels_first(images[rows]))), {}
    for place, w in enumerate((1, 15)):
        made = yield from relayed(drawn(prompts, seed, float(w)), low=place / 2, high=(place + 1) / 2)
        pure[w] = pure_share(made)
    yield last(
        seeds,
        {"pure_1": pure[1].mean(), "pure_15": pure[15].mean(), "pure_real": real.mean()}
        | mean("pure_gain", pure[15] - pure[1]),
    )


@gpu
@checked(TRIAL)
def noise_diversity(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Portraits of which one fact is asked, and as many real ones that have it, ten facts in turn.

    Stats: kept, their diversity as a share of the real ones', with interval; made and real, the two diversities.
    """
    rng, data, which = random.Random(seed), faces.load("train"), _grouped(seeds)
    having = _portraits_by_fact(most=int(np.bincount(which).max()))
    chosen = rng.sample(sorted(having), PROMPTS)
    wordings = [captions.portrait({name: value}, rng) for name, value in chosen]
    made = yield from relayed(drawn([wordings[k] for k in which], seed, WEIGHT))
    rows = [i for k, fact in enumerate(chosen) for i in rng.sample(having[fact], int((which == k).sum()))]
    real = to_signed(channels_first(data.images[rows]))
    spread, among = (_spread(_features(read(part)), which) for part in (made, real))
    kept = jackknife(seeds, lambda rows: spread[rows].mean() / among[rows].mean(), groups=PROMPTS)
    yield last(seeds, interval("kept", kept) | {"made": spread.mean(), "real": among.mean()})


def _portraits_by_fact(most: int) -> dict[tuple[str, str], list[int]]:
    """(name, value) -> the training portraits that show it; of what fewer than `most` show, nothing."""
    having: dict[tuple[str, str], list[int]] = {}
    for i, facts in enumerate(faces.load("train").facts):
        for name, value in facts.items():
            if value and value != "no":
                having.setdefault((name, value), []).append(i)
    return {fact: rows for fact, rows in having.items() if len(rows) >= most}


@gpu
@checked(TRIAL)
def prompts_imprecise(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Portraits of which three facts are asked: one wording, another from the same noise, the first from another noise.

    Stats: differs, the share of pairs of wordings in whose pictures the checker reads different facts, with interval;
    differs_noise, that of pairs of noises; right_one and right_other, the share of pictures that show what was asked.
    """
    rng = random.Random(seed)
    asked = requests("portrait_seen", seeds, seed)[0]
    pairs = [_reworded(one, rng) for one in asked]
    words, other = ([pair[k] for pair in pairs] for k in (0, 1))
    readings = []
    for place, (prompts, first) in enumerate(((words, seed), (other, seed), (words, seed + ANOTHER))):
        made = yield from relayed(drawn(prompts, first, WEIGHT), low=place / 3, high=(place + 1) / 3)
        readings.append(read(made))
    one, by_words, by_noise = map(seen_facts, readings)
    differs, noise = (np.array([a != b for a, b in zip(one, found, strict=True)]) for found in (by_words, by_noise))
    right = {name: float(np.mean(shown(asked, one))) for name, one in zip(("one", "other"), readings, strict=False)}
    yield last(
        seeds,
        share("differs", differs)
        | {"differs_noise": float(noise.mean())}
        | {f"right_{name}": value for name, value in right.items()},
    )


def _reworded(facts: Facts | Scene, rng: random.Random) -> tuple[str, str]:
    """Two wordings of the same facts."""
    assert not isinstance(facts, Scene)
    first = other = captions.portrait(facts, rng)
    while other == first:
        other = captions.portrait(facts, rng)
    return first, other


@gpu
@checked(TRIAL)
def attention_places(*, seeds: int = 60, seed: int = 0) -> Iterator[Frame]:
    """Portraits whose hair, skin and background are told, and scenes, half and half.

    Stats: of objects, hair, skin and background the share of words whose map is brightest on what they name, less that
    of cells that lie there, with intervals over pictures; `pictures`, how many had the rarest of them.
    """
    rng, half = random.Random(seed), seeds // 2
    prompts = [captions.portrait(_coloured(rng), rng) for _ in range(seeds - half)]
    prompts += requests("scene_two_seen", half, seed)[1]
    told: dict[str, list[float]] = {name: [] for name in ("objects", "hair", "skin", "background")}
    for start in range(0, seeds, BATCH):
        for words in places.found(prompts[start : start + BATCH], seed + start):
            lifts: dict[str, list[float]] = {}
            for word, (hit, chance) in words.items():
                lifts.setdefault(places.NOUNS.get(word, "objects"), []).append(hit - chance)
            for name, values in lifts.items():
                told[name].append(float(np.mean(values)))
        yield progress(start + BATCH, seeds)
    rarest = min(map(len, told.values()))
    if rarest < 2:
        raise BadInput("Too few of the pictures have something that can be looked for: ask for more seeds.")
    found = [mean(name, np.array(values)) for name, values in told.items()]
    yield last(seeds, {"pictures": rarest} | {key: value for one in found for key, value in one.items()})


def _coloured(rng: random.Random) -> Facts:
    """Colours of hair, skin and background, without a held-out pair."""
    while True:
        facts = {name: rng.choice(captions.PORTRAIT[name]) for name in ("hair colour", "skin", "background")}
        if not captions.unseen(facts):
            return facts


@gpu
@checked(TRIAL)
def composes_unseen(*, seeds: int = 160, seed: int = 0) -> Iterator[Frame]:
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
    a, b = rng.choice(captions.PAIRED)
    while True:
        facts = {
            a: rng.choice(captions.PORTRAIT[a]),
            b: "yes" if b in captions.EXTRAS else rng.choice(captions.PORTRAIT[b]),
        }
        if captions.unseen(facts) != seen:
            return facts
