"""The VAE family in tests: values with which its engines are quick, and made-up results of its claims."""

from collections.abc import Mapping

from playground.spec import Order
from tests.values.intervals import ABOVE, ACROSS, BELOW, around

SMALL = {
    "morph": {"frames": 5},
    "train": {"steps": 3},
    "digits": {"steps": 3},
    "anomaly": {"samples": 50},
    "compress": {"samples": 20},
}
MORE = {
    "anomaly": [{"strokes": "5,5 10,20 20,22", "samples": 50}],
    "encode": [{"model": "AE", "damage": "noise"}],
}
ORDERS = {
    "train": [Order("look", {"density": "drawn"})],
    "digits": [Order("look", {"rate": 0.001})],
}


def generates(*ends: tuple[float, float]) -> dict[str, float]:
    """Precision and recall of the AE from N(0, I), then from a fitted Gaussian; the VAE has about 0.9 of both."""
    names = ("plain_precision", "plain_recall", "fitted_precision", "fitted_recall")
    found = around("vae_precision", 0.89, 0.91) | around("vae_recall", 0.89, 0.91)
    for name, (low, high) in zip(names, ends, strict=True):
        found |= around(name, low, high)
    return found


# Claim and verdict -> results that must give it.
MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {
    ("midpoint-morph", "confirmed"): [around("closer", 0.6, 0.8) | around("sharper", 0.51, 0.7)],
    ("midpoint-morph", "inconclusive"): [around("closer", 0.6, 0.8) | around("sharper", 0.45, 0.7)],
    ("midpoint-morph", "refuted"): [
        around("closer", 0.6, 0.8) | around("sharper", 0.2, 0.4),
        around("closer", 0.2, 0.4) | around("sharper", 0.45, 0.7),
    ],
    ("ae-not-generative", "confirmed"): [
        generates((0.1, 0.2), (0.6, 0.8), (0.6, 0.8), (0.1, 0.3)),  # each way fails in another of the two
    ],
    ("ae-not-generative", "inconclusive"): [generates((0.1, 0.2), (0.0, 0.1), (0.3, 0.5), (0.6, 0.8))],
    ("ae-not-generative", "refuted"): [
        generates((0.1, 0.2), (0.0, 0.1), (0.6, 0.8), (0.6, 0.8)),
        generates((0.6, 0.8), (0.6, 0.8), (0.1, 0.2), (0.1, 0.2)),
    ],
    ("vae-blurs", "confirmed"): [around("samples_loss", *ABOVE) | around("again_loss", *ABOVE)],
    ("vae-blurs", "inconclusive"): [around("samples_loss", *ABOVE) | around("again_loss", *ACROSS)],
    ("vae-blurs", "refuted"): [
        around("samples_loss", *BELOW) | around("again_loss", *ABOVE),
        around("samples_loss", *ABOVE) | around("again_loss", *BELOW),
    ],
    ("vae-anomaly", "confirmed"): [around("worst", 0.91, 0.95)],
    ("vae-anomaly", "inconclusive"): [around("worst", 0.6, 0.8), around("worst", 0.88, 0.95)],
    ("vae-anomaly", "refuted"): [around("worst", 0.2, 0.4)],
    ("vae-less-diverse", "confirmed"): [around("under_gan", *ABOVE) | around("under_diffusion", *ABOVE)],
    ("vae-less-diverse", "inconclusive"): [around("under_gan", *ACROSS) | around("under_diffusion", *ABOVE)],
    ("vae-less-diverse", "refuted"): [
        around("under_gan", *BELOW) | around("under_diffusion", *ABOVE),
        around("under_gan", *ABOVE) | around("under_diffusion", *BELOW),
    ],
    ("reparam-needed", "confirmed"): [around("ratio", 8, 12) | around("bare", 2000, 5000)],
    ("reparam-needed", "inconclusive"): [
        around("ratio", 1.5, 3) | around("bare", 2000, 5000),
        around("ratio", 8, 12) | around("bare", 80, 120),
    ],
    ("reparam-needed", "refuted"): [
        around("ratio", 1, 1.5) | around("bare", 2000, 5000),
        around("ratio", 8, 12) | around("bare", 20, 50),
    ],
    ("vae-compresses", "confirmed"): [
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 50.0},
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 0.0},  # JPEG never gets there
    ],
    ("vae-compresses", "inconclusive"): [around("gain", *ACROSS) | {"bytes": 24.0, "matching": 50.0}],
    ("vae-compresses", "refuted"): [
        around("gain", *BELOW) | {"bytes": 24.0, "matching": 50.0},
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 20.0},
    ],
    ("vae-one-pass", "confirmed"): [{"vae_clear": 0.7, "fewest": 5.0, "ratio": 90.0}],
    ("vae-one-pass", "refuted"): [
        {"vae_clear": 0.7, "fewest": 1.0, "ratio": 90.0},
        {"vae_clear": 0.7, "fewest": 5.0, "ratio": 1.5},
    ],
    ("vae-one-pass", "inconclusive"): [{"vae_clear": 0.7, "fewest": 0.0, "ratio": 90.0}],
    ("beta-order", "confirmed"): [around("fall", *ABOVE) | around("rise", *ABOVE)],
    ("beta-order", "inconclusive"): [
        around("fall", *ABOVE) | around("rise", *ACROSS),
        around("fall", *ACROSS) | around("rise", *ABOVE),
    ],
    ("beta-order", "refuted"): [
        around("fall", *BELOW) | around("rise", *ABOVE),
        around("fall", *ABOVE) | around("rise", *BELOW),
    ],
}
