"""Digits drawn pixel by pixel, from nothing or around pixels that are given, with every pixel's probability."""

import time
from collections.abc import Iterator
from functools import cache

import numpy as np
import torch
from torch import nn

from playground.data import digits
from playground.engines._runtime import checked, engine, generators, gpu, progress
from playground.engines.vae.encode import given as picture_of
from playground.errors import BadInput
from playground.measure.digits import reference
from playground.measure.pictures import nearest_training
from playground.models.autoregressive.pixel_sampling import COLDEST, Drawn, Naive, Reader, reader
from playground.models.autoregressive.pixel_sampling import paint as drawing
from playground.models.autoregressive.pixelcnn import PixelCNN
from playground.models.autoregressive.pixels import RUN, pixel_logits, surprise
from playground.models.autoregressive.trained_pixels import NAMES, binarised, network
from playground.models.classifier.digits import judge
from playground.spec import Frame

SIDE, AREA, HALF = 28, 784, 14
BITS = 1 / np.log(2)  # bits per nat
TESTED, TIMED = 200, 3
Places = slice | tuple[slice, ...]
PARTS: dict[str, Places] = {"top half": np.s_[:HALF], "bottom half": np.s_[HALF:], "left half": np.s_[:, :HALF]}


class Clock:
    """Seconds that a generator computes, without those in which it waits to be asked."""

    seconds = 0.0

    def runs(self, parts: Iterator[Drawn]) -> Iterator[Drawn]:
        while True:
            began = time.perf_counter()
            part = next(parts, None)
            self.seconds += time.perf_counter() - began
            if part is None:
                return
            yield part


