"""Likelihoods and the bounds below them, in nats: what a VAE is trained on and judged by.

B pictures, P pixels, Z latents, K samples.
"""

import math
from collections.abc import Callable
from typing import Protocol

import torch
from torch.nn import functional as F

LogLikelihood = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]  # decoded (...,P), x (...,P) -> nats (...,)
LOG_2PI = math.log(2 * math.pi)
CHUNK = 16_384  # codes decoded at a time


class Coder(Protocol):
    """Whatever has an encoder and a decoder."""

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x (B,P) -> mu (B,Z), log_var (B,Z) of q(z|x)."""
        ...

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """z (...,Z) -> (...,P), the parameters of p(x|z)."""
        ...


def binarise(grey: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """Each pixel of grey (B,P) in [0,1] is 1 with its grey value's probability: dynamic binarisation, float 0 or 1."""
    return (torch.rand(grey.shape, generator=rng) < grey).to(grey.dtype)


def log_bernoulli(logits: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
    """log p(x|z) (...,) of pixels x (...,P) in {0,1}; of grey x in [0,1] its mean over all binarisations."""
    return (x * logits - F.softplus(logits)).sum(-1)


def log_gaussian(mean: torch.Tensor, x: torch.Tensor, sigma: float) -> torch.Tensor:
    """log N(x; mean, sigma^2 I) (...,) of x (...,P)."""
    return -0.5 * (((x - mean) / sigma) ** 2 + LOG_2PI + 2 * math.log(sigma)).sum(-1)


def reparameterise(mu: torch.Tensor, log_var: torch.Tensor, eps: torch.Tensor) -> torch.Tensor:
    """z = mu + sigma eps, so that gradients pass through z (arXiv 1312.6114, section 2.4)."""
    return mu + (0.5 * log_var).exp() * eps


def kl(mu: torch.Tensor, log_var: torch.Tensor) -> torch.Tensor:
    """KL(N(mu, sigma^2) || N(0, 1)) of each dimension, same shape as mu (arXiv 1312.6114, appendix B)."""
    return 0.5 * (mu**2 + log_var.exp() - 1 - log_var)


def log_weights(
    network: Coder, x: torch.Tensor, eps: torch.Tensor, log_likelihood: LogLikelihood = log_bernoulli
) -> torch.Tensor:
    """log p(x, z_k) - log q(z_k|x), z_k = mu + sigma eps_k: eps (K,B,Z), x (B,P) -> (K,B).

    Its mean over K estimates the ELBO; log-mean-exp over K the importance-weighted bound.
    """
    mu, log_var = network.encode(x)  # (B,Z)
    z = reparameterise(mu, log_var, eps)  # (K,B,Z)
    log_prior_over_q = -0.5 * (z**2 - eps**2 - log_var).sum(-1)
    return log_likelihood(network.decode(z), x) + log_prior_over_q


def elbo(
    network: Coder, x: torch.Tensor, eps: torch.Tensor, log_likelihood: LogLikelihood = log_bernoulli
) -> tuple[torch.Tensor, torch.Tensor]:
    """The two terms of arXiv 1312.6114, eq. 10: mean of log p(x|z) over eps (K,B,Z), (B,); KL per dimension (B,Z).

    The ELBO is the first less the sum of the second.
    """
    mu, log_var = network.encode(x)
    z = reparameterise(mu, log_var, eps)
    return log_likelihood(network.decode(z), x).mean(0), kl(mu, log_var)


@torch.no_grad()
def importance_bound(
    network: Coder, x: torch.Tensor, k: int, rng: torch.Generator, log_likelihood: LogLikelihood = log_bernoulli
) -> torch.Tensor:
    """L_k of each picture, log 1/k sum_i p(x,z_i)/q(z_i|x) (arXiv 1509.00519, eq. 8): x (B,P) -> (B,), in chunks."""
    return bounds(network, x, (k,), rng, log_likelihood)[0]


@torch.no_grad()
def bounds(
    network: Coder,
    x: torch.Tensor,
    ks: tuple[int, ...],
    rng: torch.Generator,
    log_likelihood: LogLikelihood = log_bernoulli,
) -> torch.Tensor:
    """L_k for several rising k from the same max(ks) samples: x (B,P) -> (len(ks),B).

    L_k averages over the max(ks) // k whole groups of k samples, so that small k is the less noisy.
    """
    if not ks or list(ks) != sorted(ks) or ks[0] < 1:
        raise ValueError(f"ks must rise from 1 or more, got {ks}")
    rows, most = max(1, CHUNK // ks[-1]), ks[-1]
    found = []
    for part in x.split(rows):
        latent = network.encode(part[:1])[0].shape[-1]
        pieces = [
            log_weights(network, part, torch.randn(min(CHUNK, most - at), len(part), latent, generator=rng),
                        log_likelihood)
            for at in range(0, most, CHUNK)
        ]  # fmt: skip
        w = torch.cat(pieces)  # (most,B)
        groups = [w[: most // k * k].view(most // k, k, -1).logsumexp(1) - math.log(k) for k in ks]
        found.append(torch.stack([group.mean(0) for group in groups]))
    return torch.cat(found, 1)
