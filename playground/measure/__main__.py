"""`python -m playground.measure [NAME]` prints the quality table of the shipped weights, recomputed.

Rows: {"id", "value", "unit", "n", "floor", "how"}. `--claim ID` prints the full run of a claim instead, with quick runs
on other seeds. `--record` writes what was found into weights/manifest.json.
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
from playground.spec import Claim

QUICK, FRESH = 5, 100_000  # quick runs beside a full one, and how far apart their first seeds are
CLAIMS = {claim.id: claim for family in FAMILIES for claim in family.claims}
MEASURED = {name: model for name, model in models().items() if model.rows}


def rows(name: str, samples: int | None) -> Iterator[Row]:
    """The rows of one model; `samples` replaces each row's own count."""
    model = MEASURED[name]
    sample = resolve(model.sampler) if model.sampler else name
    for dotted in model.rows:
        yield from resolve(dotted)(sample, samples)


def tried(claim: Claim) -> dict[str, Any]:
    """The full run of a claim: verdict, n, rule, report, date, device; the verdicts of quick runs on other seeds."""
    run = resolve(claim.experiment)
    *_, last = run(seeds=claim.full_seeds)
    quick = [(*run(seeds=claim.seeds, seed=FRESH * k),)[-1] for k in range(1, QUICK + 1)]
    found = {
        "verdict": claim.verdict(last.stats),
        "quick": [claim.verdict(frame.stats) for frame in quick],
        "n": claim.full_seeds,
        "rule": claim.rule,
        "report": claim.report.format(**last.stats),
        "date": datetime.date.today().isoformat(),
        "device": resolve("playground.training.run:device_name")(resolve("playground.engines._runtime:device")()),
    }
    print(f"{claim.id}: {found['verdict']}, quick runs {', '.join(found['quick'])}; {found['report']}", flush=True)
    return found


def record(name: str, measured: list[Row]) -> None:
    """Write the rows of one model into the manifest."""
    entries = manifest()
    untrained = {"files": {}, "command": f"python -m playground.measure {name} --record"}
    entry = entries.setdefault(name, {} if MEASURED[name].job else untrained)
    entry["quality"] = measured
    store.write_manifest(entries)


def record_claim(claim: Claim, found: dict[str, Any]) -> None:
    """Write one claim into the manifest, and leave out those that are no more."""
    entries = manifest()
    family = next(family for family in FAMILIES if claim in family.claims)
    known = entries[family.record].get("claims", {}) | {claim.id: found}
    entries[family.record]["claims"] = {claim.id: known[claim.id] for claim in family.claims if claim.id in known}
    store.write_manifest(entries)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground.measure", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(MEASURED))
    parser.add_argument("--samples", type=int, help="samples per row, instead of each row's own number")
    parser.add_argument("--claim", choices=["all", *CLAIMS], help="the full run of one claim, or of all")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--record", action="store_true", help="write what was found into the manifest; not with --samples"
    )
    options = parser.parse_args()
    if options.record and options.samples:
        parser.error("--record keeps only full runs: leave --samples out")
    if options.claim and (options.name or options.samples):
        parser.error("--claim measures no rows: leave the model's name and --samples out")
    try:
        _measure(options, _print_json if options.json else _print_row)
    except PlaygroundError as error:
        sys.exit(str(error))


def _measure(options: argparse.Namespace, show: Callable[[Row], None]) -> None:
    for claim in CLAIMS.values() if options.claim == "all" else filter(None, [CLAIMS.get(options.claim)]):
        found = tried(claim)
        if options.record:
            record_claim(claim, found)
    if options.claim:
        return
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
