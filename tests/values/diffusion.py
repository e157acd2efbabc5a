"""The Diffusion family in tests: values with which its engines are quick, and made-up results of its claims."""

from collections.abc import Mapping

from tests.values.intervals import ABOVE, ACROSS, BELOW, around

SMALL = {
    "forward": {"T": 20},
    "reverse": {"steps": 3, "batch": 2, "sampler": "DDPM"},
    "inside": {"steps": 2, "call": 1},
    "guidance": {"samples": 6, "steps": 5},
    "quality": {"samples": 20, "most": 2, "samplers": ("DDIM",)},
}


LINEAR = {"linear_snr_t": 250.0, "cosine_snr_t": 500.0, "linear_lost_t": 300.0, "cosine_lost_t": 500.0}
MARGIN = {"margin": 0.1}


def doublings(worse: int, least_gain_low: float) -> dict[str, float]:
    return MARGIN | {"worse_doublings": worse, "least_gain_low": least_gain_low}


# Claim and verdict -> results that must give it.
MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {
    ("jump-to-t", "confirmed"): [{"worst_z": 2.0, "limit_z": 3.2}],
    ("jump-to-t", "refuted"): [{"worst_z": 9.0, "limit_z": 3.2}],
    ("linear-destroys-faster", "confirmed"): [LINEAR | around("gap", *ABOVE)],
    ("linear-destroys-faster", "inconclusive"): [LINEAR | around("gap", *ACROSS)],
    ("linear-destroys-faster", "refuted"): [
        LINEAR | around("gap", *BELOW),
        LINEAR | {"linear_snr_t": 600.0} | around("gap", *ABOVE),
    ],
    ("ddim-50", "confirmed"): [MARGIN | around("loss", -0.3, 0.05), MARGIN | around("loss", *BELOW)],
    ("ddim-50", "inconclusive"): [MARGIN | around("loss", 0.05, 0.3)],
    ("ddim-50", "refuted"): [MARGIN | around("loss", *ABOVE)],
    ("more-steps-better", "confirmed"): [doublings(0, 0.01) | around("last_gain", *ABOVE)],
    ("more-steps-better", "inconclusive"): [
        doublings(0, -0.1) | around("last_gain", *ACROSS),
        doublings(0, -0.01) | around("last_gain", *ABOVE),  # the last one gains, one before it may not
    ],
    ("more-steps-better", "refuted"): [
        doublings(1, -0.3) | around("last_gain", *ABOVE),
        doublings(0, 0.01) | around("last_gain", 0.01, 0.05),
    ],
    ("guidance-faithful", "confirmed"): [around("accuracy_gain", *ABOVE) | around("diversity_loss", *ABOVE)],
    ("guidance-faithful", "inconclusive"): [around("accuracy_gain", *ACROSS) | around("diversity_loss", *ABOVE)],
    ("guidance-faithful", "refuted"): [
        around("accuracy_gain", *BELOW) | around("diversity_loss", *ABOVE),
        around("accuracy_gain", *ABOVE) | around("diversity_loss", *BELOW),
    ],
    ("guidance-burns", "confirmed"): [around("white_gain", *ABOVE) | around("frechet_gain", *ABOVE)],
    ("guidance-burns", "inconclusive"): [around("white_gain", *ABOVE) | around("frechet_gain", *ACROSS)],
    ("guidance-burns", "refuted"): [
        around("white_gain", *BELOW) | around("frechet_gain", *ABOVE),
        around("white_gain", *ABOVE) | around("frechet_gain", *BELOW),
    ],
    ("memorises", "confirmed"): [around("excess", *ABOVE) | {"share_high": 0.05}],
    ("memorises", "inconclusive"): [around("excess", *ACROSS) | {"share_high": 0.02}],
    ("memorises", "refuted"): [
        around("excess", *ACROSS) | {"share_high": 0.009},
        around("excess", *BELOW) | {"share_high": 0.009},
    ],
}
