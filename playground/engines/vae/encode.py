"""One picture through an autoencoder: its posterior, the bounds below its likelihood, and a damaged digit mended."""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import torch

from playground.data import digits, pictures
from playground.engines._runtime import checked, engine, generators, gpu, noise, to_bytes
from playground.errors import BadInput
from playground.measure.bounds import binarise, bounds, elbo, kl, log_bernoulli, reparameterise
from playground.measure.vae.digits import KS
from playground.models.vae.autoencoder import Autoencoder
from playground.models.vae.trained import codes, flat, network, painted
from playground.spec import Frame

SUFFIXES = {"AE": "ae", "VAE": "vae", "beta 4": "beta4"}
STEMS = {"2 numbers": "digits2", "24 numbers": "digits24"}
DRAWS, BINARISED, INNER, TESTED = 16, 8, 64, 500
FAR = 1e3
STEPS, RATE, TOLERANCE = 50, 0.1, 0.2


def named(model: str, size: str) -> str:
    """The weights of one model of one size."""
    return f"vae/{STEMS[size]}-{SUFFIXES[model]}"


@gpu
@checked(engine("vae", "encode"))
def encode(
    *, model: str = "VAE", size: str = "2 numbers", source: str = "test digit", label: str = "7", index: int = 0,
    strokes: str = "", image: np.ndarray | None = None, damage: str = "none", amount: float = 0.4, seed: int = 7,
) -> Iterator[Frame]:  # fmt: skip
    """One Frame: a picture x, maybe damaged, and everything that the autoencoder makes of what it is given.

    Terms of the bound are means over 8 dynamic binarisations of `seen` (each pixel is 1 with its grey value's
    probability; the encoder sees each): E log p(x|z) over 64 z (z = mu for the AE). Bounds are the ELBO and L_K for K =
    5, 50, 500 (arXiv 1509.00519, eq. 8). elbo_test is of the first `tested` test digits, one binarisation each, where
    the data set is there. Errors are mean squared differences of grey values from the undamaged picture. Raises
    BadInput for an empty pad or a missing upload.
    """
    name = named(model, size)
    net = network(name)
    picture, told = given(source, label, index, strokes, image)
    rng = torch.Generator().manual_seed(seed)
    seen, known = spoil(picture, damage, amount, rng)
    x = flat(seen[None])
    with torch.inference_mode():
        mu, log_var = net.encode(x)
        views = {"picture": picture, "seen": seen, "reconstruction": painted(net, mu)[0]}
        arrays = {view: to_bytes(image, 0, 1) for view, image in views.items()}
        arrays["mu"] = mu[0].numpy()
        found, stats = bounded(name, net, x, rng)
        if not plain(name):
            found |= draws(net, mu, log_var, seed)
    if damage != "none":
        arrays["mended"], errors = mend(net, picture, seen, known)
        stats |= errors
    stats |= told | {"plain": plain(name), "damaged": damage != "none"}
    ground, view = surroundings(name, mu[0])
    yield Frame(
        0, 1, arrays | found | ground, {key: float(value) for key, value in (stats | view).items()}, kind="result"
    )


def plain(name: str) -> bool:
    """Whether these weights have no posterior: a plain autoencoder."""
    return "log_var" not in codes(name)


def given(
    source: str, label: str, index: int, strokes: str, image: np.ndarray | None
) -> tuple[np.ndarray, dict[str, float]]:
    """The picture float32 (28,28) in [0,1], and what was found out about it."""
    if source == "test digit":
        test = digits.load("mnist", "test")
        rows = np.flatnonzero(test.labels == int(label))
        return test.images[rows[index % len(rows)]] / np.float32(255), {"given": 0, "blank": 0, "inverted": 0}
    raw = pictures.drawing(strokes) if source == "drawing" else image
    if raw is None:
        raise BadInput("Nothing is uploaded yet: choose a picture file, or another source.")
    picture, inverted = pictures.as_digit(raw)
    return picture / np.float32(255), {"given": 1, "blank": not picture.any(), "inverted": inverted}


