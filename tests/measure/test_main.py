"""`python -m playground.measure`: prints rows, records full runs, and says what is missing."""

import json

import pytest

from playground import store
from playground.errors import DataMissing
from playground.measure import __main__ as measure

NAME = "text_to_image/autoencoder"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr("sys.argv", ["measure", *arguments])
    measure.main()


@pytest.fixture
def two_rows(monkeypatch) -> list[measure.Row]:
    rows = [measure.Row(id=f"toy.{k}", value=k / 4, unit="share", n=3, floor=k or None, how="by hand") for k in (0, 1)]
    monkeypatch.setattr(measure, "rows", lambda name, samples: iter(rows))
    return rows


def test_rows_are_printed_as_a_table_or_as_json(monkeypatch, capsys, two_rows):
    run(monkeypatch, NAME, "--samples", "3")
    first, second = capsys.readouterr().out.splitlines()
    assert "toy.0" in first and "floor" not in first and "floor 1.0000" in second
    run(monkeypatch, NAME, "--json")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == two_rows


def test_a_full_run_is_recorded_and_the_rest_of_the_manifest_stays(monkeypatch, two_rows):
    kept: dict[str, dict] = {}
    monkeypatch.setattr(store, "write_manifest", kept.update)
    before = measure.manifest()
    run(monkeypatch, NAME, "--record")
    assert kept[NAME] == before[NAME] | {"quality": two_rows}
    assert {name: entry for name, entry in kept.items() if name != NAME} == {
        name: entry for name, entry in before.items() if name != NAME
    }


def test_a_short_run_is_never_recorded(monkeypatch, capsys, two_rows):
    with pytest.raises(SystemExit):
        run(monkeypatch, NAME, "--record", "--samples", "3")
    assert "leave --samples out" in capsys.readouterr().err


def test_missing_data_are_said_in_one_sentence(monkeypatch):
    def missing(name, samples):
        raise DataMissing("This needs the drawn faces.")
        yield

    monkeypatch.setattr(measure, "rows", missing)
    with pytest.raises(SystemExit, match=r"^This needs the drawn faces\.$"):
        run(monkeypatch, NAME)
