"""From one test digit to another: through the latent space, and by fading the pixels."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import torch

from playground.data import digits
from playground.engines._runtime import checked, engine, gpu, progress, to_bytes
from playground.engines.vae.encode import SUFFIXES
from playground.measure.pictures import nearest_training, sharpness
from playground.models.classifier.digits import judge
from playground.models.vae.trained import Way, flat, network, painted, reconstructed, slerp
from playground.spec import Frame

WAYS: dict[str, Way] = {"line": torch.lerp, "slerp": slerp}
REAL, AT_ONCE = 500, 50  # test digits behind the floors, and how many are judged before others get a turn


@gpu
@checked(engine("vae", "morph"))
def morph(
    *, first: str = "1", second: str = "7", seed: int = 0, model: str = "VAE", size: str = "24", path: str = "line",
    frames: int = 21,
) -> Iterator[Frame]:  # fmt: skip
    """Progress, then a Frame a step of the way from a test digit of one class to one of another.

    Three ways stand beside each other: latent (decoded from between the mean codes), fade (between the pixels), and
    control (a fade between the two reconstructions, which are as blurred as the latent way). Sharpness is
    `measure.pictures.sharpness`.
    """
    for start in range(0, REAL, AT_ONCE):
        real_figures(start)
        yield progress(0, frames, 0.0)
    net = network(f"vae/digits{size}-{SUFFIXES[model]}")
    ends = chosen(first, second, seed)
    shares = torch.linspace(0, 1, frames)
    with torch.inference_mode():
        start, end = net.encode(flat(ends))[0].split(1)
    z = torch.cat([WAYS[path](start, end, float(share)) for share in shares])
    ways = {"latent": painted(net, z), "fade": fade(ends, shares), "control": fade(reconstructed(net, ends), shares)}
    figures = {way: figures_of(pictures) for way, pictures in ways.items()}
    common = floors() | {"code_distance": float((end - start).norm()), "slerp": float(path == "slerp")}
    for k, share in enumerate(shares.tolist()):
        arrays = {way: to_bytes(ways[way][k], 0, 1) for way in ("latent", "fade")}
        stats = {"share": share, "code_length": float(z[k].norm())}
        for way, columns in figures.items():
            stats |= {f"{name}_{way}": float(column[k]) for name, column in columns.items() if name != "which"}
        for way in ("latent", "fade"):
            if "which" in figures[way]:
                arrays[f"near_{way}"] = digits.require("mnist", "train").images[int(figures[way]["which"][k])]
        yield Frame(k, frames, arrays, stats | common, kind="step")


def fade(ends: np.ndarray, shares: torch.Tensor) -> np.ndarray:
    """From the first of ends (2,28,28) to the second by these shares (F,), pixel by pixel: (F,28,28)."""
    weights = shares.numpy()[:, None, None]
    return (1 - weights) * ends[:1] + weights * ends[1:]


def chosen(first: str, second: str, seed: int) -> np.ndarray:
    """The seed's two test digits of these classes, never one and the same: float (2,28,28) in [0,1]."""
    test, rng = digits.load("mnist", "test"), np.random.default_rng(seed)
    a = rng.choice(np.flatnonzero(test.labels == int(first)))
    others = np.flatnonzero(test.labels == int(second))
    b = rng.choice(others[others != a])
    return test.images[[a, b]].astype(np.float32) / 255


def figures_of(images: np.ndarray) -> dict[str, np.ndarray]:
    """What is said of each of (N,28,28): sure, called, sharp, and near and which where MNIST is there."""
    judged = judge(images.astype(np.float32))
    figures = {
        "sure": judged.probabilities.max(1),
        "called": judged.probabilities.argmax(1),
        "sharp": sharpness(images),
    }
    if digits.load("mnist", "train").source != "embedded":
        figures["near"], figures["which"] = nearest_training(images)
    return figures


@cache
def real_figures(start: int) -> dict[str, np.ndarray]:
    """`figures_of` the test digits from this one on, so many at once; none where there are no more."""
    images = digits.load("mnist", "test").images[start : start + AT_ONCE]
    return figures_of(images.astype(np.float32) / 255) if len(images) else {}


def floors() -> dict[str, float]:
    """The means of the first test digits, under the names of `morph`."""
    pieces = [piece for start in range(0, REAL, AT_ONCE) if (piece := real_figures(start))]
    figures = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    told = {f"{name}_real": float(figures[name].mean()) for name in ("sure", "sharp", "near") if name in figures}
    return told | {"n_real": float(len(figures["sure"]))}
