"""The GAN family in tests: values with which its engines are quick, and made-up results of its claims."""

from collections.abc import Mapping

from playground.spec import Order
from tests.values.intervals import ABOVE, ACROSS, BELOW, around

SMALL = {
    "duel": {"steps": 3},
    "digits": {"steps": 3},
    "seeds": {"runs": 2, "steps": 3},
}
MORE = {"duel": [{"layers": ("belief", "best", "manifold", "advice"), "steps": 1}]}
ORDERS = {
    "duel": [Order("slow"), Order("look", {"density": "drawn"})],
    "digits": [Order("slow"), Order("look", {"d_rate": 0.001})],
}


# Claim and verdict -> results that must give it.
MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {
    ("mode-collapse", "confirmed"): [{"low": 0.51, "high": 0.9}],
    ("mode-collapse", "inconclusive"): [{"low": 0.4, "high": 0.9}],
    ("mode-collapse", "refuted"): [{"low": 0.1, "high": 0.49}],
    ("unstable", "confirmed"): [{"low": 0.21, "high": 0.9}],
    ("unstable", "inconclusive"): [{"low": 0.1, "high": 0.4}],
    ("unstable", "refuted"): [{"low": 0.0, "high": 0.19}],
    ("police-forger", "confirmed"): [around("gain", *ABOVE) | around("worse", *ACROSS)],
    ("police-forger", "inconclusive"): [around("gain", *ACROSS) | around("worse", *ACROSS)],
    ("police-forger", "refuted"): [
        around("gain", *ABOVE) | around("worse", *ABOVE),
        around("gain", *BELOW) | around("worse", *ACROSS),
    ],
    ("saturating-starves", "confirmed"): [{"low": 0.01, "high": 0.05, "other_low": 0.6}],
    ("saturating-starves", "inconclusive"): [
        {"low": 0.05, "high": 0.2, "other_low": 0.6},
        {"low": 0.01, "high": 0.05, "other_low": 0.02},  # both fade
    ],
    ("saturating-starves", "refuted"): [{"low": 0.2, "high": 0.4, "other_low": 0.6}],
    ("one-pass", "confirmed"): [{"gan_right": 0.98, "fewest": 5.0, "ratio": 40.0}],
    ("one-pass", "refuted"): [
        {"gan_right": 0.98, "fewest": 1.0, "ratio": 8.0},
        {"gan_right": 0.98, "fewest": 3.0, "ratio": 1.5},
    ],
    ("one-pass", "inconclusive"): [
        {"gan_right": 0.5, "fewest": 3.0, "ratio": 9.0},
        {"gan_right": 0.98, "fewest": 0.0, "ratio": 9.0},
    ],
    ("only-gan-real-time", "confirmed"): [{"gan_right": 1.0, "gan_ms_high": 3.0, "fewest": 5.0, "fewest_ms": 250.0}],
    ("only-gan-real-time", "refuted"): [
        {"gan_right": 1.0, "gan_ms_high": 3.0, "fewest": 3.0, "fewest_ms": 60.0},
        {"gan_right": 1.0, "gan_ms_high": 300.0, "fewest": 3.0, "fewest_ms": 900.0},
    ],
    ("only-gan-real-time", "inconclusive"): [
        {"gan_right": 1.0, "gan_ms_high": 3.0, "fewest": 0.0, "fewest_ms": 900.0},
    ],
    ("sharper-than-vae", "confirmed"): [around("gain", *ABOVE)],
    ("sharper-than-vae", "inconclusive"): [around("gain", *ACROSS)],
    ("sharper-than-vae", "refuted"): [around("gain", *BELOW)],
}
