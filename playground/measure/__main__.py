"""`python -m playground.measure [NAME]` prints the quality table of the shipped weights, recomputed.

Rows: {"id", "value", "unit", "n", "floor", "how"}. `--record` writes them, and the full run of every claim, into
weights/manifest.json.
"""

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Iterator

from playground import store
from playground.errors import PlaygroundError
from playground.registry import FAMILIES, resolve

# model -> what draws its samples, None where the rows need only its name; and its rows.
ROWS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "autoregressive/shakespeare": (None, ("playground.measure.autoregressive.text:shakespeare_rows",)),
    "autoregressive/tales": (None, ("playground.measure.autoregressive.text:tales_rows",)),
    "classifier/digits": (None, ("playground.measure.quality:classifier_rows",)),
    "diffusion/digits": (
        "playground.engines.diffusion.quality:sample_digits",
        ("playground.measure.diffusion.digits:accuracy_rows", "playground.measure.diffusion.digits:coverage_rows"),
    ),
    "gan/digits": (
        "playground.engines.gan.opponents:sample_digits",
        (
            "playground.measure.gan.digits:unconditional_rows",
            "playground.measure.gan.digits:accuracy_rows",
            "playground.measure.gan.digits:coverage_rows",
        ),
    ),
    "gan/duel": (
        "playground.engines.gan.seeds:numbers",
        ("playground.measure.gan.duel:ring_rows", "playground.measure.gan.duel:grid_rows"),
    ),
    "gan/free": ("playground.engines.gan.opponents:sample_free", ("playground.measure.gan.digits:free_rows",)),
    "gan/fashion": (
        "playground.engines.gan.opponents:sample_clothing",
        ("playground.measure.gan.digits:clothing_rows",),
    ),
    "vae/digits2-ae": (None, ("playground.measure.vae.digits:prior_rows", "playground.measure.vae.digits:term_rows")),
    "vae/digits2-vae": (
        None,
        (
            "playground.measure.vae.digits:plane_rows",
            "playground.measure.vae.digits:prior_rows",
            "playground.measure.vae.digits:term_rows",
        ),
    ),
    "vae/digits2-beta4": (
        None,
        ("playground.measure.vae.digits:prior_rows", "playground.measure.vae.digits:term_rows"),
    ),
    "vae/fashion2-vae": (None, ("playground.measure.vae.digits:term_rows",)),
    "vae/digits24-ae": (None, ("playground.measure.vae.digits:prior_rows", "playground.measure.vae.digits:term_rows")),
    "vae/digits24-beta025": (
        None,
        ("playground.measure.vae.digits:prior_rows", "playground.measure.vae.digits:term_rows"),
    ),
    "vae/digits24-vae": (
        None,
        (
            "playground.measure.vae.digits:bound_rows",
            "playground.measure.vae.digits:prior_rows",
            "playground.measure.vae.digits:morph_rows",
            "playground.measure.vae.digits:anomaly_rows",
            "playground.measure.vae.digits:term_rows",
        ),
    ),
    "vae/digits24-beta4": (
        None,
        ("playground.measure.vae.digits:prior_rows", "playground.measure.vae.digits:term_rows"),
    ),
    "vae/digits24-beta10": (
        None,
        ("playground.measure.vae.digits:prior_rows", "playground.measure.vae.digits:term_rows"),
    ),
    "vae/fashion24-vae": (None, ("playground.measure.vae.digits:term_rows",)),
    "autoregressive/pixelcnn": (
        None,
        (
            "playground.measure.autoregressive.pixels:likelihood_rows",
            "playground.measure.autoregressive.pixels:sample_rows",
        ),
    ),
    "autoregressive/imagegpt": (
        None,
        (
            "playground.measure.autoregressive.pixels:likelihood_rows",
            "playground.measure.autoregressive.pixels:sample_rows",
        ),
    ),
    "autoregressive/bert": (
        None,
        (
            "playground.measure.autoregressive.reading:reader_rows",
            "playground.measure.autoregressive.reading:fill_in_rows",
        ),
    ),
    "autoregressive/gpt": (None, ("playground.measure.autoregressive.reading:writer_rows",)),
    "autoregressive/t5": (None, ("playground.measure.autoregressive.reading:translator_rows",)),
}
# The model beside whose rows a family's claims are recorded.
TRIED = {
    "diffusion/digits": "diffusion",
    "gan/duel": "gan",
    "vae/digits24-vae": "vae",
    "autoregressive/tales": "autoregressive",
}
# What has rows but no weights: it is trained anew for each of them.
UNTRAINED = {"gan/duel": {"files": {}, "command": "python -m playground.measure gan/duel --record"}}


def rows(name: str, samples: int | None) -> Iterator[dict]:
    """The rows of one model; `samples` replaces each row's own count."""
    sampler, measured = ROWS[name]
    sample = resolve(sampler) if sampler else name
    for dotted in measured:
        yield from resolve(dotted)(sample, samples)


def trials(name: str) -> dict[str, dict]:
    """The full run of every claim that is recorded beside one model: verdict, n, report, date, device."""
    done = {}
    for family in FAMILIES:
        for claim in family.claims if family.stem == TRIED.get(name) else ():
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


def record(name: str, measured: list[dict], tried: dict[str, dict]) -> None:
    """Write the rows and the claims of one model into the manifest."""
    entries = store.manifest()
    entry = entries.setdefault(name, UNTRAINED.get(name, {}))
    entry |= {"quality": measured} | ({"claims": tried} if tried else {})
    store.write_manifest(entries)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground.measure", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(ROWS))
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


def _measure(options: argparse.Namespace, show: Callable[[dict], None]) -> None:
    for name in [options.name] if options.name else sorted(ROWS):
        measured = []
        for row in rows(name, options.samples):
            measured.append(row)
            show(row)
        if options.record:
            record(name, measured, trials(name))


def _print_json(row: dict) -> None:
    print(json.dumps(row), flush=True)


def _print_row(row: dict) -> None:
    floor = "" if row.get("floor") is None else f"  floor {row['floor']:.4f}"
    print(f"{row['id']:<28} {row['value']:.4f} {row['unit']:<8} n = {row['n']}{floor}  ({row['how']})", flush=True)


if __name__ == "__main__":
    main()
