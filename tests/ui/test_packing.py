"""What the browser unpacks is what the engine computed, and nothing is sent twice."""

import base64
import itertools
import json

import numpy as np
import pytest

from playground.live import Update
from playground.spec import Frame
from playground.ui.stages.packing import TYPES, Feed, LiveFeed, measured, pack, standing

LIMIT = 4_000_000


def unpack(text: str) -> list[Frame]:
    """As `lib/film.js` does it."""
    frames = []
    for one in json.loads(text)["frames"]:
        arrays = {
            name: np.frombuffer(base64.b64decode(data), "<" + kind).reshape(shape)
            for name, (kind, shape, data) in one["arrays"].items()
        }
        frames.append(Frame(one["step"], one["total"], arrays, one["stats"], one["texts"], kind=one["kind"]))
    return frames


def frame(step: int = 0, **arrays: np.ndarray) -> Frame:
    return Frame(step, 9, arrays, {"t": 999, "alpha_bar": 1 / 3}, {"said": "ja, ✓"}, kind="step")


@pytest.mark.parametrize("dtype", TYPES)
def test_bytes_are_equal(dtype):
    array = (np.random.default_rng(0).standard_normal((3, 4, 5)) * 50).astype(dtype)
    (back,) = unpack(pack([frame(2, x=array, turned=array.transpose(2, 0, 1))]))
    assert (back.step, back.total, back.kind, back.texts) == (2, 9, "step", {"said": "ja, ✓"})
    assert back.arrays["x"].dtype == array.dtype and np.array_equal(back.arrays["x"], array)
    assert np.array_equal(back.arrays["turned"], array.transpose(2, 0, 1))


def test_stats_keep_six_digits():
    (back,) = unpack(pack([frame()]))
    assert back.stats["t"] == 999 and back.stats["alpha_bar"] == pytest.approx(1 / 3, rel=1e-6)


def test_empty_arrays_and_no_frames():
    assert unpack(pack([])) == []
    (back,) = unpack(pack([frame(x=np.zeros((0, 2), np.uint8))]))
    assert back.arrays["x"].shape == (0, 2)


def test_other_types_are_a_mistake_of_ours():
    with pytest.raises(KeyError):
        pack([frame(x=np.zeros(3, np.float64))])


def test_feed_only_appends():
    feed = Feed("run 1")
    values = [feed.add(Update((frame(step),))) for step in range(4)]
    assert [len(value["chunks"]) for value in values] == [1, 2, 3, 4]
    for earlier, later in itertools.pairwise(values):
        assert later["chunks"][: len(earlier["chunks"])] == earlier["chunks"]
    assert [unpack(chunk)[0].step for chunk in values[-1]["chunks"]] == [0, 1, 2, 3]
    assert {value["run"] for value in values} == {"run 1"}


def test_a_wait_adds_no_chunk_but_says_so():
    feed = Feed("run 1")
    first = feed.add(Update((frame(),)))
    waiting = feed.add(Update(position=3, sharing=5, seconds_left=2.5))
    assert waiting["chunks"] == first["chunks"]
    assert waiting["status"] == {
        "running": True, "position": 3, "sharing": 5, "cached": False,
        "said": "waiting: number 3 in the line, about 2 s left", "measured": "", "why": "", "ended": "",
    }  # fmt: skip
    json.dumps(waiting)


def test_default_trajectory_is_well_under_4_megabytes():
    views = ("x0", "eps", "prev", "mu", "noise", "eps_uncond", "eps_cond", "difference")
    arrays = {name: np.zeros((32, 32), np.uint8) for name in views} | {"xt": np.zeros((1, 32, 32), np.uint8)}
    feed, value = Feed("run 1"), {}
    for step in range(51):
        value = feed.add(Update((frame(step, **arrays),)))
    assert len(json.dumps(value)) < LIMIT / 4


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (Update(running=False, position=3), ""),
        (Update(running=False, ended="stopped"), "stopped; what had come stays"),
        (
            Update(running=False, ended="limit"),
            "stopped after 10 minutes of computing, the most that a run may take; what had come stays",
        ),
        (Update(), "computing"),
        (Update(sharing=2, seconds_left=0.2), "computing, shared with 1 other, about 1 s left"),
        (Update(sharing=4), "computing, shared with 3 others"),
        (Update(position=2, seconds_left=7.6), "waiting: number 2 in the line, about 8 s left"),
    ],
)
def test_how_a_run_stands_is_said_in_one_place(update, words):
    assert standing(update) == Feed("run").add(update)["status"]["said"] == words


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (Update(timed=True), ""),
        (Update(cached=True, age=900, company=3), ""),
        (Update(timed=True, company=1), "Times were measured while another run shared this machine."),
        (Update(timed=True, company=4), "Times were measured while 4 other runs shared this machine."),
        (
            Update(timed=True, cached=True, age=12),
            "Times were measured less than a minute ago with the machine to itself.",
        ),
        (
            Update(timed=True, cached=True, age=725, company=2),
            "Times were measured 12 minutes ago while 2 other runs shared this machine.",
        ),
    ],
)
def test_times_that_were_not_measured_now_and_alone_say_so(update, words):
    assert measured(update) == Feed("run").add(update)["status"]["measured"] == words


def test_the_newest_frames_of_a_live_training_stay_in_its_value():
    """A page that fetched its script while the first moment came has it as well."""
    feed = LiveFeed("run")
    values = [feed.add(Update((frame(0),))), *(feed.add(Update(playing=True)) for _ in range(3))]
    assert [value["packs"] for value in values] == [1] * 4
    assert [unpack(value["frames"][0])[0].step for value in values] == [0] * 4
    assert [value["serial"] for value in values] == [1, 2, 3, 4]


def test_each_pack_of_a_live_training_takes_the_place_of_the_oldest():
    feed = LiveFeed("run")
    values = [feed.add(Update((frame(step),))) for step in range(4)]
    kept = [[text and unpack(text)[0].step for text in value["frames"]] for value in values]
    assert kept == [[0, ""], [0, 1], [2, 1], [2, 3]], "what is still there is not sent again"


def test_a_live_training_says_only_how_it_waits():
    assert LiveFeed("run").add(Update(playing=True))["status"]["said"] == ""
    assert LiveFeed("run").add(Update(position=2))["status"]["said"] == "waiting: number 2 in the line"


def test_a_page_that_takes_a_training_up_late_still_has_its_history_and_controls():
    feed = LiveFeed("run 1")
    whole = tuple(frame(step) for step in range(5))
    feed.add(Update(whole, began={"rate": 1}, controls={"rate": 5}, token="x"))
    for step in range(5, 9):
        value = feed.add(Update((frame(step),), token="x"))
    assert [one.step for one in unpack(value["history"])] == [0, 1, 2, 3, 4]
    assert (value["began"], value["controls"], value["packs"]) == ({"rate": 1}, {"rate": 5}, 4)
    assert [unpack(text)[0].step for text in value["frames"]] == [7, 8]
