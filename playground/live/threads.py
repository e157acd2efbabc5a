"""How many CPU threads each engine computes with: those it can use.

By itself torch takes every core for everything. A network too small for that is slower with all of them than with one,
and takes them from the other visitors. `threads.json` beside a family's engines says what was measured; `make bench`
writes it. What is not in it yet has all.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from playground.registry import FAMILIES, resolve

ENGINES = Path(__file__).parents[1] / "engines"


def use(function: str) -> None:
    """Let what this thread computes from now on have the threads of an engine.

    One for the engines that the table names so; as many as torch takes by itself for all other computations.

    Args:
        function: its dotted name, or that of another function of its module: what one of them has packed, the other
            can unpack only with the very same numbers.
    """
    resolve("playground.engines._runtime:use_threads")(function.partition(":")[0] not in _alone())


def table(stem: str) -> Path:
    """The file of a family."""
    return ENGINES / stem / "threads.json"


def read(stem: str) -> dict[str, dict[str, Any]]:
    """What was measured of a family's engines, by name: their "threads", "one" or "all", and the "gain" of all."""
    try:
        found: dict[str, dict[str, Any]] = json.loads(table(stem).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


@cache
def _alone() -> frozenset[str]:
    """The modules that compute on one thread: of such engines, and of the experiments that do the same work."""
    modules = set()
    for family in FAMILIES:
        alone = {name for name, found in read(family.stem).items() if found["threads"] == "one"}
        works = [(engine.name, engine.function) for engine in family.engines]
        works += [(claim.like, claim.experiment) for claim in family.claims]
        modules |= {function.partition(":")[0] for name, function in works if name in alone}
    return frozenset(modules)
