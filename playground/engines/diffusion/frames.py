"""What the forward and the reverse process share: thinning to a budget of bytes, and decibels."""

import numpy as np

FRAME_BYTES = 2_800_000  # a whole trajectory, so that it stays under 4 MB as base64


def kept_frames(total: int, frame_bytes: int) -> set[int]:
    """Which of 0..total-1 are sent: all, or evenly thinned to the budget with both ends in."""
    return set(np.linspace(0, total - 1, min(total, FRAME_BYTES // frame_bytes)).round().astype(int).tolist())


def decibels(alpha_bar: float) -> float:
    """Signal to noise in dB, held within -90..90 where one of them vanishes."""
    return float(np.clip(10 * np.log10(max(alpha_bar, 1e-12) / max(1 - alpha_bar, 1e-12)), -90, 90))
