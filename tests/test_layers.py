"""Who may import whom, read from the source; tests/ui/test_wiring.py looks at what importing the app brings along."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "playground"

# place -> (what of the house, what from outside); the standard library and numpy are everybody's.
WORDS = {"spec", "errors"}
PAGE = WORDS | {"registry", "live"}
NETWORKS = {"errors", "store", "data", "models"}
NUMBERS = NETWORKS | {"spec", "measure", "training", "families"}
TORCH = {"torch", "diffusers", "transformers", "tokenizers"}
MAY: dict[str, tuple[set[str], set[str]]] = {
    "spec": (WORDS, set()),
    "errors": (set(), set()),
    "verdicts": (WORDS, set()),
    "families": (WORDS | {"families", "verdicts"}, set()),
    "registry": (WORDS | {"families"}, set()),
    "live": (PAGE, set()),
    "store": ({"registry", "errors"}, {"torch", "safetensors"}),
    "data": (WORDS | {"data"}, {"torch", "sklearn", "PIL", "pyarrow", "huggingface_hub"}),
    "models": (NETWORKS, TORCH | {"constriction", "sklearn"}),
    "measure": (NETWORKS | {"measure"}, {"torch", "sklearn", "scipy", "PIL"}),
    "measure/__main__": (NETWORKS | {"measure", "registry"}, set()),  # it reaches the engines by their dotted names
    "training": (NETWORKS | {"spec", "measure", "training", "registry"}, TORCH),
    "engines": (NUMBERS | {"engines"}, TORCH | {"sklearn", "PIL", "spaces"}),
    "trials": (NUMBERS | {"engines", "trials"}, TORCH | {"sklearn", "PIL", "spaces"}),
    "trials/__main__": (WORDS | {"registry", "store", "live"}, set()),  # it computes on the threads of the pages
    "ui": (PAGE | {"ui"}, {"gradio", "plotly", "starlette", "spaces", "PIL"}),
    "tabs": (PAGE | {"ui"}, {"gradio"}),
    "app": ({"ui"}, {"gradio", "spaces"}),
}
EVERYBODY = sys.stdlib_module_names | {"numpy"}


def place(file: Path) -> str:
    path = file.relative_to(HOUSE).with_suffix("")
    return str(path) if str(path) in MAY else path.parts[0]


def imported(source: str) -> set[str]:
    """Every dotted name that the source imports, wherever it does so."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def strangers(where: str, own_stem: str, names: set[str]) -> set[str]:
    """Those of the imported names that do not belong there."""
    inside, outside = MAY[where]
    found = set()
    for name in names:
        top, *rest = name.split(".")
        if top != "playground":
            if top not in EVERYBODY | outside:
                found.add(name)
        elif where == "tabs" and rest[0] in ("tabs", "families"):
            if rest[0] == "tabs" or rest[1:2] == [] or rest[1] != own_stem:
                found.add(name)
        elif rest[0] not in inside:
            found.add(name)
    return found


def test_every_file_imports_only_what_its_place_may():
    files = [file for file in HOUSE.rglob("*.py") if file != HOUSE / "__init__.py"]
    found = {
        str(file.relative_to(HOUSE)): strangers(place(file), file.stem, imported(file.read_text())) for file in files
    }
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("spec", "import torch"),
        ("families", "from playground.store import read"),
        ("measure", "def late():\n    import playground.engines.diffusion"),
        ("training", "import gradio.components"),
        ("ui", "from playground.families import diffusion"),
        ("tabs", "from playground.tabs import gan"),
        ("tabs", "from playground.families.gan import FAMILY"),
        ("tabs", "from playground import engines"),
        ("engines", "import playground.registry"),
        ("live", "import torch"),
        ("data", "import playground.store"),
        ("registry", "import playground.live"),
    ],
)
def test_a_forbidden_import_is_noticed(where, source):
    assert strangers(where, "diffusion", imported(source))


def test_app_imports_the_page_and_nothing_else():
    source = (ROOT / "app.py").read_text()
    assert strangers("app", "app", imported(source)) == set()
    assert len(source.splitlines()) <= 40
