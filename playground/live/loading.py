"""Imports engines outside the lane: the first import of a module takes seconds, and nobody else waits for it."""

import ast
import importlib
import logging
import threading
from contextlib import nullcontext
from functools import cache
from pathlib import Path

RUNTIME = "playground.engines._runtime"  # which every turn needs, and torch with it
LARGE = {"diffusers", "transformers", "sklearn"}  # they take seconds, and do not bear to be imported by two threads
ROOT = Path(__file__).parents[2]
LOG = logging.getLogger("playground")
_threads: dict[str, threading.Thread] = {}
_lock = threading.Lock()
_importing = threading.Lock()


def begin(function: str) -> threading.Thread:
    """The thread that imports, or has imported, what `package.module:function` needs."""
    module = function.partition(":")[0]
    with _lock:
        if module not in _threads:
            _threads[module] = threading.Thread(target=_load, args=(module,), name=f"import {module}", daemon=True)
            _threads[module].start()
        return _threads[module]


def _load(module: str) -> None:
    """A fault waits for the visitor who meets it: whoever runs the function imports it again."""
    for name in (RUNTIME, module):
        try:
            with _importing if LARGE & _needs(name) else nullcontext():
                importlib.import_module(name)
        except Exception as error:
            LOG.error("import of %s: %s", name, error)


@cache
def _needs(module: str) -> frozenset[str]:
    """Top names of all that a module of ours imports by its own statements, and by those of ours that it imports."""
    found, left = {module}, [module]
    while left:
        file = ROOT.joinpath(*left.pop().split("."))
        sources = [source for source in (file.with_suffix(".py"), file / "__init__.py") if source.is_file()]
        new = {name for source in sources for name in _imported(source)} - found
        found |= new
        left += new
    return frozenset(name.partition(".")[0] for name in found)


@cache
def _imported(source: Path) -> tuple[str, ...]:
    """What a file's statements import, and `a.b` of every `from a import b`, which may be a module."""
    found: list[str] = []
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(found)
