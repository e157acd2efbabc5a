"""The GAN family in tests: values with which its engines are quick, and made-up results of its claims."""

from collections.abc import Mapping

from playground.spec import Order
from tests.values.intervals import ABOVE, ACROSS, BELOW, around, both

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


GOOD, PERHAPS, BAD = (
    {"excess_low": -0.001, "excess_high": 0.004, "cover_low": 0.95, "cover_high": 1.05},
    {"excess_low": -0.001, "excess_high": 0.02, "cover_low": 0.85, "cover_high": 1.05},
    {"excess_low": 0.02, "excess_high": 0.04, "cover_low": 0.95, "cover_high": 1.05},
)
QUICK, EITHER, SLOW = (0.92, 1.0), (0.05, 0.8), (0.0, 0.09)


def maker(name: str, quality: Mapping[str, float], in_time: tuple[float, float] = QUICK) -> dict[str, float]:
    """How good a maker's digits are, and the share of them that is made in time."""
    return {f"{name}_{key}": value for key, value in quality.items()} | around(f"{name}_in_time", *in_time)


def calls(fewest: float, perhaps: float, times: tuple[float, float] = (30.0, 50.0)) -> dict[str, float]:
    """How many DDIM calls do, how many may, and their times over the rival's."""
    found = {"fewest": fewest, "perhaps": perhaps}
    return found | around("fewest_times", *times) | around("perhaps_times", *times)


def all_of_them(
    gan: dict[str, float], vae: Mapping[str, float] = BAD, ddim: Mapping[str, float] = BAD, **tenth
) -> dict[str, float]:
    """GAN, VAE and DDIM; of 10 calls what is said in `tenth`."""
    found = gan | maker("vae", vae)
    for steps in (1, 3, 5, 20):
        found |= maker(f"ddim_{steps}", ddim)
    return found | maker("ddim_10", **{"quality": ddim} | tenth)


# Claim and verdict -> results that must give it.
MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {
    ("mode-collapse", "confirmed"): [around("share", 0.11, 0.4)],
    ("mode-collapse", "inconclusive"): [around("share", 0.05, 0.4)],
    ("mode-collapse", "refuted"): [around("share", 0.0, 0.09)],
    ("unstable", "confirmed"): [around("fails", 0.21, 0.4)],
    ("unstable", "inconclusive"): [around("fails", 0.1, 0.4)],
    ("unstable", "refuted"): [around("fails", 0.0, 0.19)],
    **{("police-forger", verdict): rows for verdict, rows in both("help", "harm").items()},
    ("saturating-starves", "confirmed"): [around("minimax", 0.01, 0.05) | around("other", 0.6, 0.9)],
    ("saturating-starves", "inconclusive"): [
        around("minimax", 0.05, 0.2) | around("other", 0.6, 0.9),
        around("minimax", 0.01, 0.05) | around("other", 0.05, 0.9),
    ],
    ("saturating-starves", "refuted"): [
        around("minimax", 0.2, 0.4) | around("other", 0.6, 0.9),
        around("minimax", 0.01, 0.05) | around("other", 0.01, 0.05),  # both fade
    ],
    ("one-pass", "confirmed"): [maker("gan", GOOD) | calls(10, 5)],
    ("one-pass", "refuted"): [
        maker("gan", GOOD) | calls(1, 1),
        maker("gan", GOOD) | calls(5, 5, (1.5, 1.9)),
        maker("gan", BAD) | calls(10, 5),
        maker("gan", BAD) | calls(0, 0),
    ],
    ("one-pass", "inconclusive"): [
        maker("gan", GOOD) | calls(0, 50),
        maker("gan", GOOD) | calls(10, 1),
        maker("gan", GOOD) | calls(10, 5, (1.9, 2.2)),
        maker("gan", PERHAPS) | calls(10, 5),
    ],
    ("only-gan-real-time", "confirmed"): [
        all_of_them(maker("gan", GOOD)),
        all_of_them(maker("gan", GOOD), quality=GOOD, in_time=SLOW),
    ],
    ("only-gan-real-time", "refuted"): [
        all_of_them(maker("gan", GOOD), vae=GOOD),
        all_of_them(maker("gan", GOOD), quality=GOOD),
        all_of_them(maker("gan", BAD)),
        all_of_them(maker("gan", GOOD, SLOW)),
    ],
    ("only-gan-real-time", "inconclusive"): [
        all_of_them(maker("gan", GOOD), quality=GOOD, in_time=EITHER),
        all_of_them(maker("gan", GOOD), quality=PERHAPS),
        all_of_them(maker("gan", PERHAPS)),
    ],
    ("sharper-than-vae", "confirmed"): [around("nearer", *ABOVE) | around("clear", 0.95, 0.99)],
    ("sharper-than-vae", "inconclusive"): [
        around("nearer", *ACROSS) | around("clear", 0.95, 0.99),
        around("nearer", *ABOVE) | around("clear", 0.85, 0.95),
    ],
    ("sharper-than-vae", "refuted"): [
        around("nearer", *BELOW) | around("clear", 0.95, 0.99),
        around("nearer", *ABOVE) | around("clear", 0.0, 0.02),
    ],
}
