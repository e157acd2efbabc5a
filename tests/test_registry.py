"""Tables, functions, presets and claims fit together."""

import inspect
import itertools
import re
import string

import pytest

from playground.errors import BadInput
from playground.registry import FAMILIES, resolve
from playground.trials.__main__ import QUICK
from tests.values import MADE_UP

ENGINES = [engine for family in FAMILIES for engine in family.engines]
CLAIMS = [claim for family in FAMILIES for claim in family.claims]
TRIALS = {claim: family.trial for family in FAMILIES for claim in family.claims}
by_name = pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
by_id = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)


@by_name
def test_signature_is_the_table(engine):
    parameters = inspect.signature(resolve(engine.function)).parameters
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters.values())
    assert {name: p.default for name, p in parameters.items()} == engine.defaults()
    assert parameters["seed"].annotation is int


@by_name
def test_signature_is_of_the_right_kinds(engine):
    kinds = {
        "integer": int,
        "number": float,
        "choice": str,
        "switch": bool,
        "strokes": str,
        "changes": str,
        "text": str,
        "tokens": str,
    }
    kinds["choices"] = tuple[str, ...]
    annotations = {name: p.annotation for name, p in inspect.signature(resolve(engine.function)).parameters.items()}
    expected = {param.name: kinds[param.kind] for param in engine.params if param.kind in kinds}
    assert annotations.items() >= expected.items()


@by_name
def test_defaults_presets_and_variations_are_accepted(engine):
    assert engine.check(engine.defaults()) == engine.defaults()
    for preset in (*engine.presets, *engine.variations):
        assert engine.check(preset.values).items() >= dict(preset.values).items(), preset.name
        assert preset.look_for.endswith((".", "?")), preset.name
    for row in (engine.presets, engine.variations):
        names = [preset.name for preset in row]
        assert len(names) == len(set(names))
    for preset, variation in itertools.product(engine.presets, engine.variations):
        engine.check({**preset.values, **variation.values})


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
def test_family_is_whole(family):
    assert callable(resolve(family.tab))
    assert family.engine(family.engines[0].name) is family.engines[0]
    names = [engine.name for engine in family.engines]
    assert len(names) == len(set(names))
    assert all(re.fullmatch("[a-z_]+", name) for name in [family.stem, *names]), "stem-engine must come apart again"
    assert all(model.name.startswith(f"{family.stem}/") for model in family.models)
    assert not family.claims or family.record in {model.name for model in family.models}
    ids = [claim.id for claim in family.claims]
    assert len(ids) == len(set(ids))


@by_id
def test_experiment_is_an_engine(claim):
    parameters = inspect.signature(resolve(claim.experiment)).parameters
    assert set(parameters) == {"seeds", "seed"}
    assert all(p.kind is p.KEYWORD_ONLY and p.annotation is int for p in parameters.values())
    assert parameters["seeds"].default == claim.seeds


@by_id
def test_seeds_are_accepted(claim):
    for seeds in (claim.seeds, claim.full_seeds):
        assert TRIALS[claim].check({"seeds": seeds})["seeds"] == seeds
    assert claim.seeds < claim.full_seeds
    with pytest.raises(BadInput):
        next(resolve(claim.experiment)(seeds=float("nan")))


@by_id
def test_runs_of_a_claim_share_no_seeds(claim):
    """The recorded one begins at 0, the card's at its own seed, the further ones as far apart."""
    judged_a_seed = 15  # digits, at most
    assert judged_a_seed * claim.full_seeds <= claim.seed
    assert TRIALS[claim].check({"seed": QUICK * claim.seed})["seed"] == QUICK * claim.seed


@by_id
def test_verdict_follows_its_rule(claim):
    """It can be confirmed and refuted."""
    verdicts = {verdict: rows for (name, verdict), rows in MADE_UP.items() if name == claim.id}
    assert verdicts.keys() >= {"confirmed", "refuted"}
    for verdict, rows in verdicts.items():
        for stats in rows:
            assert claim.verdict(stats) == verdict, stats


def test_every_made_up_result_is_of_a_claim():
    assert {name for name, _ in MADE_UP} == {claim.id for claim in CLAIMS}


def fields(report: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(report) if name}


def test_report_of_the_experiment_without_a_network():
    """`jump_to_t` needs neither weights nor data: its real numbers go through rule and report."""
    claim = next(claim for claim in CLAIMS if claim.id == "jump-to-t")
    *_, last = resolve(claim.experiment)(seeds=1000, seed=0)
    assert fields(claim.report) <= last.stats.keys()
    assert claim.verdict(last.stats) == "confirmed"
    assert f"{last.stats['worst_z']:.2f}" in claim.report.format(**last.stats)
