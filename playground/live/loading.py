"""Imports engines outside the lane: the first import of a module takes seconds, and nobody else waits for it."""

import importlib
import logging
import threading

RUNTIME = "playground.engines._runtime"  # which every turn needs, and torch with it
LOG = logging.getLogger("playground")
_threads: dict[str, threading.Thread] = {}
_lock = threading.Lock()
_importing = threading.Lock()  # large libraries do not bear to be imported by two threads at once


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
            with _importing:
                importlib.import_module(name)
        except Exception as error:
            LOG.error("import of %s: %s", name, error)
