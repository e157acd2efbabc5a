"""Every sampler at every kind of setting that the page offers: is any worse with more steps?"""

from collections.abc import Iterator
from itertools import pairwise, product

import numpy as np

from playground.engines.diffusion.quality import digit_run
from playground.families.diffusion.models import OF_A_SAMPLER
from playground.measure.digits import crop, reference
from playground.measure.quality import Row, row
from playground.measure.statistics import jackknife_above, one_sided
from playground.models.classifier.digits import Judgement, judge

SAMPLES, STEPS, GUIDANCE = 256, (5, 10, 20, 50), (0.0, 1.0, 2.0, 8.0)
PARTS = 16  # of the jackknife: of 256 pictures those that are left still tell all directions of the features
LOST, RISEN = 0.03, 1.25  # of accuracy, and times the Fréchet distance: what more steps may cost


def sampler_rows(name: str, samples: int | None) -> Iterator[Row]:
    """Accuracy and Fréchet distance of one sampler, and for each rise in steps whether anything was lost.

    A row in "p" is how likely chance alone would bring such a loss, of pictures that are paired by seed: of accuracy by
    resampling them; of the Fréchet distance, which would take a picture drawn twice for likeness, by leaving some out.
    """
    sampler = next(sampler for sampler, short in OF_A_SAMPLER.items() if short == name)
    count = samples or SAMPLES
    labels = np.arange(count) % 10
    least = reference().frechet_floor(labels)
    for clip, w in product((True, False), GUIDANCE):
        setting = f"{name}.w{w:g}.{'clipped' if clip else 'free'}"
        found = {}
        for steps in STEPS:
            judged = found[steps] = _judged(sampler, steps, count, w, clip)
            how = f"{sampler}, {steps} steps, w = {w:g}, x0 {'clipped' if clip else 'as predicted'}, classes in turn"
            if w:
                floor = reference().accuracy()
                yield row(f"{setting}.{steps}.accuracy", judged.agreement(labels).mean(), "share", count, how, floor)
            yield row(f"{setting}.{steps}.frechet", reference().frechet(judged.features), "distance", count, how, least)
        for few, more in pairwise(STEPS):
            yield from _worse(f"{setting}.{few}-{more}", found[few], found[more], labels, w)


def _judged(sampler: str, steps: int, count: int, w: float, clip: bool) -> Judgement:
    *_, step = digit_run(sampler, steps, count, 0, w, clip)
    return judge(crop(step.x_prev))


def _worse(id: str, few: Judgement, more: Judgement, labels: np.ndarray, w: float) -> Iterator[Row]:
    """Whether more steps lose more than they may: accuracy where a class is asked for, Fréchet up to w = 1."""
    if w >= 1:
        lost = few.agreement(labels).astype(float) - more.agreement(labels)
        how = f"accuracy lost is at most {LOST}"
        yield row(f"{id}.accuracy", one_sided(lost, lambda rows: rows.mean() - LOST, 0), "p", len(lost), how)
    if w <= 1:
        before, after = few.features, more.features
        p = jackknife_above(len(after), lambda rows: reference().rise(before[rows], after[rows], RISEN), PARTS)
        yield row(f"{id}.frechet", p, "p", len(after), f"Fréchet distance is at most {RISEN} times as large")
