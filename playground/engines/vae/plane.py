"""The plane of a 2-D autoencoder: its decoder for the page to evaluate, the codes, the prior's samples, the holes."""

from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np
import torch

from playground.data import digits
from playground.engines._runtime import checked, engine, gpu
from playground.families.vae.plane import EDGE
from playground.measure.digits import confident, confident_real
from playground.measure.holes import reach, same_class, uncovered
from playground.models.classifier.digits import Judgement, judge
from playground.models.vae.autoencoder import Autoencoder
from playground.models.vae.trained import codes, fitted, flat, network, painted
from playground.models.vae.trained import prior as standard
from playground.spec import Frame

NAMES = {
    "AE": "vae/digits2-ae", "VAE": "vae/digits2-vae", "beta 4": "vae/digits2-beta4", "clothing VAE": "vae/fashion2-vae",
}  # fmt: skip
SHOWN, JUDGED, DRAWN = 24, 300, 4000
CELLS = 64
SEEN, RINGS = 0.995, 3.3


@gpu
@checked(engine("vae", "plane"))
def plane(
    *, model: str = "VAE", layers: tuple[str, ...] = ("codes", "rings", "samples"), prior: str = "N(0, I)",
    seed: int = 7, x: float = 0.0, y: float = 0.0,
) -> Iterator[Frame]:  # fmt: skip
    """One Frame with everything that the stage drags over; it decodes places by itself.

    The decoder's linear layers come as they are shipped, SiLU between them and a sigmoid at the end. Holes are as in
    `measure.holes`, over the view, rows from its top; their shares are of 4,000 draws.
    """
    name = NAMES[model]
    stats = {"x": x, "y": y, "from_fitted": prior == "fitted Gaussian", "clothing": model == "clothing VAE"}
    stats |= {f"layer_{layer}": 1.0 for layer in layers}
    arrays, fixed = ground(name)
    drawn, told = samples(name, seed)
    yield Frame(0, 1, arrays | drawn, fixed | told | {key: float(value) for key, value in stats.items()}, kind="result")


@cache
def ground(name: str) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """What no control but the model changes: arrays and stats, as they are declared."""
    net, stored = network(name), codes(name)
    mu = stored["mu"].float()
    arrays = decoder(net) | {"codes": mu.numpy(), "labels": stored["labels"].numpy()}
    arrays |= {"mean": stored["mean"].numpy(), "root": torch.linalg.cholesky(stored["covariance"]).numpy()}
    if "log_var" in stored:
        arrays["spread"] = (0.5 * stored["log_var"].float()).exp().numpy()
    view = min(EDGE, max(RINGS, 1.1 * float(mu.abs().amax(1).quantile(SEEN))))
    arrays["holes"] = uncovered(aggregate(name), cells(view)).view(CELLS, CELLS).to(torch.uint8).numpy()
    plain = "log_var" not in stored
    stats = {"view": view, "plain": float(plain), "parameters": float(sum(w.numel() for w in net.decoder.parameters()))}
    stats |= holes(name) | {"same_class": same_class(mu, stored["labels"])}
    stats |= {"reach": reach(aggregate(name)), "outside": float((mu.abs().amax(1) > view).sum())}
    stats["beyond"] = float((mu.norm(dim=1) > 3).float().mean())
    if (other := principal(name)) is not None:
        arrays["pca"] = other.numpy()
        stats["same_class_pca"] = same_class(other, stored["labels"])
    return arrays, stats


def decoder(net: Autoencoder) -> dict[str, np.ndarray]:
    """The decoder's linear layers in order, float16 as on disk: weight0 (out,in), bias0 (out,), weight1, ..."""
    layers = [layer for layer in net.decoder if isinstance(layer, torch.nn.Linear)]
    return {
        f"{kind}{k}": getattr(layer, kind).detach().half().numpy()
        for k, layer in enumerate(layers)
        for kind in ("weight", "bias")
    }


def aggregate(name: str) -> torch.Tensor:
    """One code z ~ q(z|x) of each stored test picture (2000,2): samples of the aggregate posterior."""
    stored = codes(name)
    mu = stored["mu"].float()
    if "log_var" not in stored:
        return mu
    eps = torch.randn(mu.shape, generator=torch.Generator().manual_seed(0))
    return mu + (0.5 * stored["log_var"].float()).exp() * eps


def cells(view: float) -> torch.Tensor:
    """Middles of 64 x 64 cells over [-view, view]^2, row by row from the top left: (4096,2)."""
    steps = ((torch.arange(CELLS) + 0.5) / CELLS * 2 - 1) * view
    return torch.stack(torch.meshgrid(-steps, steps, indexing="ij")[::-1], -1).flatten(0, 1)


def holes(name: str) -> dict[str, float]:
    """Shares of both priors' draws that lie outside the codes' support, and what the prior's own draws score."""
    mine, fresh = aggregate(name), standard(name, DRAWN + 2000, seed=1)
    return {
        "holes_prior": float(uncovered(mine, standard(name, DRAWN, seed=0)).float().mean()),
        "holes_fitted": float(uncovered(mine, fitted(name, DRAWN, seed=0)).float().mean()),
        "holes_floor": float(uncovered(fresh[DRAWN:], fresh[:DRAWN]).float().mean()),
    }


def principal(name: str) -> torch.Tensor | None:
    """PCA's two numbers of the same test pictures (2000,2), fitted to 10,000 training pictures; None without them."""
    data: digits.Name = "fashion_mnist" if "fashion" in name else "mnist"
    train, test = digits.load(data, "train"), digits.load(data, "test")
    if "embedded" in (train.source, test.source):
        return None
    x = flat(train.images[:10_000])
    axes = torch.linalg.eigh(x.T.cov()).eigenvectors[:, -2:].flip(1)
    return (flat(test.images[: len(codes(name)["mu"])]) - x.mean(0)) @ axes


@lru_cache(maxsize=64)
def samples(name: str, seed: int) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """300 codes of each prior: the first 24 to show, and what the classifier holds of all."""
    arrays, stats = {}, {"judged": float(JUDGED)}
    for kind, draw in {"prior": standard, "fitted": fitted}.items():
        z = draw(name, JUDGED, seed)
        arrays[f"places_{kind}"] = z[:SHOWN].numpy()
        if "fashion" not in name:
            pictures = painted(network(name), z)
            judged = judge(pictures)
            arrays |= verdicts(judged, kind)
            stats[f"confident_{kind}"] = confident(pictures, judged)
    if "fashion" not in name:
        stats["confident_real"] = confident_real()
    return arrays, stats


def verdicts(judged: Judgement, kind: str) -> dict[str, np.ndarray]:
    """Confidence and class of the samples that are shown."""
    shown = judged.probabilities[:SHOWN]
    return {f"sure_{kind}": shown.max(1), f"called_{kind}": shown.argmax(1).astype(np.uint8)}
