"""Engines are imported beside the lane: large libraries one after the other, and nothing small waits for them."""

import subprocess
import sys

import pytest

from playground.live import loading
from playground.registry import FAMILIES

MODULES = sorted({engine.function.partition(":")[0] for family in FAMILIES for engine in family.engines})
SMALL = [module for module in MODULES if not loading.LARGE & loading._needs(module)]


@pytest.mark.slow
def test_what_is_read_from_the_source_is_what_an_import_brings():
    assert "playground.engines.gan.duel" in SMALL and "playground.engines.diffusion.reverse" not in SMALL
    code = f"import importlib, sys\nfor name in {SMALL}: importlib.import_module(name)\nprint(*sys.modules)"
    brought = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(SMALL) <= set(brought) and not loading.LARGE & set(brought)


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """Two modules, one of which needs a large library; nothing is known of them yet."""
    monkeypatch.setattr(loading, "ROOT", tmp_path)
    monkeypatch.setattr(loading, "RUNTIME", "time")
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "quickly_there.py").write_text("import json\n")
    (tmp_path / "needs_sklearn.py").write_text("import quickly_there\nif False: pass\nimport sklearn\n")
    yield
    for name in ("quickly_there", "needs_sklearn"):
        loading._threads.pop(name, None)
        sys.modules.pop(name, None)
    loading._needs.cache_clear()


def test_a_small_module_does_not_wait_for_a_large_library(fresh):
    with loading._importing:
        large, small = loading.begin("needs_sklearn:run"), loading.begin("quickly_there:run")
        small.join(10)
        assert not small.is_alive() and "quickly_there" in sys.modules
        assert large.is_alive() and "needs_sklearn" not in sys.modules
    large.join(30)
    assert "needs_sklearn" in sys.modules
