"""Every engine computes on the threads that the table gives it, whoever computed before."""

import json
import threading

import pytest
import torch

from playground import live
from playground.engines import _runtime
from playground.live import threads
from playground.registry import FAMILIES
from playground.spec import Frame


def count():
    """An engine that tells how many threads it has."""
    yield Frame(0, 0, {}, {"threads": float(torch.get_num_threads())}, kind="result")


def counted() -> int:
    """The same as one short computation."""
    return torch.get_num_threads()


@pytest.fixture(autouse=True)
def three(monkeypatch):
    """A machine of three cores, and this file's engine in the table; afterwards as it was."""
    before = torch.get_num_threads()
    monkeypatch.setattr(_runtime, "ALL_THREADS", 3)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
def test_the_table_names_every_engine_and_only_those(family):
    told = threads.read(family.stem)
    assert told.keys() == {engine.name for engine in family.engines}
    assert {found["threads"] for found in told.values()} <= {"one", "all"}


def test_the_engines_named_so_compute_on_one_thread(monkeypatch, tmp_path):
    """Every other one has all, that of a family without a table too."""
    family = FAMILIES[0]
    first, second = family.engines[:2]
    (tmp_path / family.stem).mkdir()
    monkeypatch.setattr(threads, "ENGINES", tmp_path)
    threads.table(family.stem).write_text(json.dumps({first.name: {"threads": "one"}, second.name: {"threads": "all"}}))
    assert threads._alone.__wrapped__() == {first.function.partition(":")[0]}


def test_an_experiment_has_the_threads_of_the_engine_that_does_its_work():
    """Duels are far slower on two threads than on one, in a trial as on a page."""
    experiments = {claim.id: claim.experiment for family in FAMILIES for claim in family.claims if claim.like}
    assert {"mode-collapse", "unstable", "police-forger", "saturating-starves"} <= experiments.keys()
    for family in FAMILIES:
        assert {claim.like for claim in family.claims} <= {"", *(engine.name for engine in family.engines)}
    for experiment in experiments.values():
        threads.use(experiment)
        assert torch.get_num_threads() == 1
    threads.use("playground.trials.diffusion.samplers:ddim_50")
    assert torch.get_num_threads() == 3


def seen(function: str, alone: bool, monkeypatch) -> float:
    monkeypatch.setattr(threads, "_alone", lambda: frozenset([__name__] if alone else []))
    (update,) = [update for update in live.run(function, {}, f"visitor {alone}") if update.frames]
    return update.frames[0].stats["threads"]


def test_one_thread_in_its_turn_and_all_again_for_the_next(monkeypatch):
    function = f"{__name__}:count"
    monkeypatch.setattr(live.runs.cache, "key", lambda *_: None)
    assert [seen(function, alone, monkeypatch) for alone in (True, False, True)] == [1, 3, 1]
    assert live.call(f"{__name__}:counted") == 1, "of the same module"
    assert live.call("torch:get_num_threads") == 3


def test_another_thread_than_the_one_that_was_told(monkeypatch):
    """torch keeps the number for each thread of the process; a run's turns may come on any of them."""
    torch.set_num_threads(3)
    function, found = f"{__name__}:count", []
    monkeypatch.setattr(live.runs.cache, "key", lambda *_: None)
    thread = threading.Thread(target=lambda: found.append(seen(function, True, monkeypatch)))
    thread.start()
    thread.join()
    assert found == [1]
