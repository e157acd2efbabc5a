"""The duel's rules: what each opponent minimises, and the penalties that keep the duel fair."""

from collections.abc import Callable

import torch
from torch.nn.functional import relu, softplus

Judge = Callable[[torch.Tensor], torch.Tensor]  # samples (B,...) -> logits (B,)


def discriminator_loss(
    loss: str, real: torch.Tensor, fake: torch.Tensor, smoothing: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor]:
    """What D minimises, in its two halves: over the logits of real and of fake samples, each (B,) -> scalar.

    minimax and non-saturating: arXiv 1406.2661, eq. 1, with D = sigmoid(logit); least squares: arXiv 1611.04076, eq. 2;
    Wasserstein: arXiv 1701.07875, eq. 3; hinge: arXiv 1705.02894. `smoothing` lowers the target of real samples from
    1 to 1 - smoothing (arXiv 1606.03498); Wasserstein and hinge have no target, and ignore it.
    """
    match loss:
        case "minimax" | "non-saturating":
            halves = softplus(-real) + smoothing * real, softplus(fake)
        case "least squares":
            halves = (real - 1 + smoothing).square() / 2, fake.square() / 2
        case "Wasserstein":
            halves = -real, fake
        case "hinge":
            halves = relu(1 - real), relu(1 + fake)
        case _:
            raise ValueError(loss)
    return halves[0].mean(), halves[1].mean()


def generator_loss(loss: str, fake: torch.Tensor) -> torch.Tensor:
    """What G minimises, over the logits (B,) of its samples; sources as for `discriminator_loss`."""
    match loss:
        case "minimax":
            return -softplus(fake).mean()  # log(1 - D)
        case "non-saturating":
            return softplus(-fake).mean()  # -log D
        case "least squares":
            return (fake - 1).square().mean() / 2
        case "Wasserstein" | "hinge":
            return -fake.mean()
    raise ValueError(loss)


def r1_penalty(judge: Judge, real: torch.Tensor) -> torch.Tensor:
    """E |grad D(x)|^2 / 2 at real samples (arXiv 1801.04406, eq. 9)."""
    real = real.detach().requires_grad_()
    (slope,) = torch.autograd.grad(judge(real).sum(), real, create_graph=True)
    return slope.square().flatten(1).sum(1).mean() / 2


def gradient_penalty(judge: Judge, real: torch.Tensor, fake: torch.Tensor, mix: torch.Tensor) -> torch.Tensor:
    """E (|grad D| - 1)^2 between real and fake (arXiv 1704.00028, eq. 3); mix (B,1) in [0,1]."""
    between = (mix * real + (1 - mix) * fake.detach()).requires_grad_()
    (slope,) = torch.autograd.grad(judge(between).sum(), between, create_graph=True)
    return ((slope.flatten(1).square().sum(1) + 1e-12).sqrt() - 1).square().mean()
