"""The experiment behind the toy's claim."""

from collections.abc import Iterator

import numpy as np
import torch

from playground.data import plane
from playground.engines._runtime import checked
from playground.engines.toy.one import fitted
from playground.families.toy.claims import TRIAL
from playground.spec import Frame
from playground.trials.numbers import last, mean, progress


@checked(TRIAL)
def middle(*, seeds: int = 5, seed: int = 0) -> Iterator[Frame]:
    """Stats: gap, from the mean of the points to the Gaussian's, with interval."""
    gaps = np.zeros(seeds)
    for k in range(seeds):
        x = plane.density("blobs").sample(50, torch.Generator().manual_seed(seed + k))
        *_, (net, _) = fitted(x, 100)
        gaps[k] = (net.mean - x.mean(0)).norm().item()
        yield progress(k + 1, seeds)
    yield last(seeds, mean("gap", gaps))
