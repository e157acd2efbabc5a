"""The autoencoders' rows: bounds in nats, samples from the prior, the midpoint of a 1 and a 7, strange pictures."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import torch

from playground import store
from playground.data import digits
from playground.measure.anomaly import CORRUPTIONS, auroc, pca_error
from playground.measure.bounds import binarise, bounds, elbo, kl, log_bernoulli, reparameterise
from playground.measure.digits import CONFIDENT, confident, confident_real
from playground.measure.pictures import nearest_training, sharpness
from playground.measure.quality import Row, row
from playground.measure.statistics import mean_interval, wilson
from playground.models.classifier.digits import judge
from playground.models.vae.autoencoder import Autoencoder
from playground.models.vae.trained import (
    BATCH,
    fitted,
    flat,
    midpoints,
    network,
    painted,
    prior,
    reconstructed,
    squared_error,
)

SHORT = {"vae/digits24-vae": "vae.prior", "vae/digits24-ae": "ae.prior"}  # the rows that stand for their kind
KS = (1, 5, 50, 500)
ACTIVE = 0.01  # variance of a dimension's mean over the pictures from which it counts as used (arXiv 1509.00519, 5.2)


@torch.inference_mode()
def minus_elbo(net: Autoencoder, images: np.ndarray, samples: int = 10, seed: int = 0) -> np.ndarray:
    """-ELBO (N,) in nats of pictures (N,28,28), mean over all binarisations of the grey values and `samples` codes."""
    rng, found = torch.Generator().manual_seed(seed), []
    for x in flat(images).split(BATCH):
        log_px, cost = elbo(net, x, torch.randn(samples, len(x), net.latent, generator=rng))
        found.append(cost.sum(1) - log_px)
    return torch.cat(found).numpy()


def binarised(samples: int | None, data: digits.Name = "mnist") -> torch.Tensor:
    """Test pictures, each pixel drawn once from its grey value, (N,784)."""
    images = digits.require(data, "test").images[:samples]
    return binarise(flat(images), torch.Generator().manual_seed(0))


def bound_rows(name: str, samples: int | None) -> Iterator[Row]:
    """ELBO, importance-weighted bound, and whether the bound rises with K."""
    x = binarised(samples)
    found = bounds(network(name), x, KS, torch.Generator().manual_seed(1)).double().numpy()  # (4,N)
    error = found.std(1, ddof=1) / len(x) ** 0.5
    how = "dynamically binarised MNIST test, standard error"
    yield row("vae.elbo", found[0].mean(), "nats", len(x), f"K = 1, {how} {error[0]:.2f}")
    yield row(
        "vae.nll", found[-1].mean(), "nats", len(x), f"log p(x) >= this bound, K = {KS[-1]}, {how} {error[-1]:.2f}"
    )
    gains = [mean_interval(later - sooner) for sooner, later in pairwise(found)]
    told = "; ".join(
        f"{sooner} to {later}: {gain:+.2f} [{low:.2f}, {high:.2f}]"
        for (sooner, later), (gain, low, high) in zip(pairwise(KS), gains, strict=True)
    )
    yield row("vae.iwae_monotone", all(low > 0 for _, low, _ in gains), "yes = 1", len(x), f"nats from K {told}")


def plane_rows(name: str, samples: int | None) -> Iterator[Row]:
    """The ELBO with two latents, mean of 100 codes a picture."""
    x = binarised(samples)
    found = bounds(network(name), x, (1, 100), torch.Generator().manual_seed(1))[0].double().numpy()
    error = found.std(ddof=1) / len(x) ** 0.5
    yield row(
        "vae.elbo_2d", found.mean(), "nats", len(x), f"dynamically binarised MNIST test, standard error {error:.2f}"
    )


@torch.inference_mode()
def terms(net: Autoencoder, x: torch.Tensor, plain: bool, seed: int = 1) -> tuple[torch.Tensor, ...]:
    """What binary pictures x (B,784) cost: log p(x|z) (B,) and KL (B,Z) in nats, and mu (B,Z).

    z is drawn once a picture; of a plain autoencoder it is mu, and the KL says nothing.
    """
    mu, log_var = net.encode(x)
    eps = torch.randn(mu.shape, generator=torch.Generator().manual_seed(seed))
    z = mu if plain else reparameterise(mu, log_var, eps)
    log_px = torch.cat([log_bernoulli(net.decode(a), b) for a, b in zip(z.split(BATCH), x.split(BATCH), strict=True)])
    return log_px, kl(mu, log_var), mu


def term_rows(name: str, samples: int | None) -> Iterator[Row]:
    """What the code costs and what it brings: reconstruction, KL, dimensions in use."""
    net, (config, _) = network(name), store.read(name)
    x = binarised(samples, config["data"])
    id, plain = _id(name), _plain(config)
    log_px, cost, mu = terms(net, x, plain)
    how = f"dynamically binarised {digits.TITLES[config['data']]} test"
    code = "z = mu" if plain else "one z a picture"
    yield row(f"{id}_reconstruction", log_px.mean(), "nats", len(x), f"E log p(x|z), {code}, {how}")
    if not plain:
        yield row(f"{id}_kl", cost.sum(1).mean(), "nats", len(x), how)
    active = int((mu.var(0) > ACTIVE).sum())
    yield row(f"{id}_active", active, "dimensions", len(x), f"variance of mu > {ACTIVE}, of {net.latent}")


def _confident_row(id: str, name: str, z: torch.Tensor, drawn: str) -> Row:
    pictures = painted(network(name), z)
    share = confident(pictures, judge(pictures))
    low, high = wilson(round(share * len(z)), len(z))
    clear = f"no outlier, and the classifier above {CONFIDENT}"
    how = f"{name}, {drawn}, {clear}, 95 % [{low:.3f}, {high:.3f}]; floor: test digits"
    return row(id, share, "share", len(z), how, confident_real())


def prior_rows(name: str, samples: int | None) -> Iterator[Row]:
    """Pictures from the prior that are clearly a digit; of a plain autoencoder also from the Gaussian of its codes.

    A plain autoencoder's codes owe the prior nothing: the Gaussian is its fair trial.
    """
    id = SHORT.get(name, _id(name) + "_prior")
    yield _confident_row(f"{id}_confident", name, prior(name, samples or 2000), "z from N(0, I)")
    if _plain(store.read(name)[0]):
        told = "z from a Gaussian fitted to its codes"
        yield _confident_row(f"{id}_fitted_confident", name, fitted(name, samples or 2000), told)


def _id(name: str) -> str:
    return f"vae.{name.removeprefix('vae/').replace('-', '_')}"


def _plain(config: dict[str, Any]) -> bool:
    return config["objective"].get("deterministic", False)


def pairs(count: int, first: int = 1, second: int = 7, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """`count` pairs of test digits of two classes, none twice while there are enough: two float (count,28,28)."""
    test, rng = digits.require("mnist", "test"), np.random.default_rng(seed)
    mine = [np.flatnonzero(test.labels == label) for label in (first, second)]
    chosen = [rng.choice(rows, count, replace=count > len(rows)) for rows in mine]
    return tuple(test.images[rows].astype(np.float32) / 255 for rows in chosen)


def morph_rows(name: str, samples: int | None) -> Iterator[Row]:
    """The latent midpoint of a 1 and a 7 against the pixels' mean: nearer to training digits? sharper?"""
    a, b = pairs(samples or 200)
    net = network(name)
    middle, fade = midpoints(net, a, b), (a + b) / 2
    blurred_fade = (reconstructed(net, a) + reconstructed(net, b)) / 2
    for id, of, better, told in (
        ("closer", lambda x: -nearest_training(x)[0], "nearer", "pixel distance to the nearest of 60,000"),
        ("sharper", sharpness, "sharper", "edge steepness"),
    ):
        own, pixels, control = of(middle), of(fade), of(blurred_fade)
        low, high = wilson(int((own > pixels).sum()), len(a))
        how = (
            f"pairs 1-7, latent line's middle is {better} than the pixel cross-fade, 95 % [{low:.3f}, {high:.3f}]; "
            f"{told}: {abs(own.mean()):.2f} against {abs(pixels.mean()):.2f}; than the two reconstructions' fade: "
            f"{(own > control).mean():.3f}"
        )
        yield row(f"vae.morph_{id}", (own > pixels).mean(), "share", len(a), how)


