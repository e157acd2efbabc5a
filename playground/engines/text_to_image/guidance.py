"""One prompt under several guidance weights: the same seeds under each, measured."""

import math
import time
from collections.abc import Generator, Iterator

import torch

from playground.data import captions
from playground.data.captions import Facts, Scene
from playground.engines._runtime import checked, device, engine, generators, gpu, relayed, settled
from playground.engines.text_to_image._clip import picture_codes, text_codes
from playground.engines.text_to_image._system import pixels
from playground.families.text_to_image.prompt import EXAMPLE
from playground.measure.distances import pair_distances
from playground.measure.statistics import mean_interval, pair_interval, wilson
from playground.measure.text_to_image.composition import shown
from playground.measure.text_to_image.parts import fact_row, pure_share
from playground.models.text_to_image import networks
from playground.models.text_to_image.checker import CHECKER, read
from playground.models.text_to_image.networks import CLIP
from playground.models.text_to_image.system import Moment, System, shipped, unnoised, walk
from playground.spec import Frame
from playground.store import recorded

WEIGHTS = (0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 15.0)
SHOWN = 6


@gpu
@checked(engine("text_to_image", "guidance"))
def guidance(*, prompt: str = EXAMPLE, samples: int = 6, seed: int = 7, steps: int = 10) -> Iterator[Frame]:
    """One Frame a column, w in WEIGHTS, with DDIM."""
    system, asked = shipped(device()), captions.meant(prompt)
    text, free = (states.expand(samples, -1, -1) for states in system.read([prompt, ""]).split(1))
    fixed = {"n": samples, **floors(asked)}
    for column, w in enumerate(WEIGHTS):
        scheduler = networks.scheduler()
        scheduler.set_timesteps(steps)
        run = walk(system, scheduler, generators(seed, samples), text, free, w)
        last, guesses, spent = yield from relayed(_finished(run, system, free, steps), column, len(WEIGHTS))
        since = time.perf_counter()
        pictures = settled(system.decoded(last.latents))
        spent += time.perf_counter() - since
        arrays = {"pictures": pixels(pictures[:SHOWN]), "guesses": pixels(guesses)}
        stats = {
            "w": w,
            "t": int(scheduler.timesteps[steps // 2]),
            "calls": steps * (1 if w == 1 else 2),
            "ms": 1000 * spent / samples,
            **fixed,
        }
        yield Frame(column, len(WEIGHTS), arrays, stats | measured(pictures, prompt, asked), kind="step")


def _finished(
    run: Iterator[Moment], system: System, free: torch.Tensor, steps: int
) -> Generator[float, None, tuple[Moment, torch.Tensor, float]]:
    """The last Moment, what three predictions half way make of the first picture, and the steps' seconds.

    They are those without the prompt, with it, and guided, (3,3,64,64). On the way the share of the steps that is done.
    """
    spent, since = 0.0, time.perf_counter()
    for moment in run:
        settled(moment.latents)
        spent += time.perf_counter() - since
        if moment.step == steps // 2:
            guesses = _guesses(moment, system, free)
        yield (moment.step + 1) / steps
        since = time.perf_counter()
    return moment, guesses, spent


@torch.inference_mode()
def _guesses(moment: Moment, system: System, free: torch.Tensor) -> torch.Tensor:
    given, a = moment.given[:1], moment.alpha_bar
    without = system.unet(given, moment.t, free[:1], return_dict=False)[0]
    clean = [unnoised(given, v, a) for v in (without, moment.with_text[:1], moment.v[:1])]
    return system.decoded(torch.cat(clean))


def measured(pictures: torch.Tensor, prompt: str, asked: Facts | Scene | None) -> dict[str, float]:
    """Numbers of N pictures of one prompt, each with its 95 % interval.

    "right" only where all of the prompt was understood, "similarity" where it says anything.
    """
    readings, values = read(pictures), {}
    if asked is not None:
        hits = shown([asked] * len(pictures), readings)
        values["right"] = (sum(hits) / len(hits), *wilson(sum(hits), len(hits)))
    if prompt.strip():
        values["similarity"] = mean_interval((picture_codes(pictures) @ text_codes([prompt])[0]).cpu().numpy())
    values["diversity"] = pair_interval(pair_distances(readings.features.float().cpu().numpy()))
    values["pure"] = mean_interval(pure_share(pictures))
    return {f"{name}{end}": value[i] for name, value in values.items() for i, end in enumerate(("", "_low", "_high"))}


def floors(asked: Facts | Scene | None) -> dict[str, float]:
    """What real pictures of that kind score, as recorded in the manifest; empty where the kind is not known.

    Of a portrait's facts it is the product of the shares in which the checker reads each of them right.
    """
    if asked is None:
        return {}
    rows = recorded(CHECKER) | recorded(CLIP)
    kind = "scenes" if isinstance(asked, Scene) else "portraits"
    found = {name: rows.get(f"{part}.{name}_{kind}") for name, part in
             (("similarity", "clip"), ("diversity", "checker"), ("pure", "checker"))}  # fmt: skip
    if isinstance(asked, Scene):
        found["right"] = rows.get(f"checker.scene_{'one' if len(asked.things) == 1 else 'two'}")
    else:
        found["right"] = math.prod(rows.get(fact_row(name, value), math.nan) for name, value in asked.items())
    return {f"{name}_real": value for name, value in found.items() if value is not None and math.isfinite(value)}
