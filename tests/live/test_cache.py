"""The same values are computed once; what a visitor drew, wrote or uploaded is not kept."""

import json

import gradio as gr
import numpy as np
import pytest

from playground import live
from playground.live import cache, runs
from playground.live.cache import Cache, Kept
from playground.registry import FAMILIES
from playground.spec import Frame
from playground.ui import controls
from playground.ui.stages.packing import standing
from tests.live.ticking import ENDLESS, SHOWS, TICKS, frames

ENGINES = [engine for family in FAMILIES for engine in family.engines]


def test_same_values_are_computed_once():
    first = list(live.run(TICKS, {"total": 3}, "anna"))
    (again,) = live.run(TICKS, {"total": 3}, "bert")
    assert again.cached and not again.running
    assert list(again.frames) == frames(first)


@pytest.mark.parametrize("other", [{"total": 4}, {"total": 3, "tag": "x"}, {"total": 3.0}])
def test_other_values_are_computed_anew(other):
    list(live.run(TICKS, {"total": 3}, "anna"))
    run = live.run(TICKS, other, "anna")
    try:
        assert not next(run).cached
    except TypeError:
        assert other == {"total": 3.0}, "range() took what was not cached"
    run.close()


OWN = {"image": np.zeros((8, 8, 3), np.uint8), "strokes": "1,2 3,4"}


@pytest.mark.parametrize("own", [{name: value} for name, value in OWN.items()], ids=OWN)
def test_a_visitors_own_picture_is_not_kept(own):
    assert cache.key(SHOWS, own) is None
    for _ in range(2):
        updates = list(live.run(SHOWS, own, "anna"))
        assert len(frames(updates)) == 3 and not any(update.cached for update in updates)
    assert not cache.CACHE._runs


def test_a_visitors_own_text_is_not_kept_and_the_pages_own_texts_are():
    engine = next(engine for engine in ENGINES if any(param.kind == "text" for param in engine.params))
    (text,) = (param.name for param in engine.params if param.kind == "text")
    offered = [engine.defaults() | dict(preset.values) for preset in engine.presets]
    assert all(cache.key(engine.function, values) for values in offered)
    assert cache.key(engine.function, engine.defaults() | {text: "my own words"}) is None
    assert cache.key(SHOWS, {"data": b"my own file"}) is None


def test_no_picture_and_no_drawing_are_kept():
    none = {"image": None, "strokes": ""}
    list(live.run(SHOWS, none, "anna"))
    (again,) = live.run(SHOWS, none, "bert")
    assert again.cached


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_what_the_page_sends_finds_the_defaults_run(engine):
    """JavaScript writes 2.0 as 2, and has no tuples: the first screen must still be found in the cache."""
    with gr.Blocks():
        made = controls.build("any", engine)
    sent = [int(v) if isinstance(v, float) and v.is_integer() else v for v in engine.defaults().values()]
    values = made.values(json.loads(json.dumps(sent)))
    assert cache.key(engine.function, values) == cache.key(engine.function, engine.defaults()) is not None


def test_half_a_run_is_not_kept():
    run = live.run(TICKS, {"total": 3, "cost": 0.02}, "anna")
    next(run)
    live.stop("anna")
    list(run)
    again = live.run(TICKS, {"total": 3, "cost": 0.02}, "anna")
    assert not next(again).cached
    again.close()


def test_the_cache_drops_what_was_used_least():
    def result(i: int) -> Kept:
        return Kept((Frame(0, 1, {"x": np.full(1000, i, np.uint8)}, kind="step"),))

    small = Cache(3 * 1500)
    for i in range(3):
        small.put(i, result(i))
    small.put(0, result(0))
    assert small.get(0)
    small.put(3, result(3))
    assert small.get(1) is None and all(small.get(i) for i in (0, 2, 3))
    small.put("huge", Kept((Frame(0, 1, {"x": np.zeros(10_000, np.uint8)}, kind="step"),)))
    assert small.get("huge") is None and small._bytes == 0


def test_the_same_run_computed_in_less_company_takes_the_place_of_the_other():
    one = Frame(0, 1, {"x": np.zeros(1000, np.uint8)}, kind="step")
    small = Cache(10_000)
    for company in (3, 1, 2):
        small.put("run", Kept((one,), company))
    assert small.get("run").company == 1 and small._bytes == 1500


@pytest.fixture
def timed(monkeypatch):
    """The ticks count as an engine that tells times."""
    monkeypatch.setattr(cache, "is_timed", lambda function: function == TICKS)


def in_company(values: dict) -> list:
    """The updates of a run while another one computes."""
    other = live.run(TICKS, ENDLESS, "other")
    next(other)
    updates = list(live.run(TICKS, values, "anna"))
    other.close()
    return updates


def test_of_much_the_first_frame_goes_ahead(monkeypatch):
    whole = frames(live.run(TICKS, {"total": 3}, "anna"))
    monkeypatch.setattr(runs, "MUCH_BYTES", -1)
    first, rest = live.run(TICKS, {"total": 3}, "bert")
    assert (first.running, rest.running) == (True, False) and first.cached and rest.cached
    assert len(first.frames) == 1 and [*first.frames, *rest.frames] == whole
    assert standing(first) == "", "what was computed earlier is not being computed"


def test_times_that_were_measured_in_company_say_so_and_are_measured_again_once_nobody_computes(timed):
    values = {"total": 3}
    first = in_company(values)
    assert (first[-1].company, first[-1].timed, first[-1].cached) == (1, True, False)
    still = in_company(values)
    assert (still[-1].company, still[-1].cached) == (1, True) and still[-1].age >= 0
    alone = list(live.run(TICKS, values, "bert"))
    assert not any(update.cached for update in alone) and alone[-1].company == 0
    (kept,) = live.run(TICKS, values, "carl")
    assert kept.cached and kept.company == 0


def test_what_tells_no_times_is_computed_once_whoever_else_was_there():
    in_company({"total": 3})
    (again,) = live.run(TICKS, {"total": 3}, "bert")
    assert again.cached and not again.timed
    told = {function for function in (engine.function for engine in ENGINES) if cache.is_timed(function)}
    assert "playground.engines.diffusion.reverse:reverse" in told
    assert "playground.engines.vae.morph:morph" not in told