def anomaly_rows(name: str, samples: int | None) -> Iterator[Row]:
    """Test digits against clothing and against corrupted digits, by -ELBO; PCA on the same pictures."""
    net = network(name)
    normal, clothing = (
        flat(digits.require(data, "test").images[:samples]).unflatten(1, (28, 28)).numpy()
        for data in ("mnist", "fashion_mnist")
    )
    count, known = len(normal) + len(clothing), minus_elbo(net, normal)
    by_error = auroc(squared_error(net, normal), squared_error(net, clothing))
    how = f"-ELBO, digits against Fashion-MNIST test; by squared error of the reconstruction {by_error:.4f}"
    yield row("vae.anomaly_auroc", auroc(known, minus_elbo(net, clothing)), "area", count, how)
    how = "PCA of 32 components, squared error, same pictures"
    yield row("pca.anomaly_auroc", auroc(pca_error(normal), pca_error(clothing)), "area", count, how)
    rng = np.random.default_rng(0)
    scores = {kind: minus_elbo(net, corrupt(normal, rng)) for kind, corrupt in CORRUPTIONS.items()}
    told = ", ".join(f"{kind} {auroc(known, found):.3f}" for kind, found in scores.items())
    pooled = auroc(known, np.concatenate(list(scores.values())))
    yield row("vae.anomaly_corrupted_auroc", pooled, "area", 5 * len(normal), f"-ELBO, four kinds together; {told}")
