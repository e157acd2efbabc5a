"""`python -m playground.trials ID` makes the full run of a claim, and quick runs on other seeds; `--all` of every one.

`--record` writes them into weights/manifest.json, beside the model that its family names.
"""

import argparse
import datetime
import sys
from typing import Any

from playground import store
from playground.errors import PlaygroundError
from playground.live import threads
from playground.registry import FAMILIES, manifest, resolve
from playground.spec import Claim

CLAIMS = {claim.id: (family, claim) for family in FAMILIES for claim in family.claims}
QUICK = 5  # quick runs beside a full one: the card's own, and others as far apart


def tried(claim: Claim) -> dict[str, Any]:
    """The full run of a claim: verdict, n, rule, report, date, device; the verdicts of quick runs on other seeds."""
    threads.use(claim.experiment)
    run = resolve(claim.experiment)
    *_, last = run(seeds=claim.full_seeds, seed=0)
    quick = [(*run(seeds=claim.seeds, seed=claim.seed * k),)[-1] for k in range(1, QUICK + 1)]
    return {
        "verdict": claim.verdict(last.stats),
        "quick": [claim.verdict(frame.stats) for frame in quick],
        "n": claim.full_seeds,
        "rule": claim.rule,
        "report": claim.report.format(**last.stats),
        "date": datetime.date.today().isoformat(),
        "device": resolve("playground.training.run:device_name")(resolve("playground.engines._runtime:device")()),
    }


def record(id: str, found: dict[str, Any]) -> None:
    """Write one claim into the manifest, and leave out those that are no more."""
    family, _ = CLAIMS[id]
    entries = manifest()
    known = entries[family.record].get("claims", {}) | {id: found}
    entries[family.record]["claims"] = {claim.id: known[claim.id] for claim in family.claims if claim.id in known}
    store.write_manifest(entries)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground.trials", description=__doc__)
    parser.add_argument("id", nargs="?", choices=CLAIMS)
    parser.add_argument("--all", action="store_true", help="every claim, one after the other")
    parser.add_argument("--record", action="store_true", help="write what was found into the manifest")
    options = parser.parse_args()
    if options.all == bool(options.id):
        parser.error("name one claim, or --all")
    for id in CLAIMS if options.all else [options.id]:
        try:
            found = tried(CLAIMS[id][1])
        except PlaygroundError as error:
            sys.exit(str(error))
        print(f"{id}: {found['verdict']}, quick runs {', '.join(found['quick'])}; {found['report']}", flush=True)
        if options.record:
            record(id, found)


if __name__ == "__main__":
    main()
