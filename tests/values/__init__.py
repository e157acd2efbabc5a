"""What the tests need to know of each family, from the module of its stem here.

A family's module holds SMALL, for each engine the values that make a run of it quick (its defaults, where it is not
named), and MADE_UP, for each claim and verdict the numbers that must give it.
"""

import importlib

from playground.registry import FAMILIES

OF = {family.stem: importlib.import_module(f"tests.values.{family.stem}") for family in FAMILIES}
SMALL = {(stem, engine): values for stem, module in OF.items() for engine, values in module.SMALL.items()}
MADE_UP = {case: results for module in OF.values() for case, results in module.MADE_UP.items()}
