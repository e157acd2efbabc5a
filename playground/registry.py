"""The families in tab order, and the one place that turns a dotted name into a function."""

import importlib
from collections.abc import Callable
from typing import Any

from playground.families import diffusion
from playground.spec import Family

FAMILIES: tuple[Family, ...] = (diffusion.FAMILY,)


def resolve(dotted: str) -> Callable[..., Any]:
    """`package.module:function` -> the function; its module is imported now, not before."""
    module, name = dotted.split(":")
    return getattr(importlib.import_module(module), name)
