"""How long the checks take: from a clean clone, its environment made."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import row
from tests.serving import ROOT


def check(quick: bool) -> Iterator[dict]:
    how = "`make check` from a clean clone of the last commit"
    yield row("code.check_seconds", [taken("check")], "s", how)


def test(quick: bool) -> Iterator[dict]:
    how = "`make test` from a clean clone of the last commit"
    yield row("code.test_minutes", [taken("test") / 60], "min", how)


def taken(target: str) -> float:
    """Seconds that a target of the Makefile takes; raises if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        (clone / ".venv").symlink_to((ROOT / ".venv").resolve())
        shutil.copytree(ROOT / "node_modules", clone / "node_modules", symlinks=True)
        began = time.perf_counter()
        subprocess.run(["make", target], cwd=clone, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began
