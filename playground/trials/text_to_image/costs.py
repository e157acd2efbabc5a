"""What a call of the U-Net costs, on trial."""

import time
from collections.abc import Iterator

import numpy as np
import torch

from playground.engines._runtime import checked, device, gpu, settled
from playground.engines.text_to_image.latent import SHAPES, on_pixels
from playground.families.text_to_image.claims import TRIAL
from playground.measure.statistics import mean_interval
from playground.models.text_to_image.system import shipped
from playground.spec import Frame
from playground.trials.numbers import interval, last, progress

BIG = {"latent": 4 * 64 * 64, "pixels": 3 * 512 * 512}  # numbers of a picture of 512 x 512


@torch.inference_mode()
def taken(kind: str) -> float:
    """Milliseconds of one call of the U-Net on a latent or on pixels."""
    system = shipped(device())
    network, text = (system.unet if kind == "latent" else on_pixels()), system.read([""])
    x = torch.zeros(SHAPES[kind], device=text.device)
    since = time.perf_counter()
    settled(network(x, 500, text, return_dict=False)[0])
    return 1000 * (time.perf_counter() - since)


@gpu
@checked(TRIAL)
def latent_faster(*, seeds: int = 20, seed: int = 0) -> Iterator[Frame]:
    """Calls on latents and on pixels of a 64 x 64 picture in turn; the first of each warms up.

    Stats: faster, how many times, with interval (of the mean logarithm); ms_latent, ms_pixels and ms_decode, medians;
    fewer_64 and fewer_512, how many times fewer numbers.
    """
    times: dict[str, list[float]] = {kind: [] for kind in SHAPES}
    for turn in range(-1, seeds):
        for kind, found in times.items():
            ms = taken(kind)
            if turn >= 0:
                found.append(ms)
        yield progress(turn + 2, seeds + 2)
    logarithms = np.log(np.array(times["pixels"]) / np.array(times["latent"]))
    value, low, high = (float(np.exp(one)) for one in mean_interval(logarithms))
    fewer = float(np.prod(SHAPES["pixels"]) / np.prod(SHAPES["latent"]))
    yield last(
        seeds,
        interval("faster", (value, low, high))
        | {f"ms_{kind}": float(np.median(found)) for kind, found in times.items()}
        | {"ms_decode": _decoding(), "fewer_64": fewer, "fewer_512": BIG["pixels"] / BIG["latent"]},
    )


@torch.inference_mode()
def _decoding() -> float:
    """Milliseconds to decode a latent, the median of five."""
    system, times = shipped(device()), []
    latent = torch.zeros(SHAPES["latent"], device=device())
    for _ in range(6):
        since = time.perf_counter()
        settled(system.decoded(latent))
        times.append(1000 * (time.perf_counter() - since))
    return float(np.median(times[1:]))
