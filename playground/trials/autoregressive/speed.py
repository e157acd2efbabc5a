"""The experiments behind claims on speed: what must wait for what, and for how long."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.engines._runtime import checked
from playground.engines.gan import opponents
from playground.families.autoregressive.claims import TRIAL
from playground.models.autoregressive import trained_pixels
from playground.models.autoregressive.filling import uniforms
from playground.models.autoregressive.language import held_out
from playground.models.autoregressive.pixel_sampling import paint, reader
from playground.models.autoregressive.pixels import nats
from playground.models.vae import trained
from playground.spec import Frame
from playground.trials.autoregressive import depth
from playground.trials.gan import diffused, milliseconds
from playground.trials.numbers import last, mean, progress

VAE = "vae/digits24-vae"
RIVALS = ("gan", "vae", "ddim_50")
LENGTHS, TOKENS = (16, 64, 256), 1024  # bytes a window, and a step


def painted(name: str, label: int, seed: int) -> np.ndarray:
    """One picture (1,28,28) of a shipped pixel model, drawn incrementally."""
    source = reader(trained_pixels.network(name), torch.tensor([label]))
    u, forced = uniforms(seed, 1, 784).float(), torch.full((784,), -1)
    return torch.cat([drawn.x for drawn in paint(source, u, forced)], 1).view(1, 28, 28).numpy()


@checked(TRIAL)
def sequential_slow(*, seeds: int = 10, seed: int = 0) -> Iterator[Frame]:
    """ms a picture, one at a time on this machine: four families, and the pixel models with all that they know kept.

    Stats: NAME_ms: medians; pixelcnn_times and transformer_times: over the slowest rival, with intervals (geometric
    means); scored_times: over the time in which the same transformer reads all of a picture at once, likewise.
    """
    net = trained.network(VAE)
    pictures: dict[str, np.ndarray] = {}
    makers = {
        "gan": lambda k: opponents.sample_digits(np.array([k % 10]), seed=seed + k),
        "vae": lambda k: trained.painted(net, trained.prior(VAE, 1, seed + k)),
        "ddim_50": diffused(50, seed),
        "pixelcnn": lambda k: painted(trained_pixels.NAMES["PixelCNN"], k % 10, seed + k),
        "transformer": lambda k: painted(trained_pixels.NAMES["transformer"], k % 10, seed + k),
        "scored": lambda k: scored(pictures["transformer"][max(0, k - 1)], k % 10),
    }
    taken: dict[str, np.ndarray] = {}
    for place, (name, make) in enumerate(makers.items(), 1):
        taken[name], pictures[name] = milliseconds(make, seeds)
        yield progress(place, len(makers))
    logs = {name: np.log(times) for name, times in taken.items()}
    slowest = max(RIVALS, key=lambda name: logs[name].mean())
    stats = {f"{name}_ms": np.median(times) for name, times in taken.items()}
    for name, over in (("pixelcnn", slowest), ("transformer", slowest), ("scored", "scored")):
        ratio = mean(f"{name}_times", logs["transformer" if name == "scored" else name] - logs[over])
        stats |= {key: np.exp(value) for key, value in ratio.items()}
    yield last(seeds, stats)


@torch.inference_mode()
def scored(picture: np.ndarray, label: int) -> np.ndarray:
    """-log p of a picture (28,28) under the transformer, all its tokens at once, in nats, (1,)."""
    x = torch.from_numpy(picture)[None, None]
    return nats(trained_pixels.network(trained_pixels.NAMES["transformer"]), x, torch.tensor([label])).numpy()


def bytes_of_tales(length: int, seed: int) -> torch.Tensor:
    """Windows of held-out text as bytes, (TOKENS / length, length + 1), drawn by the seed."""
    text = torch.frombuffer(bytearray("\n".join(p.text for p in held_out()).encode()), dtype=torch.uint8).long()
    starts = torch.randint(len(text) - length, (TOKENS // length,), generator=torch.Generator().manual_seed(seed))
    return text[starts[:, None] + torch.arange(length + 1)]


def slopes(found: np.ndarray) -> np.ndarray:
    """found (S,L): figures at LENGTHS -> (S,): d log figure / d log length, by least squares."""
    x = np.log(LENGTHS)
    x = x - x.mean()
    return np.log(found) @ x / (x @ x)


@checked(TRIAL)
def parallel_training(*, seeds: int = 10, seed: int = 0) -> Iterator[Frame]:
    """What waits for what in a training step of a transformer and of two LSTMs of its size, by the windows' length.

    Stats: KIND_chain_LENGTH: the longest chain of dependent operations, which of the fused LSTM hides its steps in one;
    KIND_ms_LENGTH: median ms at 1024 bytes a step, on so many threads; KIND_slope: of log ms over log length, with
    intervals; cells_gap, fused_gap: that slope less the transformer's, paired by seed, likewise; numbers and
    numbers_lstm: sizes.
    """
    taken = {kind: np.zeros((seeds, len(LENGTHS))) for kind in depth.KINDS}
    chains = {}
    models = {kind: depth.network(kind, seed) for kind in depth.KINDS}
    for k in range(-1, seeds):  # the first round warms up
        for place, length in enumerate(LENGTHS):
            windows = bytes_of_tales(length, seed + max(0, k))
            for kind, model in models.items():
                taken[kind][k, place] = depth.milliseconds(model, windows)  # the warm-up's is written over
                if k < 0:
                    chains[f"{kind}_chain_{length}"] = depth.longest_chain(depth.loss_of(model, windows))
        yield progress(k + 2, seeds + 1)
    stats: dict[str, float] = {
        f"{kind}_ms_{n}": np.median(taken[kind][:, i]) for kind in taken for i, n in enumerate(LENGTHS)
    }
    stats |= chains | {"threads": torch.get_num_threads()}
    slope = {kind: slopes(times) for kind, times in taken.items()}
    for kind, values in slope.items():
        stats |= mean(f"{kind}_slope", values)
    for kind in ("cells", "fused"):
        stats |= mean(f"{kind}_gap", slope[kind] - slope["transformer"])
    sizes = [sum(p.numel() for p in models[kind].parameters()) for kind in ("transformer", "cells")]
    yield last(seeds, stats | {"numbers": sizes[0], "numbers_lstm": sizes[1]})
