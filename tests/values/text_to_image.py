"""The text-to-image family in tests: values with which its engines are quick."""

from collections.abc import Mapping

from tests.values.intervals import ABOVE, ACROSS, BELOW, around

SMALL = {
    "prompt": {"steps": 2},
    "branch": {"steps": 2, "at": 1},
    "edit": {"steps": 3},
    "guidance": {"samples": 6, "steps": 5},
    "latent": {},
}


def places(background: tuple[float, float]) -> dict[str, float]:
    """All is hit more often than by chance, but perhaps the background."""
    others = [around(name, *ABOVE) for name in ("objects", "hair", "skin")]
    return {key: value for one in (*others, around("background", *background)) for key, value in one.items()}


MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {
    ("text-guidance-faithful", "confirmed"): [around("right_gain", *ABOVE) | around("diversity_loss", *ABOVE)],
    ("text-guidance-faithful", "inconclusive"): [
        around("right_gain", *ACROSS) | around("diversity_loss", *ABOVE),
        around("right_gain", 0, 0) | around("diversity_loss", *ABOVE),  # no more is no gain
    ],
    ("text-guidance-faithful", "refuted"): [around("right_gain", *ABOVE) | around("diversity_loss", *BELOW)],
    ("text-guidance-burns", "confirmed"): [around("pure_gain", *ABOVE)],
    ("text-guidance-burns", "inconclusive"): [around("pure_gain", *ACROSS)],
    ("text-guidance-burns", "refuted"): [around("pure_gain", *BELOW)],
    ("latent-faster", "confirmed"): [around("faster", 12, 80)],
    ("latent-faster", "inconclusive"): [around("faster", 9, 12), around("faster", 90, 110)],
    ("latent-faster", "refuted"): [around("faster", 8, 9), around("faster", 120, 130)],
    ("noise-diversity", "confirmed"): [around("kept", 0.6, 0.8)],
    ("noise-diversity", "inconclusive"): [around("kept", 0.4, 0.6)],
    ("noise-diversity", "refuted"): [around("kept", 0.1, 0.3)],
    ("prompts-imprecise", "confirmed"): [around("differs", 0.6, 0.8)],
    ("prompts-imprecise", "inconclusive"): [around("differs", 0.4, 0.6)],
    ("prompts-imprecise", "refuted"): [around("differs", 0.1, 0.3)],
    ("attention-places", "confirmed"): [places(ABOVE)],
    ("attention-places", "inconclusive"): [places(ACROSS)],
    ("attention-places", "refuted"): [places(BELOW)],
    ("composes-unseen", "confirmed"): [around("portrait_gap", -0.05, 0.05) | around("scene_gap", -0.05, 0.05)],
    ("composes-unseen", "inconclusive"): [around("portrait_gap", 0.05, 0.15) | around("scene_gap", -0.05, 0.05)],
    ("composes-unseen", "refuted"): [around("portrait_gap", -0.05, 0.05) | around("scene_gap", 0.2, 0.3)],
}
