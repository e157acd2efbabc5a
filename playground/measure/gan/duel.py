"""The rows of the duels in the plane: collapse, and cure, over seeds."""

from collections.abc import Callable, Iterator

import numpy as np

from playground.measure.quality import Row, row

Fight = Callable[[int, str], dict[str, float]]  # seed, setting -> coverage of 2,500 samples at the end
PERFECT = 0.9889  # share of a Gaussian within 3 sigma in the plane: 1 - exp(-9/2)


def ring_rows(fight: Fight, samples: int | None) -> Iterator[Row]:
    """The ring of 8 without and with the gradient penalty, all else equal."""
    seeds = samples or 10
    plain = [fight(seed, "ring plain") for seed in range(seeds)]
    collapsed = sum(one["modes"] <= 4 and one["high_quality"] >= 0.6 for one in plain)
    how = "seeds that end with <= 4 of 8 modes and >= 60 % high quality; 4,000 iterations, no cure"
    yield row("gan.ring_collapse", collapsed, "seeds", seeds, how, 0.0)
    cured = [fight(seed, "ring cured") for seed in range(seeds)]
    whole = sum(one["fair_modes"] == 8 for one in cured)
    how = "the same with the gradient penalty: seeds with all 8 modes, each a quarter of its fair share or more"
    yield row("gan.ring_cured_modes", whole, "seeds", seeds, how, float(seeds))
    quality = np.mean([one["high_quality"] for one in cured])
    yield row("gan.ring_cured_hq", quality, "share", seeds, "the same seeds: share within 3 sigma", PERFECT)


def grid_rows(fight: Fight, samples: int | None) -> Iterator[Row]:
    """The grid of 25, PacGAN's protocol: plain, and with the best cure."""
    seeds = samples or 10
    plain = [fight(seed, "grid plain") for seed in range(seeds)]
    how = "2,500 samples, modes with a high-quality sample, mean over seeds; no cure"
    yield row("gan.grid_plain_modes", np.mean([one["modes"] for one in plain]), "modes", seeds, how, 25.0)
    cured = [fight(seed, "grid cured") for seed in range(seeds)]
    how = "the same protocol; minibatch deviation, R1, averaged generator, 8,000 iterations"
    yield row("gan.grid_cured_modes", np.mean([one["modes"] for one in cured]), "modes", seeds, how, 25.0)
    quality = np.mean([one["high_quality"] for one in cured])
    yield row("gan.grid_cured_hq", quality, "share", seeds, "the same samples: share within 3 sigma", PERFECT)
