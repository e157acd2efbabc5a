"""Scripts and styles as files: only ours and plotly's, for ever, compressed, also behind a sub-path."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from playground.registry import FAMILIES
from playground.ui import static, theme

ADDRESS = static.address()


@pytest.fixture(scope="module", params=["", "/a/sub/path"])
def client(request) -> TestClient:
    """The files alone; behind a proxy that cuts the sub-path off, as Gradio's `root_path` has it."""
    return TestClient(Starlette(routes=[static.route()]), root_path=request.param)


@pytest.mark.slow
def test_every_script_and_style_is_served_for_ever(client):
    ours = {
        file.relative_to(static.HERE).as_posix()
        for ending in ("js", "css")
        for file in static.HERE.rglob(f"*.{ending}")
    }
    assert set(static.files()) == ours | {"plotly.min.js"} and "page.js" in ours
    for name, file in static.files().items():
        answer = client.get(f"/{ADDRESS}{name}")
        assert answer.status_code == 200 and answer.content == file.read_bytes()
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip" and answer.headers["vary"] == "Accept-Encoding"
        kind = {"js": "text/javascript", "css": "text/css"}[name.rsplit(".")[-1]]
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"


def test_whoever_takes_no_gzip_gets_the_plain_file(client):
    answer = client.get(f"/{ADDRESS}page.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers and answer.content == (static.HERE / "page.js").read_bytes()


@pytest.mark.parametrize(
    "name",
    ["", "stages", "stages/", "shell.py", "stages/packing.py", "..%2fui%2fpage.js", "%2e%2e%2fpage.js", "/page.js",
     "stages%2f..%2fpage.js", "page.js/", "PAGE.JS", "page.js%00", "package_data/plotly.min.js"],
)  # fmt: skip
def test_nothing_else_is_served(client, name):
    assert client.get(f"/{ADDRESS}{name}").status_code == 404


def test_another_version_is_not_there(client):
    assert client.get("/static/0123456789ab/page.js").status_code == 404


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
def test_every_page_knows_the_address(family):
    head = theme.head(family)
    assert f'"static":"{ADDRESS}"' in head and f'<script type="module" src="./{ADDRESS}page.js">' in head
    assert not ADDRESS.startswith("/")


def test_a_page_asks_at_once_for_all_that_its_first_part_imports():
    assert static.with_imports("stages/lib/theme.js") == ["stages/lib/theme.js"]
    assert static.with_imports("stages/lib/strip.js")[:2] == ["stages/lib/strip.js", "stages/lib/dom.js"]
    for family in FAMILIES:
        asked = re.findall(r'modulepreload" fetchpriority="low" href="\./([^"]+)"', theme.head(family))
        assert len(asked) == len(set(asked)) and {name.removeprefix(ADDRESS) for name in asked} <= set(static.files())
        assert f"{ADDRESS}stages/{family.stem}/{family.opens}.js" in asked and f"{ADDRESS}stages/lib/film.js" in asked
