"""The page without a browser: what is connected to what, and through which lane.

`UPDATE_GOLDENS=1 python -m pytest tests/ui/test_wiring.py` writes tests/goldens/wiring.json anew; read its diff.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.registry import FAMILIES

HOUSE = Path(__file__).parents[2]
GOLDEN = HOUSE / "tests" / "goldens" / "wiring.json"
MAX_COMPONENTS = 150  # a family

# Runs in a process of its own, so that what other tests imported does not count. Prints two builds of the page.
BUILD = """
import json, sys, threading
threads = threading.active_count()
import app
from playground.live import lane
from playground.ui.shell import build_app

def event(fn, blocks):
    def name(place):
        block = blocks.get(place)
        return "page" if block is None else block.elem_id or type(block).__name__

    on = [f"{name(place)}.{what}" for place, what in fn.targets]
    return {"on": on, "api_name": fn.api_name, "api_visibility": fn.api_visibility, "queue": fn.queue,
            "concurrency_limit": fn.concurrency_limit, "trigger_mode": fn.trigger_mode,
            "inputs": len(fn.inputs), "outputs": len(fn.outputs), "python": fn.fn is not None}

pages = []
for _ in range(2):
    page = build_app()
    pages.append({"components": len(page.blocks), "events": [event(fn, page.blocks) for fn in page.fns.values()]})
heavy = sorted({"torch", "diffusers", "sklearn", "transformers"} & sys.modules.keys())
print(json.dumps({"pages": pages, "heavy": heavy, "threads": threading.active_count() - threads,
                  "runs": lane.LANE.runs, "running": page.is_running}))
"""


@pytest.fixture(scope="module")
def built() -> dict:
    done = subprocess.run([sys.executable, "-c", BUILD], capture_output=True, text=True, cwd=HOUSE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def events(built) -> list[dict]:
    return built["pages"][0]["events"]


def test_building_twice_starts_nothing(built):
    first, second = built["pages"]
    assert first == second
    assert not built["running"] and built["runs"] == 0 and built["threads"] == 0


def test_the_page_needs_no_torch(built):
    assert built["heavy"] == []


def test_the_page_is_small(built):
    assert built["pages"][0]["components"] < MAX_COMPONENTS * len(FAMILIES)


def test_wiring_is_the_golden(events):
    text = "[\n" + ",\n".join(json.dumps(event) for event in events) + "\n]\n"
    if os.environ.get("UPDATE_GOLDENS"):
        GOLDEN.write_text(text)
    assert text.splitlines() == GOLDEN.read_text().splitlines(), "see the first lines of this file"


def test_every_run_leaves_waiting_to_the_lane(events):
    """Whatever is queued has no limit of Gradio's own, and every engine that has a button can be reached by name."""
    runs = [event for event in events if event["queue"] and event["on"] != ["page.unload"]]
    assert runs and all(event["concurrency_limit"] is None for event in runs)
    names = {event["api_name"] for event in runs if event["api_visibility"] != "private"}
    for family in FAMILIES:
        assert {f"{family.stem}_{engine.name}" for engine in family.engines} <= names
        assert f"claim_{family.stem}" in names or not family.claims


def test_what_happens_in_the_browser_asks_no_server(events):
    browser = [event for event in events if not event["python"]]
    assert browser and not any(event["queue"] for event in browser)
    assert all(event["api_visibility"] == "private" for event in browser)


def test_closing_the_page_is_heard(events):
    assert [event["on"] for event in events].count(["page.unload"]) == 1
