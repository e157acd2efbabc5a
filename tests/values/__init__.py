"""What the tests need to know of each family, from the module of its stem here.

A family's module holds SMALL, for each engine the values that make a run of it quick (its defaults, where it is not
named), and MADE_UP, for each claim and verdict the numbers that must give it. It may hold, by engine, what brings the
keys that an engine declares and a small run lacks: MORE, values of further runs, and ORDERS, what a live training is
told; and RARE, the keys that no test here can bring.
"""

import importlib
from typing import Any

from playground.registry import FAMILIES

OF = {family.stem: importlib.import_module(f"tests.values.{family.stem}") for family in FAMILIES}
SMALL = {(stem, engine): values for stem, module in OF.items() for engine, values in module.SMALL.items()}
MADE_UP = {case: results for module in OF.values() for case, results in module.MADE_UP.items()}


def by_engine(table: str) -> dict[str, Any]:
    """One of the families' tables, such as "MORE", by stem and engine: "gan-duel"."""
    return {f"{stem}-{name}": one for stem, module in OF.items() for name, one in getattr(module, table, {}).items()}
