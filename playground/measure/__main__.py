"""`python -m playground.measure [NAME]` prints the quality table of the shipped weights, recomputed.

Rows: {"id", "value", "unit", "n", "floor", "how"}. `--record` writes them into weights/manifest.json.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator

from playground import store
from playground.errors import PlaygroundError
from playground.measure.quality import Row
from playground.registry import manifest, models, resolve

MEASURED = {name: model for name, model in models().items() if model.rows}


def rows(name: str, samples: int | None) -> Iterator[Row]:
    """The rows of one model; `samples` replaces each row's own count."""
    model = MEASURED[name]
    sample = resolve(model.sampler) if model.sampler else name
    for dotted in model.rows:
        yield from resolve(dotted)(sample, samples)


def record(name: str, measured: list[Row]) -> None:
    """Write the rows of one model into the manifest."""
    entries = manifest()
    untrained = {"files": {}, "command": f"python -m playground.measure {name} --record"}
    entry = entries.setdefault(name, {} if MEASURED[name].job else untrained)
    entry["quality"] = measured
    store.write_manifest(entries)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground.measure", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(MEASURED))
    parser.add_argument("--samples", type=int, help="samples per row, instead of each row's own number")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--record", action="store_true", help="write what was found into the manifest; not with --samples"
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
            record(name, measured)


def _print_json(row: Row) -> None:
    print(json.dumps(row), flush=True)


def _print_row(row: Row) -> None:
    floor = "" if row.get("floor") is None else f"  floor {row['floor']:.4f}"
    print(f"{row['id']:<28} {row['value']:.4f} {row['unit']:<8} n = {row['n']}{floor}  ({row['how']})", flush=True)


if __name__ == "__main__":
    main()
