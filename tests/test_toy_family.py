"""A family is registered in one place: a complete one joins a copy of the project, and touches registry.py alone.

Its types are checked by `python -m tests.toy`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from playwright.sync_api import expect

from tests.browser.driving import Visitor
from tests.serving import Server
from tests.toy import adding

pytestmark = pytest.mark.slow

# The suites that hold for every family, of this one; of the rest, what looks at all families at once.
SUITES = (
    "tests/engines/test_contract.py", "tests/engines/test_declared.py", "tests/engines/toy",
    "tests/live/test_threads.py", "tests/test_house.py", "tests/test_layers.py", "tests/test_registry.py",
    "tests/test_shown.py", "tests/ui/test_reference.py", "tests/ui/test_wiring.py",
)  # fmt: skip
ITS = "toy or test_house or test_layers or (test_registry and one) or left_over or the_api_tells or made_up_result"


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Path:
    """A copy of the project with the toy family, a repository of its own."""
    project = adding.copy(tmp_path_factory.mktemp("grown"))
    adding.add(project)
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    return project


@pytest.fixture(scope="module", autouse=True)
def starting(grown) -> Iterator[Server]:
    """The copy's app, which starts while the first tests run."""
    server = Server(cwd=grown)
    yield server
    server.stop()


@pytest.fixture
def server(starting) -> Server:
    return starting.wait(250)


def run(project: Path, *arguments: str) -> str:
    kept = {**os.environ, "PLAYGROUND_CHECKPOINTS": str(project / "checkpoints")}
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=project, env=kept, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_touches_the_registry_alone(grown, tmp_path):
    old, new = adding.files(adding.copy(tmp_path)), adding.files(grown)
    assert [name for name in old if new[name] != old[name]] == ["playground/registry.py"]
    added = new.keys() - old.keys()
    assert added and all("toy" in Path(name).with_suffix("").parts for name in added)


def test_the_suites_of_all_families_hold_for_it(grown):
    said = run(grown, "pytest", "-q", "-p", "no:cacheprovider", *SUITES, "-k", ITS)
    skipped = [line for line in said.splitlines() if line.startswith("SKIPPED")]
    assert "passed" in said and all("needs MNIST" in line for line in skipped), said


def test_it_is_trained_measured_and_tried(grown):
    run(grown, "playground.training", "toy/one", "--device", "cpu")
    assert "toy.nats" in run(grown, "playground.measure", "toy/one", "--record")
    assert "toy-middle" in run(grown, "playground.trials", "toy-middle", "--record")
    entry = json.loads((grown / "weights" / "manifest.json").read_text())["toy/one"]
    assert entry["command"] == "python -m playground.training toy/one" and entry["files"]
    assert entry["quality"][0]["value"] > entry["quality"][0]["floor"]
    assert entry["claims"]["toy-middle"]["verdict"] == "confirmed"


def test_its_engine_runs_by_its_name_in_the_api(server):
    told = Client(f"{server.url}/toy/", verbose=False).predict(20, 4, 0, api_name="/toy_one")
    frames = [frame for chunk in told["chunks"] for frame in json.loads(chunk)["frames"]]
    assert [frame["step"] for frame in frames] == [0, 1, 2, 3, 4]
    assert frames[-1]["stats"]["nats"] < frames[0]["stats"]["nats"]
    assert "toy/one" in httpx.get(f"{server.url}/reference.json", timeout=60).json()
    assert 'data-stem=\\"toy\\"' in httpx.get(f"{server.url}/gan", timeout=60).text, "the bar of another page"


@pytest.mark.browser
def test_its_page_opens_and_its_stage_draws(server, browser):
    visitor = Visitor(browser, server.url).open("tab=toy").done("toy-one", frames=41)
    expect(visitor.page).to_have_title("Fit one Gaussian · Toy · Generative Playground")
    picture = visitor.stage("toy-one").locator("canvas")
    assert len(set(visitor.pixels(picture))) > 20
    assert picture.bounding_box()["width"] <= 420, "its style sheet"
    visitor.page.get_by_role("button", name="Three points").click()
    expect(visitor.number("toy-one-points")).to_have_value("3")
    assert visitor.problems == [] and "Traceback" not in server.log()
    visitor.close()
