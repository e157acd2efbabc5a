"""Made-up intervals for verdicts: above zero, across it, below it."""

from collections.abc import Mapping


def around(name: str, low: float, high: float) -> dict[str, float]:
    return {name: (low + high) / 2, f"{name}_low": low, f"{name}_high": high}


ABOVE, ACROSS, BELOW = (0.2, 0.4), (-0.1, 0.3), (-0.4, -0.2)


def both(first: str, second: str) -> dict[str, list[Mapping[str, float]]]:
    """Made-up results of a claim that needs two differences above 0 and is refuted by one below."""
    return {
        "confirmed": [around(first, *ABOVE) | around(second, *ABOVE)],
        "inconclusive": [
            around(first, *ABOVE) | around(second, *ACROSS), around(first, *ACROSS) | around(second, *ABOVE),
        ],
        "refuted": [around(first, *BELOW) | around(second, *ABOVE), around(first, *ABOVE) | around(second, *BELOW)],
    }  # fmt: skip
