"""A lane and a cache of each test's own, short turns, and nothing that is left behind."""

import pytest

from playground.live import cache, lane, runs, training
from tests.live.ticking import CLOSED


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(lane, "LANE", lane.Lane())
    monkeypatch.setattr(cache, "CACHE", cache.Cache(2**20))
    monkeypatch.setattr(runs, "_warming", {})
    monkeypatch.setattr(runs, "TURN_SECONDS", 0.01)
    monkeypatch.setattr(training, "LIVE_TURN_SECONDS", 0.01)
    monkeypatch.setattr(training, "QUIET_SECONDS", lane.WAIT_REPORT_SECONDS)
    monkeypatch.setattr(training, "AWAY_SECONDS", 0.05)
    CLOSED.clear()
    yield
    assert lane.LANE.runs == 0 and not runs._stops, "a run was left behind"
