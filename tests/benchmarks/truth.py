"""Whether what is taught is so: figures that were recorded with the weights, held to what they must be."""

import subprocess
import sys
from collections.abc import Iterable, Iterator

import numpy as np

from playground.engines.diffusion.quality import digit_run
from playground.measure.digits import crop, reference
from playground.measure.distances import density_coverage
from playground.measure.outliers import kind
from playground.measure.statistics import holm
from playground.models.classifier.digits import judge
from playground.registry import FAMILIES, manifest
from tests.benchmarks.rows import row
from tests.serving import ROOT

UNSURE = "inconclusive"
RUNS, ENOUGH = 5, 3  # quick runs of a claim, and how many of them must tell what its full run does


def _quality(start: str) -> dict[str, dict]:
    """The recorded rows of every model whose name begins so, by id."""
    return {
        row["id"]: row
        for name, entry in manifest().items()
        if name.startswith(start)
        for row in entry.get("quality", ())
    }


def samplers(quick: bool) -> Iterator[dict]:
    p = [row["value"] for row in _quality("diffusion/sampler-").values() if row["unit"] == "p"]
    how = f"of {len(p)} rises in steps, those that surely lose more than they may (Holm, 5 %); 256 pictures each"
    yield row("truth.samplers", [sum(holm(p))], "rises", how)


def heun(quick: bool) -> Iterator[dict]:
    labels, found = np.arange(256) % 10, {}
    run = digit_run("Heun", 10, len(labels), 0, 1.0)
    for name, one in (("Heun", run), ("DDIM", digit_run("DDIM", len(run), len(labels), 0, 1.0))):
        *_, step = one
        found[name] = judge(crop(step.x_prev))
    how = f"Heun with 10 steps, w = 1, {len(run)} calls, 256 pictures"
    yield row("truth.heun10", [found["Heun"].agreement(labels).mean()], "share", how)
    ratio = reference().frechet(found["Heun"].features) / reference().frechet(found["DDIM"].features)
    yield row("truth.heun10_over_ddim", [ratio], "ratio", "its Fréchet distance over DDIM's at as many calls")


def coverage(quick: bool) -> Iterator[dict]:
    order = np.random.default_rng(0).permutation(10_000)
    real, other, third = (reference().features[order[2000 * k :][:2000]].astype(float) for k in range(3))
    floor = density_coverage(real, third)
    for who, features in (("real", other), ("glued", judge(kind("glued", 2000)).features)):
        for name, value, least in zip(("density", "coverage"), density_coverage(real, features), floor, strict=True):
            how = {"real": "2,000 other test digits", "glued": "upper and lower halves of different classes"}[who]
            yield row(f"truth.{name}_{who}", [value], "share", f"{how}; floor: 2,000 more test digits", least)


def reject(quick: bool) -> Iterator[dict]:
    for id, found in _quality("classifier/outliers").items():
        yield row(f"truth.reject.{id.removeprefix('outliers.')}", [found["value"]], "share", found["how"])


def sabotage(quick: bool) -> Iterator[dict]:
    command = [sys.executable, "-m", "pytest", "-q", "tests/trials", "-k", "sabotage"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    yield row("truth.sabotage", [float(done.returncode == 0)], "all", done.stdout.strip().splitlines()[-1])


def agreement(quick: bool) -> Iterator[dict]:
    """Do quick runs on other seeds contradict a claim's full run, and do they tell as much?

    A claim that has no record by today's rule, with its five quick runs, does not count as one that agrees.
    """
    claims = {claim.id: claim.rule for family in FAMILIES for claim in family.claims}
    tried = {
        id: found
        for family in FAMILIES
        for id, found in manifest().get(family.record, {}).get("claims", {}).items()
        if found["rule"] == claims.get(id) and len(found.get("quick", ())) == RUNS
    }
    astray = [id for id, found in tried.items() if {*found["quick"]} - {UNSURE, found["verdict"]}]
    lacking = _names("not recorded", claims.keys() - tried.keys())
    how = f"of {len(claims)} claims, no quick run contradicts the full one; {lacking}"
    agree = (len(tried) - len(astray)) / len(claims)
    yield row("truth.agree", [agree], "share", f"{how}; {_names('contradicted', astray)}")
    sure = {id: found for id, found in tried.items() if found["verdict"] != UNSURE}
    weak = [id for id, found in sure.items() if found["quick"].count(found["verdict"]) < ENOUGH]
    how = f"of {len(sure)} recorded claims with a verdict, at least {ENOUGH} of {RUNS} quick runs tell it too"
    power = (len(sure) - len(weak)) / max(1, len(sure))
    yield row("truth.power", [power], "share", f"{how}; {_names('fewer do', weak)}")


def _names(what: str, ids: Iterable[str]) -> str:
    return f"{what}: {', '.join(sorted(ids)) or 'none'}"


def prose(quick: bool) -> Iterator[dict]:
    command = [sys.executable, "-m", "pytest", "-q", "tests/test_prose.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    yield row("truth.prose", [float(done.returncode == 0)], "all", done.stdout.strip().splitlines()[-1])
