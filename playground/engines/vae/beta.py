"""The 24-D autoencoders from beta 0 to 10: what every dimension costs, and the decoder to move them with."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import torch

from playground.data import digits
from playground.engines._runtime import checked, engine, gpu
from playground.engines.vae.plane import decoder
from playground.measure.bounds import binarise, kl
from playground.measure.vae.digits import ACTIVE, terms
from playground.models.vae.trained import codes, flat, network, painted
from playground.spec import Frame

STOPS = {
    "AE": "vae/digits24-ae", "beta 0.25": "vae/digits24-beta025", "VAE": "vae/digits24-vae",
    "beta 4": "vae/digits24-beta4", "beta 10": "vae/digits24-beta10",
}  # fmt: skip
BETAS = {"beta 0.25": 0.25, "VAE": 1.0, "beta 4": 4.0, "beta 10": 10.0}
NAMES = STOPS | {"clothing VAE": "vae/fashion24-vae"}
MEASURED = 2000


@gpu
@checked(engine("vae", "beta"))
def beta(*, model: str = "VAE", start: str = "7", seed: int = 0) -> Iterator[Frame]:
    """One Frame with everything that the sliders move; the page decodes by itself.

    What is measured is measured on binarised test pictures, where the data set is there, else from their stored codes.
    """
    name, stored = NAMES[model], codes(NAMES[model])
    net, plain = network(name), "log_var" not in stored
    arrays, stats = measured(name)
    middle, scale = (stored["mean"], stored["covariance"].diag().sqrt()) if plain else _standard(net.latent)
    which = _which(stored["labels"], start, seed)
    code = middle if which < 0 else stored["mu"][which]
    arrays = arrays | decoder(net) | {"middle": middle.numpy(), "scale": scale.numpy(), "code": code.numpy()}
    arrays["decoded"] = (painted(net, code[None])[0] * 255).round().astype(np.uint8)
    if not plain:
        spread = torch.ones(net.latent) if which < 0 else (0.5 * stored["log_var"][which]).exp()
        arrays["spread"] = spread.numpy()
    images = _test(name)
    if which >= 0 and images is not None:
        arrays["picture"] = images[which]
    arrays["order"] = np.argsort(-arrays["variance" if plain else "cost"], kind="stable").astype(np.int32)
    told = {"beta": BETAS.get(model, float(not plain)), "plain": plain, "clothing": "fashion" in name, "which": which}
    beside, floors = stops(model)
    yield Frame(
        0, 1, arrays | beside, stats | floors | {key: float(value) for key, value in told.items()}, kind="result"
    )


def _standard(latent: int) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.zeros(latent), torch.ones(latent)


def _which(labels: torch.Tensor, start: str, seed: int) -> int:
    """The seed's picture of that class among the stored ones, counted round; -1 for the origin."""
    if start == "origin":
        return -1
    mine = (labels == int(start)).nonzero()[:, 0]
    return int(mine[seed % len(mine)])


def _test(name: str) -> np.ndarray | None:
    """The test pictures whose codes are stored, uint8 (2000,28,28); None where the data set is absent."""
    found = digits.load("fashion_mnist" if "fashion" in name else "mnist", "test")
    return None if found.source == "embedded" else found.images[:MEASURED]


@cache
def measured(name: str) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """Per dimension and in sum, as it is declared: on binarised test pictures, else from the stored codes."""
    stored, images = codes(name), _test(name)
    plain = "log_var" not in stored
    if images is None:
        mu, log_px = stored["mu"], None
        cost = None if plain else kl(mu, stored["log_var"])
    else:
        x = binarise(flat(images), torch.Generator().manual_seed(0))
        log_px, found, mu = terms(network(name), x, plain)
        cost = None if plain else found
    variance = mu.var(0)
    arrays, stats = {"variance": variance.numpy()}, {"n": float(len(mu)), "active": float((variance > ACTIVE).sum())}
    if log_px is not None:
        stats |= _spread("reconstruction", log_px)
    if cost is not None:
        arrays["cost"] = cost.mean(0).numpy()
        stats |= _spread("rate", cost.sum(1))
    if log_px is not None and cost is not None:
        stats |= _spread("elbo", log_px - cost.sum(1))
    return arrays, stats


def _spread(name: str, values: torch.Tensor) -> dict[str, float]:
    return {name: float(values.mean()), f"{name}_error": float(values.std() / len(values) ** 0.5)}


def stops(model: str) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """The chart beside: every trained stop on these pictures; nothing where they are absent."""
    names = {"clothing VAE": 1.0} if model == "clothing VAE" else BETAS
    if _test(NAMES[model]) is None:
        return {}, {}
    found = [measured(NAMES[stop])[1] for stop in names]
    arrays = {"stop_beta": np.array(list(names.values()), np.float32)}
    arrays |= {f"stop_{key}": np.array([one[key] for one in found], np.float32)
               for key in ("rate", "reconstruction", "active")}  # fmt: skip
    if model == "clothing VAE":
        return arrays, {}
    ae = measured(STOPS["AE"])[1]
    return arrays, {"plain_reconstruction": ae["reconstruction"], "plain_active": ae["active"]}