@gpu
@checked(engine("autoregressive", "paint"))
def paint(
    *, model: str = "PixelCNN", label: str = "3", temperature: float = 1.0, given: str = "nothing",
    source: str = "test digit", digit: str = "3", index: int = 0, strokes: str = "", fixed: str = "", samples: int = 4,
    naive: bool = False, seed: int = 7,
) -> Iterator[Frame]:  # fmt: skip
    """A Frame a row as it is drawn, then one about the finished pictures; B pictures side by side.

    `bits` are by the model's own probability, at temperature 1. The first row also has what is asked for. `seconds` are
    of the way that keeps features, `ms` of one naive pass (in a naive run the mean of all). Distances to training
    digits are in grey values, where MNIST is there. Raises BadInput for an empty pad or painted pixels that are not
    there.
    """
    net, labels = network(NAMES[model]), torch.full((samples,), int(label))
    forced, own, told = asked(net, given, source, digit, index, strokes, fixed, int(label))
    u = torch.stack([torch.rand(AREA, generator=rng) for rng in generators(seed, samples)])
    head = {"label": int(label), "temperature": temperature, "naive": naive, "reach": reach(net)} | told
    way, clock, drawn = reader(net, labels, naive=naive), Clock(), []
    for part in clock.runs(drawing(way, u, forced, temperature)):
        drawn.append(part)
        done = len(drawn) * way.run
        if done % SIDE == 0:
            yield row_frame(done // SIDE - 1, drawn[-SIDE // way.run :], temperature, forced, head)
        elif naive and done % RUN == 0:
            yield progress(done // SIDE, SIDE + 1, done % SIDE / SIDE)
    x, stats = torch.cat([part.x for part in drawn], 1), own | clocks(net, labels, way, clock.seconds, u)
    if naive:
        stats |= compared(net, labels, drawn, u, forced, temperature)
    arrays, found = judged(x.unflatten(1, (SIDE, SIDE)).numpy(), int(label))
    yield Frame(SIDE, SIDE + 1, arrays, {key: float(value) for key, value in (stats | found).items()}, kind="result")


def asked(
    net: nn.Module, given: str, source: str, digit: str, index: int, strokes: str, fixed: str, label: int
) -> tuple[torch.Tensor, dict[str, float], dict[str, float]]:
    """Forced values (784,) in {-1,0,1}; what a given half costs in its own picture; whether it is of the stand-in."""
    forced, own, standin = np.full((SIDE, SIDE), -1), {}, 0.0
    if given != "nothing":
        picture = binarised(picture_of(source, digit, index, strokes, None)[0][None], "threshold")
        standin = source == "test digit" and digits.load("mnist", "test").source == "embedded"
        forced[PARTS[given]] = picture[0, 0].numpy()[PARTS[given]]
        with torch.inference_mode():
            cost = surprise(pixel_logits(net, picture, torch.tensor([label])), picture)[0, 0].numpy()
        own = {"own": cost[PARTS[given]].sum() * BITS}
    return torch.from_numpy(painted(fixed, forced.ravel())), own, {"standin": standin}


def painted(fixed: str, forced: np.ndarray) -> np.ndarray:
    """Forced values (784,) with the painted ones "run:state;..." laid over: a run is four pixels of a row.

    Its state has a digit to base 3 for each, the leftmost first: 0 as before, 1 off, 2 on.
    """
    forced = forced.copy()
    for entry in filter(None, fixed.split(";")):
        run, state = map(int, entry.split(":"))
        if run >= AREA // RUN or state >= 3**RUN:
            raise BadInput("The painted pixels are not of this picture: clear them and paint again.")
        for place in range(RUN):
            told = state // 3 ** (RUN - 1 - place) % 3
            if told:
                forced[run * RUN + place] = told - 1
    return forced


def row_frame(row: int, parts: list[Drawn], temperature: float, forced: torch.Tensor, head: dict[str, float]) -> Frame:
    """One drawn row."""
    x, odds, tempered = (torch.cat([getattr(part, key) for part in parts], 1) for key in ("x", "odds", "tempered"))
    arrays = {
        "x": x.to(torch.uint8).numpy(), "p": tempered.sigmoid().numpy(), "bits": (surprise(odds, x) * BITS).numpy(),
    }  # fmt: skip
    if len(parts) < SIDE:
        logits = torch.stack([part.logits for part in parts], 1) / max(temperature, COLDEST)  # (B,7,16)
        arrays["patterns"] = logits.softmax(-1).half().numpy()
    if row:
        return Frame(row, SIDE + 1, arrays, kind="step")
    arrays["forced"] = (forced + 1).to(torch.uint8).unflatten(0, (SIDE, SIDE)).numpy()
    return Frame(0, SIDE + 1, arrays, {key: float(value) for key, value in head.items()}, kind="step")


def reach(net: nn.Module) -> int:
    """How many pixels up, and to either side of a row above, a PixelCNN sees: its filters' reach summed; else 0."""
    return sum(layer.vertical.kernel_size[1] // 2 for layer in net.layers) if isinstance(net, PixelCNN) else 0


def clocks(net: nn.Module, labels: torch.Tensor, used: Reader, spent: float, u: torch.Tensor) -> dict[str, float]:
    """What the run took, and what it would have taken the naive way."""
    naive_passes, parameters = AREA // used.run, sum(weight.numel() for weight in net.parameters())
    stats = {"naive_passes": naive_passes, "parameters": parameters}
    if isinstance(used, Naive):
        return stats | {"ms": 1000 * spent / naive_passes}
    other, x = Naive(net, labels, (SIDE, SIDE)), u.round()
    began = time.perf_counter()
    for _ in range(TIMED):
        other.logits(x, AREA // 2)
    return stats | {"seconds": spent, "passes": used.passes, "ms": 1000 * (time.perf_counter() - began) / TIMED}


def compared(
    net: nn.Module, labels: torch.Tensor, drawn: list[Drawn], u: torch.Tensor, forced: torch.Tensor, temperature: float
) -> dict[str, float]:
    """The same pictures by the way that keeps features: its time, and whether anything differs."""
    quick, clock = reader(net, labels), Clock()
    again = list(clock.runs(drawing(quick, u, forced, temperature)))
    pairs = list(zip(drawn, again, strict=True))
    return {
        "seconds": clock.seconds, "passes": quick.passes, "identical": all(torch.equal(a.x, b.x) for a, b in pairs),
        "apart": max(float((a.odds - b.odds).abs().max()) for a, b in pairs),
    }  # fmt: skip


def judged(x: np.ndarray, label: int) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """What the classifier says of pictures (B,28,28) in {0,1}, and which training digits are nearest to them."""
    arrays = {"judged": judge(x.astype(np.float32)).probabilities}
    stats = {"real": float(reference().confidence[label])}
    if digits.load("mnist", "train").source == "embedded":
        return arrays, stats
    distance, rows = nearest_training(x)
    arrays |= {"distance": distance, "nearest": digits.require("mnist", "train").images[rows]}
    return arrays, stats | usual_distances()


@cache
def usual_distances() -> dict[str, float]:
    """Mean distance of the first 200 test digits, each pixel drawn once, to the nearest training digit.

    And of as many training digits, drawn likewise, to themselves in grey: so far is a copy.
    """
    test, train = (digits.require("mnist", split).images[:TESTED] for split in ("test", "train"))
    apart = binarised(train)[:, 0].numpy() - train / np.float32(255)
    return {
        "real_distance": float(nearest_training(binarised(test)[:, 0].numpy())[0].mean()),
        "copy_distance": float(np.linalg.norm(apart.reshape(len(apart), -1), axis=1).mean()), "tested": TESTED,
    }  # fmt: skip
