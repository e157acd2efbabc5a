"""The VAE family in tests: values with which its engines are quick, and made-up results of its claims."""

from collections.abc import Mapping

from playground.spec import Order
from tests.values.gan import calls
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


def generates(precision: tuple[float, float], coverage: tuple[float, float], vae: float = 0.8) -> dict[str, float]:
    """What the AE's pictures reach, beside a VAE's and real digits'."""
    found = around("ae_precision", *precision) | around("ae_coverage", *coverage)
    found |= around("vae_precision", vae - 0.01, vae + 0.01) | around("vae_coverage", vae - 0.01, vae + 0.01)
    return found | {"real_precision": 0.95, "real_coverage": 0.95}


# Claim and verdict -> results that must give it.
MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {
    ("midpoint-morph", "confirmed"): [around("closer", 0.6, 0.8) | around("sharper", 0.51, 0.7)],
    ("midpoint-morph", "inconclusive"): [around("closer", 0.6, 0.8) | around("sharper", 0.45, 0.7)],
    ("midpoint-morph", "refuted"): [
        around("closer", 0.6, 0.8) | around("sharper", 0.2, 0.4),
        around("closer", 0.2, 0.4) | around("sharper", 0.45, 0.7),
    ],
    ("ae-not-generative", "confirmed"): [generates((0.7, 0.9), (0.1, 0.2)), generates((0.1, 0.2), (0.7, 0.9))],
    ("ae-not-generative", "inconclusive"): [generates((0.7, 0.9), (0.3, 0.5)), generates((0.1, 0.2), (0.1, 0.2), 0.3)],
    ("ae-not-generative", "refuted"): [generates((0.6, 0.8), (0.5, 0.7))],
    ("ae-fitted", "confirmed"): [generates((0.75, 0.8), (0.75, 0.9))],
    ("ae-fitted", "inconclusive"): [generates((0.75, 0.8), (0.6, 0.8)), generates((0.75, 0.8), (0.1, 0.2), 0.3)],
    ("ae-fitted", "refuted"): [generates((0.75, 0.8), (0.1, 0.2)), generates((0.4, 0.6), (0.75, 0.8))],
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
    ("reparam-needed", "confirmed"): [around("share_kept", 0.1, 0.4)],
    ("reparam-needed", "inconclusive"): [around("share_kept", 0.6, 0.95), around("share_kept", 0.4, 0.6)],
    ("reparam-needed", "refuted"): [around("share_kept", 0.92, 1.02)],
    ("vae-compresses", "confirmed"): [
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 50.0},
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 0.0},  # JPEG never gets there
    ],
    ("vae-compresses", "inconclusive"): [around("gain", *ACROSS) | {"bytes": 24.0, "matching": 50.0}],
    ("vae-compresses", "refuted"): [
        around("gain", *BELOW) | {"bytes": 24.0, "matching": 50.0},
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 20.0},
    ],
    ("vae-one-pass", "confirmed"): [around("vae_clear", 0.6, 0.8) | calls(5, 3)],
    ("vae-one-pass", "refuted"): [
        around("vae_clear", 0.6, 0.8) | calls(1, 1),
        around("vae_clear", 0.6, 0.8) | calls(5, 3, (1.5, 1.9)),
        around("vae_clear", 0.0, 0.1) | calls(5, 3),
    ],
    ("vae-one-pass", "inconclusive"): [
        around("vae_clear", 0.6, 0.8) | calls(0, 50),
        around("vae_clear", 0.6, 0.8) | calls(5, 1),
        around("vae_clear", 0.4, 0.8) | calls(5, 3),
    ],
    ("beta-order", "confirmed"): [around("fall", *ABOVE) | around("better", *ABOVE)],
    ("beta-order", "inconclusive"): [
        around("fall", *ABOVE) | around("better", *ACROSS),
        around("fall", *ACROSS) | around("better", *ABOVE),
    ],
    ("beta-order", "refuted"): [
        around("fall", *BELOW) | around("better", *ABOVE),
        around("fall", *ABOVE) | around("better", *BELOW),
    ],
}
