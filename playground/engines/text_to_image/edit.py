"""A picture changed by a prompt: image to image, all of it or only where it is painted."""

import time
from collections.abc import Iterator

import numpy as np
import torch
from diffusers import DDIMScheduler

from playground.data.pictures import painted
from playground.engines._runtime import checked, device, engine, generators, gpu, noise
from playground.engines.text_to_image._clip import picture_codes, text_codes
from playground.engines.text_to_image._system import pixels
from playground.engines.text_to_image.latent import chosen
from playground.engines.text_to_image.prompt import scheduler, told
from playground.families.text_to_image.edit import WANTED
from playground.families.text_to_image.prompt import EXAMPLE
from playground.models.text_to_image.checker import read
from playground.models.text_to_image.system import Hold, Moment, Start, System, shipped, walk
from playground.models.text_to_image.wordmaps import SIDE
from playground.spec import Frame


@gpu
@checked(engine("text_to_image", "edit"))
def edit(
    *, source: str = "from a prompt", first: str = EXAMPLE, first_seed: int = 7, index: int = 0,
    image: np.ndarray | None = None, prompt: str = WANTED, mask: str = "", strength: float = 0.7, w: float = 3.0,
    steps: int = 20, seed: int = 7,
) -> Iterator[Frame]:  # fmt: skip
    """One Frame a step with what the guess decodes to, and a last one with the finished picture.

    The picture's latent is noised as far as the strength says, and sampling goes on from there (Meng et al. 2021,
    arXiv 2108.01073). Where nothing is painted, the latent after each step is the picture's own, noised as far.
    """
    system, made = shipped(device()), scheduler("DDIM", steps)
    before = chosen(source, first, first_seed, index, image)
    kept, since = system.encoded(before), time.perf_counter()
    cells = painted(mask, SIDE) if mask else np.ones((SIDE, SIDE), bool)
    free = torch.from_numpy(cells).to(kept.device)
    eps = noise(generators(seed, 1), tuple(kept.shape[1:])).to(kept.device)
    begin = first_step(strength, steps)
    start = Start(noised(made, kept, eps, begin), begin)
    asked, empty = system.read([prompt, ""]).split(1)
    run = walk(system, made, generators(seed, 1), asked, empty, w, start=start, hold=holding(made, kept, eps, free))
    arrays = {"before": pixels(before)[0], "mask": np.where(cells, 255, 0).astype(np.uint8)}
    spent = time.perf_counter() - since
    for moment in run:
        picture = pixels(system.decoded(torch.where(free, moment.clean, kept)))[0]
        spent, since = spent + time.perf_counter() - since, time.perf_counter()
        stats = {"t": moment.t, "alpha_bar": moment.alpha_bar}
        yield Frame(moment.step - begin, steps - begin + 1, {"picture": picture, **arrays}, stats, kind="step")
        arrays, since = {}, time.perf_counter()
    calls = (steps - begin) * (1 if w == 1 else 2)
    yield _result(system, before, kept, moment, prompt, cells, {"seconds": spent, "calls": calls, "skipped": begin})


def first_step(strength: float, steps: int) -> int:
    """The step at which it begins, so that this share of the steps is left, and one at least."""
    return min(steps - 1, steps - round(strength * steps))


def noised(made: DDIMScheduler, latent: torch.Tensor, eps: torch.Tensor, step: int) -> torch.Tensor:
    """A latent as noisy as a step expects it; after the last one, as it is."""
    times = made.timesteps[step : step + 1]
    noisy: torch.Tensor = made.add_noise(latent, eps, times.to(latent.device)) if len(times) else latent
    return noisy


def holding(made: DDIMScheduler, kept: torch.Tensor, eps: torch.Tensor, free: torch.Tensor) -> Hold:
    """Only where it is `free` (16,16) do the latents go their own way; elsewhere they stay the picture's."""
    return lambda latents, step: torch.where(free, latents, noised(made, kept, eps, step + 1))


@torch.inference_mode()
def _result(
    system: System, before: torch.Tensor, kept: torch.Tensor, last: Moment, prompt: str, cells: np.ndarray,
    made: dict[str, float],
) -> Frame:  # fmt: skip
    after, brought_back = system.decoded(last.latents), system.decoded(kept)
    change = (after - brought_back).abs().mean((0, 1)).cpu().numpy() / 2  # (64,64), as a share of the range
    there = cells.repeat(len(change) // SIDE, 0).repeat(len(change) // SIDE, 1)
    stats = {"t": -1, "alpha_bar": 1.0, "painted": float(cells.mean()), **made}
    stats |= {f"changed_{name}": float(change[where].mean()) for name, where in (("inside", there), ("outside", ~there))
              if where.any()}  # fmt: skip
    pair = torch.cat([before, after])
    if prompt.strip():
        near = (picture_codes(pair) @ text_codes([prompt])[0]).tolist()
        stats |= {"similarity_before": near[0], "similarity_after": near[1]}
    texts = {f"seen_{name}": told(read(pair[i : i + 1])) for i, name in enumerate(("before", "after"))}
    step = last.step - int(made["skipped"]) + 1
    return Frame(step, step + 1, {"picture": pixels(after)[0]}, stats, texts, kind="result")
