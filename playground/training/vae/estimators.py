"""Three ways to train an encoder whose code is drawn: through the draw, or by the score function."""

import torch

from playground.measure.bounds import kl, log_bernoulli, reparameterise
from playground.models.vae.autoencoder import Autoencoder

ESTIMATORS = ("path", "kept", "bare")


def surrogate(network: Autoencoder, x: torch.Tensor, eps: torch.Tensor, estimator: str) -> torch.Tensor:
    """What is differentiated for minus the ELBO's gradient: x (B,P) binary, eps (K,B,Z) -> scalar.

    The KL and the decoder's own gradient are the same for all. The encoder's gradient of E log p(x|z) is taken

    - "path": through z = mu + sigma eps (arXiv 1312.6114, section 2.4);
    - "bare": as log p(x|z) grad log q(z|x), the score function (Williams 1992);
    - "kept": as "bare", each draw less the mean of the K - 1 others (openreview r1lgTGL5DE).
    """
    mu, log_var = network.encode(x)
    z = reparameterise(mu, log_var, eps)  # (K,B,Z)
    if estimator == "path":
        return (kl(mu, log_var).sum(1) - log_bernoulli(network.decode(z), x).mean(0)).mean()
    z = z.detach()
    log_px = log_bernoulli(network.decode(z), x)  # (K,B)
    log_q = -0.5 * (log_var + (z - mu).square() / log_var.exp()).sum(-1)  # (K,B), less a constant
    reward = log_px.detach()
    if estimator == "kept":
        reward = reward - (reward.sum(0) - reward) / (len(reward) - 1)
    return (kl(mu, log_var).sum(1) - (log_px + reward * log_q).mean(0)).mean()
