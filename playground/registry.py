"""The families in tab order, the manifest of weights, and the one place that turns a dotted name into a function."""

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.families import autoregressive, diffusion, gan, vae
from playground.spec import Family

FAMILIES: tuple[Family, ...] = (diffusion.FAMILY, gan.FAMILY, vae.FAMILY, autoregressive.FAMILY)
WEIGHTS = Path(__file__).parents[1] / "weights"


def manifest(root: Path | None = None) -> dict:
    """weights/manifest.json: name -> files (sha256, bytes), command, data set, licence, seed, device, time, quality."""
    path = (root or WEIGHTS) / "manifest.json"
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def resolve(dotted: str) -> Callable[..., Any]:
    """`package.module:function` -> the function; its module is imported now, not before."""
    module, name = dotted.split(":")
    return getattr(importlib.import_module(module), name)
