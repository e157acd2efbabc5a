"""The text-to-image family in tests: values with which its engines are quick."""

from collections.abc import Mapping

SMALL = {
    "prompt": {"steps": 2},
    "branch": {"steps": 2, "at": 1},
    "edit": {"steps": 3},
    "guidance": {"samples": 6, "steps": 5},
    "latent": {},
}
MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {}
