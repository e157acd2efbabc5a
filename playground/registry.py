"""The families in page order, their models, the manifest of weights; the one place that looks a dotted name up."""

import importlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playground.families import autoregressive, diffusion, gan, text_to_image, vae
from playground.spec import Family, Model

FAMILIES: tuple[Family, ...] = (
    diffusion.FAMILY, gan.FAMILY, vae.FAMILY, autoregressive.FAMILY, text_to_image.FAMILY,
)  # fmt: skip
# Measure the digits of every family, and belong to none.
JUDGES = (
    Model(
        "classifier/digits",
        job="playground.training.classifier:job",
        rows=("playground.measure.quality:classifier_rows",),
    ),
    Model(
        "classifier/outliers",
        job="playground.training.outliers:job",
        rows=("playground.measure.quality:outlier_rows",),
    ),
)
WEIGHTS = Path(__file__).parents[1] / "weights"


def models() -> dict[str, Model]:
    """Every model that is trained or measured, by name: the judges of digits, then each family's, in page order."""
    of_families = (model for family in FAMILIES for model in family.models)
    return {model.name: model for model in (*JUDGES, *of_families)}


def manifest(root: Path | None = None) -> dict[str, Any]:
    """weights/manifest.json: name -> files (sha256, bytes), command, data set, licence, seed, device, time, quality.

    Empty where the file is missing, broken or of another shape: the app goes on, and what needs weights says so.
    """
    path = (root or WEIGHTS) / "manifest.json"
    try:
        entries: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError, RecursionError):
        return {}
    return entries if isinstance(entries, dict) and all(map(_is_entry, entries.values())) else {}


def _is_entry(entry: Any) -> bool:
    """Whether an entry of the manifest has the shape that its readers rely on."""
    needed = {"files": {"sha256", "bytes"}, "claims": {"verdict", "n", "rule", "report", "date", "device"}}
    if not isinstance(entry, dict) or "files" not in entry or not isinstance(entry.get("quality", []), list):
        return False
    rows = entry.get("quality", [])
    if not all(isinstance(row, dict) and row.keys() >= {"id", "value", "unit", "n", "floor", "how"} for row in rows):
        return False
    tables = {name: entry.get(name, {}) for name in needed}
    return all(
        isinstance(table, dict) and all(isinstance(one, dict) and one.keys() >= needed[name] for one in table.values())
        for name, table in tables.items()
    )


def resolve(dotted: str) -> Callable[..., Any]:
    """`package.module:function` -> the function; its module is imported now, not before."""
    module, name = dotted.split(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function
