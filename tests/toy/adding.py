"""Adds the toy family, all that lies beside this file, to a copy of the project."""

import ast
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LAYERS = ("playground", "tests")


def copy(to: Path) -> Path:
    """The project's files at `to`; of its weights the manifest, and links to the folders of each family."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        file = Path(name)
        if file.parts[0] == "weights" and len(file.parts) > 2:
            file = Path(*file.parts[:2])  # a family's folder
        if (to / file).exists() or not (ROOT / file).exists():
            continue
        (to / file).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / file).is_dir():
            (to / file).symlink_to(ROOT / file)
        else:
            shutil.copy(ROOT / file, to / file)
    return to


def add(to: Path, further: int = 0) -> None:
    """The toy family, with so many further controls on its page, to the copy at `to`."""
    for layer in LAYERS:
        shutil.copytree(HERE / layer, to / layer, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    register(to / "playground" / "registry.py")
    if further:
        tab = to / "playground" / "tabs" / "toy.py"
        tab.write_text(tab.read_text().replace("FURTHER = 0", f"FURTHER = {further}"))


def register(registry: Path) -> None:
    """All that a new family changes of what is there: an import, and its place at the end of FAMILIES."""
    text = registry.read_text()
    lines, nodes = text.splitlines(keepends=True), ast.parse(text).body
    (families,) = (node.value for node in nodes if isinstance(node, ast.AnnAssign) and node.target.id == "FAMILIES")
    (known,) = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "playground.families")
    end = families.elts[-1]
    line = lines[end.end_lineno - 1]
    lines[end.end_lineno - 1] = f"{line[: end.end_col_offset]}, toy.FAMILY{line[end.end_col_offset :]}"
    names = sorted([*(alias.name for alias in known.names), "toy"])
    lines[known.lineno - 1 : known.end_lineno] = [f"from playground.families import {', '.join(names)}\n"]
    registry.write_text("".join(lines))


def files(root: Path) -> dict[str, bytes]:
    """What lies in a copy, by name."""
    found = (file for file in root.rglob("*") if file.is_file() and not {"__pycache__", ".git"} & set(file.parts))
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}
