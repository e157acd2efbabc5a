"""The experiments behind claims on speed: what must wait for what, and for how long."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import torch
from torch import nn

from playground.engines._runtime import checked, device, on_one_thread
from playground.engines.diffusion.denoiser import Denoiser, Denoising, denoiser
from playground.engines.gan import opponents
from playground.families.autoregressive.claims import TRIAL
from playground.measure.digits import crop
from playground.models.autoregressive import reading, trained_pixels
from playground.models.autoregressive.filling import uniforms
from playground.models.autoregressive.language import held_out
from playground.models.autoregressive.pixel_sampling import paint, reader
from playground.models.autoregressive.pixels import nats
from playground.models.diffusion.unet import DigitUNet
from playground.models.vae import trained
from playground.spec import Frame
from playground.training.diffusion.digits import DIGITS
from playground.trials.autoregressive import depth
from playground.trials.makers import VAE, decoded, forged
from playground.trials.numbers import last, mean, progress

RIVALS = ("gan", "vae", "ddim_50")
STEPS = 50
LIKE = {"pixelcnn": (24, 32, 32), "transformer": (32, 32, 64)}  # widths of a denoiser of that model's size
SENTENCES = 1000
Made = tuple[np.ndarray, int]  # a picture (1,28,28), and the network calls of which each had to wait for the one before
LENGTHS, TOKENS = (16, 64, 256), 1024  # bytes a window, and a step


def painted(name: str, label: int, seed: int) -> Made:
    """One picture of a shipped pixel model, drawn incrementally."""
    source = reader(trained_pixels.network(name), torch.tensor([label]))
    u, forced = uniforms(seed, 1, 784).float(), torch.full((784,), -1)
    parts = [drawn.x for drawn in paint(source, u, forced)]
    return torch.cat(parts, 1).view(1, 28, 28).numpy(), len(parts)


def denoised(model: Denoiser, label: int, seed: int) -> Made:
    """One picture by DDIM."""
    run = [*Denoising(
        model, torch.tensor([label]), sampler="DDIM", steps=STEPS, guidance=1.0, eta=0.0, clip=True, seeds=[seed],
    )]  # fmt: skip
    return crop(run[-1].x_prev), len(run)


@cache
def narrow(widths: tuple[int, int, int]) -> Denoiser:
    """The denoiser with an untrained network of these widths: it paints nothing, but in its own time."""
    config = DIGITS["unet"] | {"block_out_channels": list(widths), "norm_num_groups": 8}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = DigitUNet(config, DIGITS["null_label"]).requires_grad_(False).eval()
    return replace(denoiser(), network=network.to(device()).laid_out())


def makers(seed: int) -> dict[str, Callable[[int], Made]]:
    """What makes the k-th picture of each family; `scored` weighs a blank one, all its tokens at once.

    `like_pixelcnn` and `like_transformer` are DDIM with an untrained network of that model's size.
    """
    names, blank = trained_pixels.NAMES, np.zeros((28, 28), np.float32)
    return {
        "gan": lambda k: (forged(np.array([k % 10]), seed + k), 1),
        "vae": lambda k: (decoded(np.array([k % 10]), seed + k), 1),
        "ddim_50": lambda k: denoised(denoiser(), k % 10, seed + k),
        "like_pixelcnn": lambda k: denoised(narrow(LIKE["pixelcnn"]), k % 10, seed + k),
        "like_transformer": lambda k: denoised(narrow(LIKE["transformer"]), k % 10, seed + k),
        "pixelcnn": lambda k: painted(names["PixelCNN"], k % 10, seed + k),
        "transformer": lambda k: painted(names["transformer"], k % 10, seed + k),
        "scored": lambda k: (scored(blank, k % 10), 1),
    }


def sizes() -> dict[str, float]:
    """How many numbers the networks have that paint."""
    nets: dict[str, nn.Module] = {
        name.lower(): trained_pixels.network(file) for name, file in trained_pixels.NAMES.items()
    }
    nets |= {f"like_{name}": narrow(widths).network for name, widths in LIKE.items()}
    nets |= {"ddim_50": denoiser().network, "gan": opponents.opponents("gan/digits").G}
    nets["vae"] = trained.network(VAE).decoder
    return {f"{name}_numbers": sum(p.numel() for p in net.parameters()) for name, net in nets.items()}


@checked(TRIAL)
def sequential_slow(*, seeds: int = 10, seed: int = 0) -> Iterator[Frame]:
    """Calls that wait for one another, and ms, of one picture at a time; the pixel models keep all that they know.

    Each family computes on one thread.

    Stats: NAME_calls: the most of any picture; sentence: tokens of a held-out sentence, of which each is a call, with
    interval; NAME_ms: medians here; NAME_numbers: sizes; pixelcnn_times and transformer_times: ms over the slowest
    rival's, pixelcnn_equal and transformer_equal: over DDIM's with a network of equal size, with intervals (geometric
    means).
    """
    made, calls = makers(seed), dict[str, float]()
    taken = {name: np.zeros(seeds) for name in made}
    for k in range(-1, seeds):  # the first round warms up; in every other each family has its turn
        for name, make in made.items():
            with on_one_thread():
                began = time.perf_counter()
                _, waited = make(max(0, k))
                taken[name][k] = 1000 * (time.perf_counter() - began)  # the warm-up's is written over
            calls[f"{name}_calls"] = max(waited, calls.get(f"{name}_calls", 0))
        yield progress(k + 2, seeds + 1)
    logs = {name: np.log(times) for name, times in taken.items()}
    slowest = max(RIVALS, key=lambda name: logs[name].mean())
    stats = calls | {f"{name}_ms": np.median(times) for name, times in taken.items()}
    for name in LIKE:
        ratios = mean(f"{name}_times", logs[name] - logs[slowest])
        ratios |= mean(f"{name}_equal", logs[name] - logs[f"like_{name}"])
        stats |= {key: np.exp(value) for key, value in ratios.items()}
    lengths = [len(reading.writer().encode(line)) for line in reading.held_out_sentences(SENTENCES, seed)]
    yield last(seeds, stats | sizes() | mean("sentence", np.array(lengths)))


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
