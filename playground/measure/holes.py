"""Holes of a latent space: where a prior draws codes, but no picture has its own."""

import torch

NEIGHBOURS, KEPT = 5, 0.95


def fifth_nearest(codes: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """Distance (P,) of each place (P,Z) to the fifth nearest of the codes (N,Z), N >= 5."""
    return torch.cdist(places, codes).topk(NEIGHBOURS, largest=False).values[:, -1]


def reach(codes: torch.Tensor) -> float:
    """How far from its fifth nearest code a place may lie and still belong to the codes (N,Z), N > 5.

    The distance within which 95 % of the codes have five others. Places no farther than that are covered: they stand
    for the support of the aggregate posterior, the mean of q(z|x) over the pictures. One distance for all places: a few
    codes that lie far apart, as a plain autoencoder's do, widen it, and then gaps between the others count as covered.
    """
    others = torch.cdist(codes, codes).topk(NEIGHBOURS + 1, largest=False).values[:, -1]
    return float(others.quantile(KEPT))


def uncovered(codes: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """Booleans (P,): which places (P,Z) lie beyond the `reach` of the codes (N,Z).

    Of places drawn as the codes were, about 5 % do: the floor of every share of holes.
    """
    return fifth_nearest(codes, places) > reach(codes)


def same_class(codes: torch.Tensor, labels: torch.Tensor) -> float:
    """The share of codes (N,Z) whose class (N,) most of their five nearest others have; ties go to the lowest class."""
    nearest = torch.cdist(codes, codes).fill_diagonal_(torch.inf).topk(NEIGHBOURS, largest=False).indices
    votes = torch.nn.functional.one_hot(labels.long()[nearest]).sum(1)
    return float((votes.argmax(1) == labels).float().mean())
