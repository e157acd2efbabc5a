"""`python -m playground.trials`: a full run and quick ones on other seeds, recorded beside the family's model."""

from collections.abc import Iterator

import pytest

from playground import store
from playground.errors import DataMissing
from playground.spec import Frame
from playground.trials import __main__ as trials

ID = "jump-to-t"
FAMILY, CLAIM = trials.CLAIMS[ID]


@pytest.fixture
def asked(monkeypatch) -> list[tuple[int, int]]:
    """The experiment finds nothing amiss; what it was run with."""
    found: list[tuple[int, int]] = []

    def run(seeds: int, seed: int) -> Iterator[Frame]:
        found.append((seeds, seed))
        yield Frame(0, 2, {}, {"progress": 0.5}, kind="progress")
        yield Frame(1, 2, {}, {"worst_z": 1.0, "limit_z": 3.0, "comparisons": 40.0}, kind="result")

    real = trials.resolve
    monkeypatch.setattr(trials, "resolve", lambda dotted: run if dotted == CLAIM.experiment else real(dotted))
    return found


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["trials", *arguments])
    trials.main()


def test_the_full_run_and_the_quick_ones_share_no_seeds(asked):
    found = trials.tried(CLAIM)
    assert asked[0] == (CLAIM.full_seeds, 0) and asked[1][1] == CLAIM.seed
    assert len({seed for _, seed in asked}) == len(asked) == 1 + trials.QUICK
    assert all(seeds == CLAIM.seeds for seeds, _ in asked[1:])
    assert found["verdict"] == "confirmed" and found["quick"] == ["confirmed"] * trials.QUICK
    assert found["rule"] == CLAIM.rule and "1.00 standard errors" in found["report"]


def test_what_is_recorded_takes_its_place_in_order_and_claims_that_are_no_more_go(monkeypatch, asked):
    entries = trials.manifest()
    monkeypatch.setattr(trials, "manifest", lambda: entries)
    entries[FAMILY.record]["claims"]["gone"] = {}
    kept: dict[str, dict] = {}
    monkeypatch.setattr(store, "write_manifest", kept.update)
    run(monkeypatch, ID, "--record")
    claims = kept[FAMILY.record]["claims"]
    assert claims[ID]["report"].startswith("worst of 40 comparisons") and "gone" not in claims
    assert [*claims] == [claim.id for claim in FAMILY.claims if claim.id in claims]


def test_nothing_is_recorded_unasked(monkeypatch, capsys, asked):
    monkeypatch.setattr(store, "write_manifest", lambda entries: pytest.fail("nobody asked for a record"))
    run(monkeypatch, ID)
    assert capsys.readouterr().out.startswith(f"{ID}: confirmed, quick runs confirmed,")


@pytest.mark.parametrize("arguments", [(), (ID, "--all")])
def test_one_claim_or_all(monkeypatch, capsys, arguments):
    with pytest.raises(SystemExit):
        run(monkeypatch, *arguments)
    assert "name one claim, or --all" in capsys.readouterr().err


def test_what_is_missing_is_said_in_one_sentence(monkeypatch):
    def missing(claim):
        raise DataMissing("This needs mnist.")

    monkeypatch.setattr(trials, "tried", missing)
    with pytest.raises(SystemExit, match=r"^This needs mnist\.$"):
        run(monkeypatch, ID)
