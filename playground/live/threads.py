"""How many CPU threads each engine computes with: those it can use.

By itself torch takes every core for everything. A network too small for that is slower with all of them than with one,
and takes them from the other visitors. `threads.json` says what was measured; `make bench` writes it.
"""

import json
from functools import cache
from pathlib import Path

from playground.registry import FAMILIES

TABLE = Path(__file__).with_name("threads.json")


def use(function: str) -> None:
    """Let what this thread computes from now on have the threads of an engine, given by its dotted name.

    One for the engines that the table names so; as many as torch takes by itself for all other computations.
    """
    import torch

    everything = _everything()
    wanted = 1 if function in _alone() else everything
    if torch.get_num_threads() != wanted:
        torch.set_num_threads(wanted)


@cache
def _everything() -> int:
    import torch

    return torch.get_num_threads()


@cache
def _alone() -> frozenset[str]:
    """The engines that compute on one thread, by dotted name."""
    told = json.loads(TABLE.read_text(encoding="utf-8"))
    engines = {f"{family.stem}.{engine.name}": engine for family in FAMILIES for engine in family.engines}
    return frozenset(engines[place].function for place, found in told.items() if found["threads"] == "one")
