"""What engines show, as others are told it: the scripts' types are up to date, and the API has every declaration."""

import ast
import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground.registry import FAMILIES
from playground.spec import Engine, Shown
from playground.ui import reference

ENGINES = {f"{family.stem}/{engine.name}": engine for family in FAMILIES for engine in family.engines}


@pytest.mark.parametrize("part", ENGINES)
def test_types_are_up_to_date(part):
    written = (reference.STAGES / f"{part}.shown.d.ts").read_text(encoding="utf-8")
    assert written == reference.types(part, ENGINES[part]), "run `python -m playground.ui.reference`"
    assert max(map(len, written.splitlines())) <= reference.WIDTH


def test_no_types_are_left_over():
    written = {file.relative_to(reference.STAGES).as_posix() for file in reference.STAGES.rglob("*.shown.d.ts")}
    assert written == {f"{part}.shown.d.ts" for part in ENGINES}


def test_each_key_of_a_declaration_has_its_type():
    shows = (
        Shown("kl_{j}", "KL", "What one number costs.", "nats"),
        Shown("mean_{low|high}", "Mean: interval", "Where it lies."),
        Shown("down 1", "Maps", "What a level sees.", what="array", dtype="uint8", shape="(m,h,w)"),
    )
    text = reference.types("toy/part", Engine("part", "", (), shows=shows))
    for line in (
        "    /** nats: What one number costs. */\n    [key: `kl_${number}`]: number;\n",
        "    mean_low: number;\n    mean_high: number;\n",
        '    /** uint8 (m,h,w) What a level sees. */\n    "down 1": Held;\n',
        "  texts: Record<never, string>;\n",
    ):
        assert line in text


def test_the_api_tells_every_declaration_and_keeps_silent_on_what_is_known():
    client = TestClient(Starlette(routes=[reference.route()]))
    answer = client.get(reference.ADDRESS)
    assert answer.headers["content-type"] == "application/json" and answer.json().keys() == ENGINES.keys()
    for part, engine in ENGINES.items():
        assert tuple(Shown(**one) for one in answer.json()[part]) == engine.shows, part
    again = client.get(reference.ADDRESS, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304 and not again.content


# The boxes of numbers in the stages' templates.

SHARED = {"vae/study": ("vae/train", "vae/digits")}  # boxes that several stages have
BOX = re.compile(r'data-number="(\w+)"(?: data-shows="([\w ]+)")?')


def boxes(source: str) -> Iterator[tuple[str, list[str]]]:
    """Each box of a stage's Python file: its name, and the keys whose meaning it tells."""
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id in ("number", "_number"):
            name = ast.literal_eval(call.args[0])
            told = {one.arg: one.value for one in call.keywords}
            if "means" not in told:
                of = told.get("of", ast.Constant(name))
                yield name, ast.literal_eval(of).split() if isinstance(of, ast.Constant) else []
    for name, keys in BOX.findall(source):
        yield name, keys.split()


@pytest.mark.parametrize("part", [*ENGINES, *SHARED])
def test_every_number_of_a_stage_has_its_meaning(part):
    found = dict(boxes((reference.STAGES / f"{part}.py").read_text(encoding="utf-8")))
    for name, keys in found.items():
        assert keys, f"{name} shows nothing that is declared, and does not say what it means"
        for key in keys:
            for engine in map(ENGINES.get, SHARED.get(part, [part])):
                assert any(shown.covers(key) for shown in engine.shows), (name, key)


@pytest.mark.parametrize("part", ENGINES)
def test_the_script_knows_only_declared_keys(part):
    """The types check that; here only that the script asks for them."""
    script = (reference.STAGES / f"{part}.js").read_text(encoding="utf-8")
    asked = f'import("./{part.split("/")[1]}.shown").Frame'
    assert asked in script, f"film or history of {part} is not one of these frames"
