"""The detector of what is no digit: a classifier with an eleventh class, shown many kinds of such pictures.

Outlier exposure (arXiv 1812.04606). Overlays of two digits and shuffled patches are kept out: they measure whether it
knows kinds that it never saw.
"""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch.nn import functional as F

from playground.data import digits
from playground.models.classifier.network import DigitClassifier
from playground.models.classifier.outliers import NONE, digit_probability
from playground.training.classifier import DIGITS, moved
from playground.training.run import Job, TrainState, begun, step_generator, step_seed

CALIBRATED, REJECTED = 5000, 0.01  # held-out training digits, and the share of them that may be rejected
OUTLIERS: dict[str, Any] = {
    "network": DIGITS["network"] | {"channels": [16, 32, 64], "classes": 11},
    "training": DIGITS["training"] | {"steps": 2000, "batch": 64},
}
CONFIGS = {"classifier/outliers": OUTLIERS}
Make = Callable[[torch.Tensor, torch.Tensor, torch.Generator], torch.Tensor]


def _some(low: float, high: float, count: int, rng: torch.Generator) -> torch.Tensor:
    """One number for each picture: (count,1,1,1)."""
    return low + (high - low) * torch.rand(count, 1, 1, 1, generator=rng)


def _noise(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Grey or black and white, of any mean."""
    mean, spread = _some(0, 1, len(a), rng), _some(0.1, 1, len(a), rng)
    grey = mean + spread * torch.randn(a.shape, generator=rng)
    return torch.where(_some(0, 1, len(a), rng) < 0.5, grey.clamp(0, 1), (grey > 1).float())


def _grey(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """One grey, or from one to another."""
    across = torch.linspace(0, 1, a.shape[-1]).expand(a.shape)
    first, second = _some(0, 1, len(a), rng), _some(0, 1, len(a), rng)
    second = torch.where(_some(0, 1, len(a), rng) < 0.5, first, second)
    return first + (second - first) * across


def _blurred(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """By sigma 1.6 to 3.5 pixels, the same for all of a batch."""
    sigma = 1.6 + 1.9 * torch.rand((), generator=rng)
    kernel = torch.exp(-torch.arange(-7, 8).square() / (2 * sigma**2))
    kernel = kernel / kernel.sum()
    return F.conv2d(F.conv2d(a, kernel.view(1, 1, 1, -1), padding="same"), kernel.view(1, 1, -1, 1), padding="same")


def _glued(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """One side of a digit and the other side of one of another class."""
    cut = torch.randint(10, 19, (), generator=rng)
    glued = a.clone()
    glued[:, :, :, cut:] = b[:, :, :, cut:]
    return torch.where(_some(0, 1, len(a), rng) < 0.5, glued, _upright(a, b, int(cut)))


def _upright(a: torch.Tensor, b: torch.Tensor, cut: int) -> torch.Tensor:
    return torch.cat([a[:, :, :cut], b[:, :, cut:]], 2)


def _blended(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Two digits, each half transparent."""
    share = _some(0.35, 0.65, len(a), rng)
    return share * a + (1 - share) * b


def _scattered(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """All pixels of a digit in another order, each row in its own place."""
    order = torch.rand(len(a), a[0].numel(), generator=rng).argsort(1)
    return a.flatten(1).gather(1, order).view(a.shape)


def _drowned(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """A digit in noise as strong as itself."""
    return (a + _some(0.5, 1.2, len(a), rng) * torch.randn(a.shape, generator=rng)).clamp(0, 1)


def _inverted(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Black and white exchanged."""
    return 1 - a


def _crossed(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """A digit with two more straight strokes, as thick as a digit's."""
    return torch.maximum(a, torch.maximum(_strokes(len(a), rng), _strokes(len(a), rng)))


def _strokes(count: int, rng: torch.Generator) -> torch.Tensor:
    """A straight stroke each, 8 pixels long or more: (count,1,28,28)."""
    places = torch.arange(28.0)
    x, y = places.view(1, 1, 1, -1), places.view(1, 1, -1, 1)
    x0, y0, angle = _some(6, 22, count, rng), _some(5, 23, count, rng), _some(0, torch.pi, count, rng)
    half, width = _some(4, 10, count, rng), _some(0.8, 1.8, count, rng)
    along = (x - x0) * angle.cos() + (y - y0) * angle.sin()
    across = (y - y0) * angle.cos() - (x - x0) * angle.sin()
    beyond = (along.abs() - half).clamp(min=0)
    return (width + 0.5 - (across.square() + beyond.square()).sqrt()).clamp(0, 1)


def _beside(a: torch.Tensor, b: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Two narrow digits side by side."""
    return torch.cat([F.interpolate(part, (28, 14), mode="area") for part in (a, b)], 3)


MADE: tuple[Make, ...] = (
    *(_noise, _grey, _blurred, _glued, _glued, _blended),
    *(_crossed, _crossed, _crossed, _beside, _scattered, _drowned, _inverted),
)


def varied(images: torch.Tensor, rng: torch.Generator, settings: dict[str, Any]) -> torch.Tensor:
    """Half of (B,1,28,28) moved a little. What is no digit is made of such as well: moving blurs, which would tell."""
    turned = moved(images, rng, settings["rotation"], settings["shift"], settings["scale"])
    return torch.where(_some(0, 1, len(images), rng) < 0.5, turned, images)


def strangers(
    images: torch.Tensor, labels: torch.Tensor, clothing: torch.Tensor, rng: torch.Generator, settings: dict[str, Any]
) -> torch.Tensor:
    """About a batch of pictures that are no digits, of each kind alike: (N,1,28,28) in [0,1]."""
    each = -(-settings["batch"] // (len(MADE) + 1))
    kinds = [varied(clothing[torch.randint(len(clothing), (each,), generator=rng)], rng, settings)]
    for make in MADE:
        first, second = torch.randint(len(images), (2, 2 * each), generator=rng)
        apart = (labels[first] != labels[second]).nonzero()[:each, 0]
        a, b = (varied(images[rows[apart]], rng, settings) for rows in (first, second))
        kinds.append(make(a, b, rng))
    return torch.cat(kinds)


def train(
    state: TrainState, images: torch.Tensor, labels: torch.Tensor, clothing: torch.Tensor, config: dict[str, Any]
) -> Iterator[TrainState]:
    """One optimiser step per `next()`, on as many digits as others; images, clothing (N,1,28,28) in [0,1]."""
    settings = config["training"]
    state.model.train()
    while state.step < settings["steps"]:
        rng = step_generator(settings["seed"], state.step)
        chosen = torch.randint(len(images), (settings["batch"],), generator=rng)
        x = varied(images[chosen], rng, settings)
        others = strangers(images, labels, clothing, rng, settings)
        targets = torch.cat([labels[chosen], labels.new_full((len(others),), NONE)])
        torch.manual_seed(step_seed(settings["seed"], state.step))  # dropout draws from the global generator
        yield state.advance(F.cross_entropy(state.model(torch.cat([x, others])), targets))


def job(name: str, device: torch.device) -> Job:
    """`classifier/outliers`: used only to measure; trained on the CPU, where it takes some minutes."""
    settings = OUTLIERS["training"]
    torch.manual_seed(settings["seed"])
    state = begun(DigitClassifier(**OUTLIERS["network"]), settings)
    (images, labels), (clothing, _) = _loaded("mnist"), _loaded("fashion_mnist")
    return Job(
        name=name,
        config=OUTLIERS,
        state=state,
        steps=lambda: train(state, images[:-CALIBRATED], labels[:-CALIBRATED], clothing, OUTLIERS),
        dataset="MNIST train, Fashion-MNIST train",
        licence=digits.LICENCES["mnist"],
        derive=lambda model: {"reference": _reference(model, images[-CALIBRATED:])},
    )


def _loaded(name: digits.Name) -> tuple[torch.Tensor, torch.Tensor]:
    data = digits.require(name, "train")
    return torch.from_numpy(data.images[:, None].copy()).float() / 255, torch.from_numpy(data.labels)


def _reference(model: DigitClassifier, held: torch.Tensor) -> dict[str, torch.Tensor]:
    """The least probability of being a digit that is accepted, and which of the test digits are: (10000,)."""
    test = digits.require("mnist", "test").images[:, None].copy()
    least = digit_probability(model, held).quantile(REJECTED)
    accepted = digit_probability(model, torch.from_numpy(test).float() / 255) >= least
    return {"least": least.view(1), "accepted": accepted.to(torch.uint8)}