def spoil(picture: np.ndarray, damage: str, amount: float, rng: torch.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The picture (28,28) with Gaussian noise of deviation `amount`, or without a square of that share of its side.

    The square's middle is a pixel drawn by its brightness, so that ink is lost. Also which pixels are known (28,28).
    """
    known = np.ones_like(picture)
    if damage == "noise":
        noisy = picture + amount * torch.randn(picture.shape, generator=rng).numpy()
        return noisy.clip(0, 1).astype(np.float32), known
    if damage == "missing patch":
        width = round(amount * len(picture))
        weights = torch.from_numpy(picture).flatten() + 1e-6
        row, column = divmod(int(torch.multinomial(weights, 1, generator=rng)), len(picture))
        top, left = (max(0, min(len(picture) - width, middle - width // 2)) for middle in (row, column))
        known[top : top + width, left : left + width] = 0
    return picture * known, known


def bounded(
    name: str, net: Autoencoder, x: torch.Tensor, rng: torch.Generator
) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """The terms of the ELBO and the bounds of one picture x (1,784)."""
    binary = binarise(x.expand(BINARISED, -1), rng)
    if plain(name):
        return {}, {"reconstruction": float(log_bernoulli(net.decode(net.encode(binary)[0]), binary).mean())}
    log_px, cost = elbo(net, binary, torch.randn(INNER, BINARISED, net.latent, generator=rng))
    reconstruction, cost = float(log_px.mean()), cost.mean(0)  # cost (Z,)
    tight = bounds(net, binary, KS, rng).mean(1)
    tight[0] = reconstruction - cost.sum()
    stats = {"reconstruction": reconstruction, "divergence": float(cost.sum()), "elbo": float(tight[0])}
    return {"bounds": tight.float().numpy()}, stats | usual(name)


@cache
def usual(name: str) -> dict[str, float]:
    """What test digits score; empty where the data set is not there."""
    test = digits.load("mnist", "test")
    if test.source == "embedded":
        return {}
    rng = torch.Generator().manual_seed(0)
    x = binarise(flat(test.images[:TESTED]), rng)
    with torch.inference_mode():
        log_px, cost = elbo(network(name), x, torch.randn(INNER, len(x), network(name).latent, generator=rng))
    return {"elbo_test": float((log_px - cost.sum(1)).mean()), "tested": float(len(x))}


def draws(net: Autoencoder, mu: torch.Tensor, log_var: torch.Tensor, seed: int) -> dict[str, np.ndarray]:
    """16 draws of the posterior of one picture, mu and log_var (1,Z), and what each dimension of it costs."""
    eps = noise(generators(seed, DRAWS), (net.latent,))
    samples = to_bytes(painted(net, reparameterise(mu, log_var, eps)), 0, 1)
    cost = kl(mu, log_var)[0].numpy()
    return {"log_var": log_var[0].numpy(), "kl": cost, "eps": eps.numpy(), "samples": samples}


def mend(
    net: Autoencoder, picture: np.ndarray, seen: np.ndarray, known: np.ndarray
) -> tuple[np.ndarray, dict[str, float]]:
    """The picture mended by search, uint8 (28,28), and the mean squared errors of every stage."""
    with torch.inference_mode():
        encoded, floor = (painted(net, net.encode(flat(x[None]))[0])[0] for x in (seen, picture))
    found = painted(net, search(net, flat(seen[None]), flat(known[None])))[0]
    images = {"error_before": seen, "error_after": encoded, "error_mended": found, "error_floor": floor}
    return to_bytes(found, 0, 1), {key: float(((image - picture) ** 2).mean()) for key, image in images.items()}


def search(net: Autoencoder, x: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """The code (1,Z) whose picture fits x (1,784) best where it is known (1,784), from the encoder's guess on.

    50 steps of Adam on |x - p(x|z)|^2 / (2 * 0.2^2) + |z|^2 / 2: the encoder never saw damage, but every picture of the
    decoder is whole.
    """
    with torch.no_grad():
        z = net.encode(x)[0]
    z.requires_grad_(True)
    optimizer = torch.optim.Adam([z], lr=RATE)
    with torch.enable_grad():
        for _ in range(STEPS):
            error = ((net.decode(z).sigmoid() - x) ** 2 * known).sum()
            optimizer.zero_grad()
            (error / (2 * TOLERANCE**2) + (z**2).sum() / 2).backward()
            optimizer.step()
    return z.detach()


def surroundings(name: str, mu: torch.Tensor) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Stored test codes in the two most active dimensions, and half of the width that shows most and mu (Z,)."""
    stored, active = codes(name), activity(name)
    dims = active.topk(2).indices
    flat_codes = stored["mu"].float()[:, dims]
    view = 1.1 * max(float(flat_codes.abs().amax(1).quantile(0.995)), float(mu[dims].abs().max()))
    arrays = {
        "activity": active.numpy(), "dims": dims.to(torch.int32).numpy(), "codes": flat_codes.contiguous().numpy(),
        "labels": stored["labels"].numpy(),
    }  # fmt: skip
    return arrays, {"view": max(3.3, view)}


def activity(name: str) -> torch.Tensor:
    """Per dimension (Z,) the mean KL in nats over the stored test codes; for the AE the variance of the code."""
    stored = codes(name)
    mu = stored["mu"].float()
    return mu.var(0) if plain(name) else kl(mu, stored["log_var"].float()).mean(0)


def moved(model: str, size: str, z: Sequence[float]) -> Frame:
    """The picture at one code z of a dragged point: array picture uint8 (28,28). Raises BadInput."""
    if not (isinstance(model, str) and isinstance(size, str) and model in SUFFIXES and size in STEMS):
        raise BadInput("There is no such model: choose one at the left.")
    net = network(named(model, size))
    numbers = isinstance(z, Sequence) and all(type(value) in (int, float) and abs(value) <= FAR for value in z)
    if not numbers or len(z) != net.latent:
        raise BadInput(f"A place here is {net.latent} numbers from −{FAR:,.0f} to {FAR:,.0f}: drag the point again.")
    return Frame(
        0, 1, {"picture": to_bytes(painted(net, torch.tensor([z], dtype=torch.float32))[0], 0, 1)}, kind="result"
    )
