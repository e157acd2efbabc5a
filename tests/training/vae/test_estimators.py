"""All estimators aim at the same gradient; the path's is the quietest."""

import torch

from playground.models.vae.autoencoder import Autoencoder
from playground.training.vae.estimators import ESTIMATORS, surrogate

X = torch.tensor([[1.0, 0, 1, 1, 0], [0, 1, 0, 0, 1], [1, 1, 0, 1, 0]])
DRAWS, REPEATS = 50, 400


def slopes(estimator: str) -> torch.Tensor:
    """The encoder's gradient of each repeat, and the decoder's: (REPEATS,P)."""
    torch.manual_seed(0)
    network, rng = Autoencoder(5, (4,), 2), torch.Generator().manual_seed(1)
    found = []
    for _ in range(REPEATS):
        eps = torch.randn(DRAWS, len(X), 2, generator=rng)
        parts = torch.autograd.grad(surrogate(network, X, eps, estimator), list(network.parameters()))
        found.append(torch.cat([part.flatten() for part in parts]))
    return torch.stack(found).double()


def test_all_have_the_same_mean_and_each_help_makes_it_quieter():
    found = {name: slopes(name) for name in ESTIMATORS}
    truth = found["path"].mean(0)
    for name, values in found.items():
        error = (values.var(0) / REPEATS + found["path"].var(0) / REPEATS).sqrt() + 1e-9
        assert ((values.mean(0) - truth) / error).square().mean() < 2, name
    spread = {name: values.var(0).sum() for name, values in found.items()}
    assert spread["path"] < spread["kept"] < spread["bare"]
