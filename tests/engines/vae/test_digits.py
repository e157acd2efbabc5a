"""The autoencoder that trains live on 8x8 digits: what is shown of it, and how good it could be."""

import numpy as np
import pytest

from playground.data.digits import small
from playground.engines.vae.digits import TABLE, Pictures, digits
from tests.engines.vae.studying import TINY, started


@pytest.mark.parametrize("latent", [1, 2, 5])
def test_shapes_of_digits(latent):
    frame = started(digits, latent=latent)[1]
    shown = min(latent, 2)
    assert {name: array.shape for name, array in frame.arrays.items()} == {
        "real": (12, 8, 8), "again": (12, 8, 8), "fake": (24, 8, 8), "verdict": (24,), "verdict_class": (24,),
        "mu": (300, shown), "sigma": (300, shown), "eps": (300, shown), "shown": (shown,), "labels": (300,),
    }  # fmt: skip


def test_the_ceiling_of_a_digit_is_its_own_grey():
    held = (small("test")[0] + 1) / 2
    entropy = -np.where((held > 0) & (held < 1), held * np.log(held + 1e-9) + (1 - held) * np.log(1 - held + 1e-9), 0)
    assert Pictures(TABLE.check(TINY)).floors["reconstruction_best"] == pytest.approx(-entropy.sum(1).mean(), rel=1e-3)
