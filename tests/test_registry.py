"""Tables, functions, presets and claims fit together."""

import inspect
import re
import string
from collections.abc import Mapping

import pytest

from playground.errors import BadInput
from playground.families.autoregressive import claims as autoregressive
from playground.families.diffusion import claims as diffusion
from playground.families.gan import claims as gan
from playground.families.vae import claims as vae
from playground.registry import FAMILIES, resolve

ENGINES = [engine for family in FAMILIES for engine in family.engines]
CLAIMS = [claim for family in FAMILIES for claim in family.claims]
TRIALS = {claim: tables.TRIAL for tables in (diffusion, gan, vae, autoregressive) for claim in tables.CLAIMS}
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
def test_defaults_and_presets_are_accepted(engine):
    assert engine.check(engine.defaults()) == engine.defaults()
    for preset in engine.presets:
        assert engine.check(preset.values).items() >= dict(preset.values).items(), preset.name
        assert preset.look_for.endswith((".", "?")), preset.name
    names = [preset.name for preset in engine.presets]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
def test_family_is_whole(family):
    assert callable(resolve(family.tab))
    assert family.engine(family.engines[0].name) is family.engines[0]
    names = [engine.name for engine in family.engines]
    assert len(names) == len(set(names))
    assert all(re.fullmatch("[a-z_]+", name) for name in [family.stem, *names]), "stem-engine must come apart again"
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


# One made-up result per verdict; an interval is (low, high).
def around(name: str, low: float, high: float) -> dict[str, float]:
    return {name: (low + high) / 2, f"{name}_low": low, f"{name}_high": high}


ABOVE, ACROSS, BELOW = (0.2, 0.4), (-0.1, 0.3), (-0.4, -0.2)
LINEAR = {"linear_snr_t": 250.0, "cosine_snr_t": 500.0, "linear_lost_t": 300.0, "cosine_lost_t": 500.0}
MARGIN = {"margin": 0.1}


def doublings(worse: int, least_gain_low: float) -> dict[str, float]:
    return MARGIN | {"worse_doublings": worse, "least_gain_low": least_gain_low}


def generates(*ends: tuple[float, float]) -> dict[str, float]:
    """Precision and recall of the AE from N(0, I), then from a fitted Gaussian; the VAE has about 0.9 of both."""
    names = ("plain_precision", "plain_recall", "fitted_precision", "fitted_recall")
    found = around("vae_precision", 0.89, 0.91) | around("vae_recall", 0.89, 0.91)
    for name, (low, high) in zip(names, ends, strict=True):
        found |= around(name, low, high)
    return found


CHAINS = {
    "transformer_chain_16": 90.0, "transformer_chain_256": 90.0, "cells_chain_16": 300.0, "cells_chain_256": 4000.0,
}  # fmt: skip
EXACT = {
    "sum_gap": 1e-7, "image_gap": 1e-9, "draws_z": 2.0, "limit_z": 3.9, "step_gap": 1e-5, "bits": 8000.0,
    "bytes": 1010.0, "decoded": 1.0,
}  # fmt: skip
ONE = {"above": (1.2, 1.4), "across": (0.9, 1.3), "below": (0.5, 0.8)}


def times(pixelcnn: str, transformer: str, weighed: str = "above") -> dict[str, float]:
    """How often the time of another: the pixel models' of the slowest rival's, drawing of weighing."""
    names = {"pixelcnn_times": pixelcnn, "transformer_times": transformer, "scored_times": weighed}
    return {key: value for name, where in names.items() for key, value in around(name, *ONE[where]).items()}


def both(first: str, second: str) -> dict[str, list[Mapping[str, float]]]:
    """Made-up results of a claim that needs two differences above 0 and is refuted by one below."""
    return {
        "confirmed": [around(first, *ABOVE) | around(second, *ABOVE)],
        "inconclusive": [
            around(first, *ABOVE) | around(second, *ACROSS), around(first, *ACROSS) | around(second, *ABOVE),
        ],
        "refuted": [around(first, *BELOW) | around(second, *ABOVE), around(first, *ABOVE) | around(second, *BELOW)],
    }  # fmt: skip


PAIRED = {
    "temperature": both("more_distinct", "more_surprising"),
    "left-to-right": both("gain", "gain_weighed"),
    "encoder-understands": both("understands", "generates"),
    "generative-vs-discriminative": both("lead_few", "lead_many"),
}

MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {
    ("jump-to-t", "confirmed"): [{"worst_z": 2.0, "limit_z": 3.2}],
    ("jump-to-t", "refuted"): [{"worst_z": 9.0, "limit_z": 3.2}],
    ("linear-destroys-faster", "confirmed"): [LINEAR | around("gap", *ABOVE)],
    ("linear-destroys-faster", "inconclusive"): [LINEAR | around("gap", *ACROSS)],
    ("linear-destroys-faster", "refuted"): [
        LINEAR | around("gap", *BELOW),
        LINEAR | {"linear_snr_t": 600.0} | around("gap", *ABOVE),
    ],
    ("ddim-50", "confirmed"): [MARGIN | around("loss", -0.3, 0.05), MARGIN | around("loss", *BELOW)],
    ("ddim-50", "inconclusive"): [MARGIN | around("loss", 0.05, 0.3)],
    ("ddim-50", "refuted"): [MARGIN | around("loss", *ABOVE)],
    ("more-steps-better", "confirmed"): [doublings(0, 0.01) | around("last_gain", *ABOVE)],
    ("more-steps-better", "inconclusive"): [
        doublings(0, -0.1) | around("last_gain", *ACROSS),
        doublings(0, -0.01) | around("last_gain", *ABOVE),  # the last one gains, one before it may not
    ],
    ("more-steps-better", "refuted"): [
        doublings(1, -0.3) | around("last_gain", *ABOVE),
        doublings(0, 0.01) | around("last_gain", 0.01, 0.05),
    ],
    ("guidance-faithful", "confirmed"): [around("accuracy_gain", *ABOVE) | around("diversity_loss", *ABOVE)],
    ("guidance-faithful", "inconclusive"): [around("accuracy_gain", *ACROSS) | around("diversity_loss", *ABOVE)],
    ("guidance-faithful", "refuted"): [
        around("accuracy_gain", *BELOW) | around("diversity_loss", *ABOVE),
        around("accuracy_gain", *ABOVE) | around("diversity_loss", *BELOW),
    ],
    ("guidance-burns", "confirmed"): [around("white_gain", *ABOVE) | around("frechet_gain", *ABOVE)],
    ("guidance-burns", "inconclusive"): [around("white_gain", *ABOVE) | around("frechet_gain", *ACROSS)],
    ("guidance-burns", "refuted"): [
        around("white_gain", *BELOW) | around("frechet_gain", *ABOVE),
        around("white_gain", *ABOVE) | around("frechet_gain", *BELOW),
    ],
    ("memorises", "confirmed"): [around("excess", *ABOVE)],
    ("memorises", "inconclusive"): [around("excess", *ACROSS)],
    ("memorises", "refuted"): [around("excess", *BELOW)],
    ("mode-collapse", "confirmed"): [{"low": 0.51, "high": 0.9}],
    ("mode-collapse", "inconclusive"): [{"low": 0.4, "high": 0.9}],
    ("mode-collapse", "refuted"): [{"low": 0.1, "high": 0.49}],
    ("unstable", "confirmed"): [{"low": 0.21, "high": 0.9}],
    ("unstable", "inconclusive"): [{"low": 0.1, "high": 0.4}],
    ("unstable", "refuted"): [{"low": 0.0, "high": 0.19}],
    ("police-forger", "confirmed"): [around("gain", *ABOVE) | around("worse", *ACROSS)],
    ("police-forger", "inconclusive"): [around("gain", *ACROSS) | around("worse", *ACROSS)],
    ("police-forger", "refuted"): [
        around("gain", *ABOVE) | around("worse", *ABOVE),
        around("gain", *BELOW) | around("worse", *ACROSS),
    ],
    ("saturating-starves", "confirmed"): [{"low": 0.01, "high": 0.05, "other_low": 0.6}],
    ("saturating-starves", "inconclusive"): [
        {"low": 0.05, "high": 0.2, "other_low": 0.6},
        {"low": 0.01, "high": 0.05, "other_low": 0.02},  # both fade
    ],
    ("saturating-starves", "refuted"): [{"low": 0.2, "high": 0.4, "other_low": 0.6}],
    ("one-pass", "confirmed"): [{"gan_right": 0.98, "fewest": 5.0, "ratio": 40.0}],
    ("one-pass", "refuted"): [
        {"gan_right": 0.98, "fewest": 1.0, "ratio": 8.0},
        {"gan_right": 0.98, "fewest": 3.0, "ratio": 1.5},
    ],
    ("one-pass", "inconclusive"): [
        {"gan_right": 0.5, "fewest": 3.0, "ratio": 9.0},
        {"gan_right": 0.98, "fewest": 0.0, "ratio": 9.0},
    ],
    ("only-gan-real-time", "confirmed"): [{"gan_right": 1.0, "gan_ms_high": 3.0, "fewest": 5.0, "fewest_ms": 250.0}],
    ("only-gan-real-time", "refuted"): [
        {"gan_right": 1.0, "gan_ms_high": 3.0, "fewest": 3.0, "fewest_ms": 60.0},
        {"gan_right": 1.0, "gan_ms_high": 300.0, "fewest": 3.0, "fewest_ms": 900.0},
    ],
    ("only-gan-real-time", "inconclusive"): [
        {"gan_right": 1.0, "gan_ms_high": 3.0, "fewest": 0.0, "fewest_ms": 900.0},
    ],
    ("sharper-than-vae", "confirmed"): [around("gain", *ABOVE)],
    ("sharper-than-vae", "inconclusive"): [around("gain", *ACROSS)],
    ("sharper-than-vae", "refuted"): [around("gain", *BELOW)],
    ("midpoint-morph", "confirmed"): [around("closer", 0.6, 0.8) | around("sharper", 0.51, 0.7)],
    ("midpoint-morph", "inconclusive"): [around("closer", 0.6, 0.8) | around("sharper", 0.45, 0.7)],
    ("midpoint-morph", "refuted"): [
        around("closer", 0.6, 0.8) | around("sharper", 0.2, 0.4),
        around("closer", 0.2, 0.4) | around("sharper", 0.45, 0.7),
    ],
    ("ae-not-generative", "confirmed"): [
        generates((0.1, 0.2), (0.6, 0.8), (0.6, 0.8), (0.1, 0.3)),  # each way fails in another of the two
    ],
    ("ae-not-generative", "inconclusive"): [generates((0.1, 0.2), (0.0, 0.1), (0.3, 0.5), (0.6, 0.8))],
    ("ae-not-generative", "refuted"): [
        generates((0.1, 0.2), (0.0, 0.1), (0.6, 0.8), (0.6, 0.8)),
        generates((0.6, 0.8), (0.6, 0.8), (0.1, 0.2), (0.1, 0.2)),
    ],
    ("vae-blurs", "confirmed"): [around("samples_loss", *ABOVE) | around("again_loss", *ABOVE)],
    ("vae-blurs", "inconclusive"): [around("samples_loss", *ABOVE) | around("again_loss", *ACROSS)],
    ("vae-blurs", "refuted"): [
        around("samples_loss", *BELOW) | around("again_loss", *ABOVE),
        around("samples_loss", *ABOVE) | around("again_loss", *BELOW),
    ],
    ("vae-anomaly", "confirmed"): [around("worst", 0.91, 0.95)],
    ("vae-anomaly", "inconclusive"): [around("worst", 0.6, 0.8), around("worst", 0.88, 0.95)],
    ("vae-anomaly", "refuted"): [around("worst", 0.2, 0.4)],
    ("vae-less-diverse", "confirmed"): [around("under_gan", *ABOVE) | around("under_diffusion", *ABOVE)],
    ("vae-less-diverse", "inconclusive"): [around("under_gan", *ACROSS) | around("under_diffusion", *ABOVE)],
    ("vae-less-diverse", "refuted"): [
        around("under_gan", *BELOW) | around("under_diffusion", *ABOVE),
        around("under_gan", *ABOVE) | around("under_diffusion", *BELOW),
    ],
    ("reparam-needed", "confirmed"): [around("ratio", 8, 12) | around("bare", 2000, 5000)],
    ("reparam-needed", "inconclusive"): [
        around("ratio", 1.5, 3) | around("bare", 2000, 5000),
        around("ratio", 8, 12) | around("bare", 80, 120),
    ],
    ("reparam-needed", "refuted"): [
        around("ratio", 1, 1.5) | around("bare", 2000, 5000),
        around("ratio", 8, 12) | around("bare", 20, 50),
    ],
    ("vae-compresses", "confirmed"): [
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 50.0},
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 0.0},  # JPEG never gets there
    ],
    ("vae-compresses", "inconclusive"): [around("gain", *ACROSS) | {"bytes": 24.0, "matching": 50.0}],
    ("vae-compresses", "refuted"): [
        around("gain", *BELOW) | {"bytes": 24.0, "matching": 50.0},
        around("gain", *ABOVE) | {"bytes": 24.0, "matching": 20.0},
    ],
    ("vae-one-pass", "confirmed"): [{"vae_clear": 0.7, "fewest": 5.0, "ratio": 90.0}],
    ("vae-one-pass", "refuted"): [
        {"vae_clear": 0.7, "fewest": 1.0, "ratio": 90.0},
        {"vae_clear": 0.7, "fewest": 5.0, "ratio": 1.5},
    ],
    ("vae-one-pass", "inconclusive"): [{"vae_clear": 0.7, "fewest": 0.0, "ratio": 90.0}],
    ("beta-order", "confirmed"): [around("fall", *ABOVE) | around("rise", *ABOVE)],
    ("beta-order", "inconclusive"): [
        around("fall", *ABOVE) | around("rise", *ACROSS),
        around("fall", *ACROSS) | around("rise", *ABOVE),
    ],
    ("beta-order", "refuted"): [
        around("fall", *BELOW) | around("rise", *ABOVE),
        around("fall", *ABOVE) | around("rise", *BELOW),
    ],
    ("exact-likelihood", "confirmed"): [EXACT, EXACT | {"bytes": 1026.0}],
    ("exact-likelihood", "refuted"): [
        EXACT | {"sum_gap": 0.01},
        EXACT | {"image_gap": 0.01},
        EXACT | {"draws_z": 5.0},
        EXACT | {"step_gap": 0.1},
        EXACT | {"bytes": 1027.0},
        EXACT | {"decoded": 0.0},
    ],
    ("sequential-slow", "confirmed"): [times("above", "above")],
    ("sequential-slow", "inconclusive"): [times("across", "above"), times("above", "above", "across")],
    ("sequential-slow", "refuted"): [
        times("below", "above"),
        times("above", "below"),
        times("across", "above", "below"),
    ],
    ("exposure-bias", "confirmed"): [around("growth", 0.16, 0.3)],
    ("exposure-bias", "inconclusive"): [around("growth", 0.1, 0.3)],
    ("exposure-bias", "refuted"): [around("growth", 0.01, 0.14), around("growth", -0.3, -0.1)],
    ("long-range", "confirmed"): [around("gain", 0.03, 0.05)],
    ("long-range", "inconclusive"): [around("gain", 0.01, 0.05)],
    ("long-range", "refuted"): [around("gain", 0.001, 0.01), around("gain", -0.05, -0.03)],
    ("parallel-training", "confirmed"): [CHAINS | around("cells_gap", *ABOVE) | around("fused_gap", *ABOVE)],
    ("parallel-training", "inconclusive"): [CHAINS | around("cells_gap", *ABOVE) | around("fused_gap", *ACROSS)],
    ("parallel-training", "refuted"): [
        CHAINS | around("cells_gap", *ABOVE) | around("fused_gap", *BELOW),
        CHAINS | {"transformer_chain_256": 91.0} | around("cells_gap", *ABOVE) | around("fused_gap", *ABOVE),
        CHAINS | {"cells_chain_256": 300.0} | around("cells_gap", *ABOVE) | around("fused_gap", *ABOVE),
    ],
    ("hallucinates", "confirmed"): [around("fooled", 0.3, 0.5) | around("fluent", 0.6, 0.8)],
    ("hallucinates", "inconclusive"): [
        around("fooled", 0.2, 0.4) | around("fluent", 0.6, 0.8),
        around("fooled", 0.3, 0.5) | around("fluent", 0.4, 0.6),
    ],
    ("hallucinates", "refuted"): [
        around("fooled", 0.1, 0.2) | around("fluent", 0.6, 0.8),
        around("fooled", 0.3, 0.5) | around("fluent", 0.3, 0.4),
    ],
    **{(name, verdict): rows for name, found in PAIRED.items() for verdict, rows in found.items()},
}


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
