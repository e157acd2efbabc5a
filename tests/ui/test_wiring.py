"""The pages without a browser: what is connected to what, and through which lane.

`UPDATE_GOLDENS=1 python -m pytest tests/ui/test_wiring.py` writes tests/goldens/wiring/ anew; read its diff.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.registry import FAMILIES
from playground.spec import Family

HOUSE = Path(__file__).parents[2]
GOLDENS = HOUSE / "tests" / "goldens" / "wiring"
MAX_COMPONENTS = 260  # of a page

# Runs in a process of its own, so that what other tests imported does not count. Prints two builds of every page.
BUILD = """
import json, sys, threading
threads = threading.active_count()
import app
from playground.live import lane
from playground.registry import FAMILIES
from playground.ui.shell import build_page

def event(fn, blocks):
    def name(place):
        block = blocks.get(place)
        return "page" if block is None else block.elem_id or type(block).__name__

    on = [f"{name(place)}.{what}" for place, what in fn.targets]
    return {"on": on, "api_name": fn.api_name, "api_visibility": fn.api_visibility, "queue": fn.queue,
            "concurrency_limit": fn.concurrency_limit, "trigger_mode": fn.trigger_mode,
            "inputs": len(fn.inputs), "outputs": len(fn.outputs), "python": fn.fn is not None}

def build():
    made = {family.stem: build_page(family) for family in FAMILIES}
    started.extend(page for page in made.values() if page.is_running)
    return {stem: {"components": len(page.blocks), "events": [event(fn, page.blocks) for fn in page.fns.values()]}
            for stem, page in made.items()}

started = []
builds = build(), build()
heavy = sorted({"torch", "diffusers", "sklearn", "transformers"} & sys.modules.keys())
print(json.dumps({"builds": builds, "heavy": heavy, "threads": threading.active_count() - threads,
                  "runs": lane.LANE.runs, "running": len(started)}))
"""


@pytest.fixture(scope="module")
def built() -> dict:
    done = subprocess.run([sys.executable, "-c", BUILD], capture_output=True, text=True, cwd=HOUSE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(params=FAMILIES, ids=lambda family: family.stem)
def family(request) -> Family:
    return request.param


@pytest.fixture
def events(built, family) -> list[dict]:
    return built["builds"][0][family.stem]["events"]


def test_building_twice_starts_nothing(built):
    first, second = built["builds"]
    assert first == second
    assert built["running"] == built["runs"] == built["threads"] == 0


def test_the_pages_need_no_torch(built):
    assert built["heavy"] == []


def test_every_page_is_small(built, family):
    assert built["builds"][0][family.stem]["components"] <= MAX_COMPONENTS


def test_wiring_is_the_golden(events, family):
    golden = GOLDENS / f"{family.stem}.json"
    text = "[\n" + ",\n".join(json.dumps(event) for event in events) + "\n]\n"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert text.splitlines() == golden.read_text().splitlines(), "see the first lines of this file"


def test_every_run_leaves_waiting_to_the_lane(events, family):
    """Whatever is queued has no limit of Gradio's own, and every engine that has a button can be reached by name."""
    runs = [event for event in events if event["queue"] and event["on"] != ["page.unload"]]
    assert runs and all(event["concurrency_limit"] is None for event in runs)
    names = {event["api_name"] for event in runs if event["api_visibility"] != "private"}
    assert {f"{family.stem}_{engine.name}" for engine in family.engines} <= names
    assert f"claim_{family.stem}" in names or not family.claims


def test_what_happens_in_the_browser_asks_no_server(events):
    browser = [event for event in events if not event["python"]]
    assert browser and not any(event["queue"] for event in browser)
    assert all(event["api_visibility"] == "private" for event in browser)


def test_closing_the_page_is_heard(events):
    assert [event["on"] for event in events].count(["page.unload"]) == 1
