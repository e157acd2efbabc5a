"""The reparameterisation trick on trial: VAEs that are trained anew, with it and without."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.data import digits
from playground.engines._runtime import checked
from playground.families.vae.claims import TRIAL
from playground.measure.bounds import binarise, elbo, log_bernoulli
from playground.models.vae.autoencoder import Autoencoder
from playground.spec import Frame
from playground.training.run import step_generator
from playground.training.vae.estimators import ESTIMATORS, surrogate
from playground.trials.numbers import last, mean, progress

LATENT, LEARNT, BATCH, DRAWS, RATE = 8, 1500, 64, 4, 0.002


@checked(TRIAL)
def reparam_needed(*, seeds: int = 3, seed: int = 0) -> Iterator[Frame]:
    """A VAE of 8x8 digits trained anew with each estimator of the encoder's gradient: equal steps, draws and networks.

    Stats: path, kept, bare: mean ELBO of held-out digits in nats after training, by `ESTIMATORS`; blind: that of the
    best decoder that sees no code; share_kept, share_bare: what the code gains beyond blind, over what it gains through
    the path, with intervals over the runs.
    """
    grey, held = ((torch.from_numpy(digits.small(split)[0]) + 1) / 2 for split in ("train", "test"))
    blind = log_bernoulli(grey.mean(0).clamp(1e-4, 1 - 1e-4).logit(), held).mean().item()
    found = np.zeros((len(ESTIMATORS), seeds))
    for k in range(seeds):
        for place, estimator in enumerate(ESTIMATORS):
            for step, value in _studied(estimator, grey, held, seed + k):
                found[place, k] = value
                yield progress(k + (place + step) / len(ESTIMATORS), seeds)
    stats = {"blind": blind} | {name: row.mean() for name, row in zip(ESTIMATORS, found, strict=True)}
    for name, row in zip(ESTIMATORS[1:], found[1:], strict=True):
        stats |= mean(f"share_{name}", (row - blind) / (found[0] - blind))
    yield last(seeds, stats)


def _studied(estimator: str, grey: torch.Tensor, held: torch.Tensor, seed: int) -> Iterator[tuple[float, float]]:
    """Train one; now and then the share of its steps that is done, and its ELBO of the held digits (N,64) by then."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = Autoencoder(grey.shape[1], (64, 64), LATENT)
    optimizer = torch.optim.Adam(net.parameters(), lr=RATE, fused=True)
    eps = torch.randn(16, len(held), LATENT, generator=torch.Generator().manual_seed(seed))
    for step in range(1, LEARNT + 1):
        rng = step_generator(seed, step)
        x = binarise(grey[torch.randint(len(grey), (BATCH,), generator=rng)], rng)
        draws = torch.randn(DRAWS, len(x), LATENT, generator=rng)
        with torch.enable_grad():
            loss = surrogate(net, x, draws, estimator)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
        optimizer.step()
        if step % (LEARNT // 10) == 0:
            with torch.no_grad():
                log_px, cost = elbo(net, held, eps)
            yield step / LEARNT, (log_px - cost.sum(1)).mean().item()
