"""The house is in order: the map is complete, the pins agree, nothing large or local is in the way."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from playground.registry import FAMILIES
from playground.ui import launch

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "playground"
# A path of somebody's machine; no address on the web, and no pattern such as the one below.
LOCAL = re.compile(r"(?<![\w.~/(|])/(?:work|root|home|Users)/\w")
TEXT = {".py", ".js", ".css", ".md", ".toml", ".txt", ".yaml", ".json", ""}


def ours() -> list[Path]:
    """Every file that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def front_matter() -> dict:
    return yaml.safe_load((ROOT / "README.md").read_text().split("---\n")[1])


def pins(file: str) -> dict[str, str]:
    """Requirement lines by package name: {"gradio": "==6.31.0"}."""
    lines = (ROOT / file).read_text().splitlines()
    return dict(re.match(r"([\w-]+)(\S*)", line).groups() for line in lines if line and line[0] not in "#-")


def test_the_map_names_every_place():
    """Every folder, and every file that does not lie in a family's folder: there the rule of names says what it is."""
    words = (HOUSE / "README.md").read_text()
    stems = {family.stem for family in FAMILIES}
    files = [
        file.relative_to(HOUSE) for file in ours() if HOUSE in file.parents and file.suffix in {".py", ".js", ".css"}
    ]
    folders = {str(file.parent) for file in files if not stems & set(file.parts)} - {"."}
    apart = [str(file) for file in files if not stems & {*file.parts[:-1], file.stem} and file.name != "__init__.py"]
    assert [name for name in [*folders, *apart] if name not in words] == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
def test_a_part_has_one_name(family):
    """Whoever sees a button knows every file behind it: each engine has a page of words, a computation and a stage."""
    for engine in family.engines:
        assert engine.function == f"playground.engines.{family.stem}.{engine.name}:{engine.name}"
        place = f"{family.stem}/{engine.name}"
        behind = (f"families/{place}.py", f"engines/{place}.py", f"ui/stages/{place}.py", f"ui/stages/{place}.js")
        tested = ROOT / "tests" / "engines" / family.stem / f"test_{engine.name}.py"
        assert [str(file) for file in (*(HOUSE / name for name in behind), tested) if not file.is_file()] == []
    assert family.tab == f"playground.tabs.{family.stem}:build"
    for claim in family.claims:
        assert claim.experiment.startswith(f"playground.trials.{family.stem}")


def test_the_readme_shows_every_picture_and_none_that_is_gone():
    linked = re.findall(r"\]\((docs/[^)]+)\)", (ROOT / "README.md").read_text())
    assert sorted(linked) == sorted(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.png"))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
def test_a_style_sheet_has_the_name_of_a_part_or_of_a_module_beside_it(family):
    sheets = (HOUSE / "ui" / "stages" / family.stem).glob("*.css")
    alone = [sheet.name for sheet in sheets if not any(sheet.with_suffix(kind).is_file() for kind in (".py", ".js"))]
    assert alone == []


def test_the_map_names_no_file_that_is_gone():
    named = re.findall(r"`([\w/]+\.(?:py|js|css))`", (HOUSE / "README.md").read_text())
    assert [name for name in named if not (HOUSE / name).exists() and not (ROOT / name).exists()] == []


def test_the_space_runs_the_pinned_gradio():
    assert pins("requirements.txt")["gradio"] == f"=={front_matter()['sdk_version']}"


def test_the_space_can_start():
    facts = front_matter()
    assert facts["sdk"] == "gradio"
    assert (ROOT / facts["app_file"]).is_file()
    assert len(facts["short_description"]) <= 60
    assert facts["license"] == "apache-2.0" and "Apache License" in (ROOT / "LICENSE").read_text()
    assert isinstance(facts["python_version"], str)


def test_the_readme_knows_every_flag(capsys):
    with pytest.raises(SystemExit, match="0"):
        launch.main(["--help"])
    flags = re.findall(r"^  (?:-\w, )?(--[\w-]+)", capsys.readouterr().out, re.MULTILINE)
    described = re.findall(r"^\| `(--[\w-]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert set(described) == set(flags) - {"--help"}


def test_test_requirements_are_exact():
    loose = {name: pin for name, pin in pins("requirements-dev.txt").items() if not pin.startswith("==")}
    assert loose == {}


def test_one_ruff_everywhere():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    revision = next(hook["rev"] for hook in hooks if "ruff" in hook["repo"])
    assert pins("requirements-dev.txt")["ruff"] == f"=={revision.removeprefix('v')}"


def test_tools_for_javascript_are_exact():
    asked = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert [name for name, package in locked.items() if "resolved" in package] == [], "the lock names a registry"


def test_nothing_large_outside_weights():
    large = [str(file) for file in ours() if ROOT / "weights" not in file.parents and file.stat().st_size > 1_000_000]
    assert large == []


def test_no_path_of_one_machine():
    texts = [file for file in ours() if file.suffix in TEXT]
    found = [
        f"{file.name}: {hit.group()}" for file in texts for hit in LOCAL.finditer(file.read_text(errors="replace"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_local"),
    [
        ("open('/home" + "/ann/data')", True),
        ("see /work" + "/main", True),
        ("https://example.org/home" + "/page", False),
        ("weights/home" + "/page", False),
    ],
)
def test_a_local_path_is_recognised(text, is_local):
    assert bool(LOCAL.search(text)) == is_local
