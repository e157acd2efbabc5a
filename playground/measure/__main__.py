"""`python -m playground.measure [NAME]` prints the quality table of the shipped weights, recomputed.

Rows: {"id", "value", "unit", "n", "floor", "how"}. `--record` writes them, and the full run of every claim, into
weights/manifest.json.
"""

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from playground import store
from playground.errors import PlaygroundError
from playground.measure.quality import Row
from playground.registry import FAMILIES, manifest, models, resolve

MEASURED = {name: model for name, model in models().items() if model.rows}


def rows(name: str, samples: int | None) -> Iterator[Row]:
    """The rows of one model; `samples` replaces each row's own count."""
    model = MEASURED[name]
    sample = resolve(model.sampler) if model.sampler else name
    for dotted in model.rows:
        yield from resolve(dotted)(sample, samples)


def trials(name: str) -> dict[str, dict[str, Any]]:
    """The full run of every claim that is recorded beside one model: verdict, n, report, date, device."""
    done = {}
    for family in FAMILIES:
        for claim in family.claims if family.record == name else ():
            *_, last = resolve(claim.experiment)(seeds=claim.full_seeds)
            done[claim.id] = {
                "verdict": claim.verdict(last.stats),
                "n": claim.full_seeds,
                "report": claim.report.format(**last.stats),
                "date": datetime.date.today().isoformat(),
                "device": resolve("playground.training.run:device_name")(
                    resolve("playground.engines._runtime:device")()
                ),
            }
            print(f"{claim.id}: {done[claim.id]['verdict']}, {done[claim.id]['report']}", file=sys.stderr, flush=True)
    return done


def record(name: str, measured: list[Row], tried: dict[str, dict[str, Any]]) -> None:
    """Write the rows and the claims of one model into the manifest."""
    entries = manifest()
    untrained = {"files": {}, "command": f"python -m playground.measure {name} --record"}
    entry = entries.setdefault(name, {} if MEASURED[name].job else untrained)
    entry |= {"quality": measured} | ({"claims": tried} if tried else {})
    store.write_manifest(entries)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground.measure", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(MEASURED))
    parser.add_argument("--samples", type=int, help="samples per row, instead of each row's own number")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--record", action="store_true", help="write the full run into the manifest; not with --samples"
    )
    options = parser.parse_args()
    if options.record and options.samples:
        parser.error("--record keeps only full runs: leave --samples out")
    try:
        _measure(options, _print_json if options.json else _print_row)
    except PlaygroundError as error:
        sys.exit(str(error))


def _measure(options: argparse.Namespace, show: Callable[[Row], None]) -> None:
    for name in [options.name] if options.name else sorted(MEASURED):
        measured = []
        for row in rows(name, options.samples):
            measured.append(row)
            show(row)
        if options.record:
            record(name, measured, trials(name))


def _print_json(row: Row) -> None:
    print(json.dumps(row), flush=True)


def _print_row(row: Row) -> None:
    floor = "" if row.get("floor") is None else f"  floor {row['floor']:.4f}"
    print(f"{row['id']:<28} {row['value']:.4f} {row['unit']:<8} n = {row['n']}{floor}  ({row['how']})", flush=True)


if __name__ == "__main__":
    main()
