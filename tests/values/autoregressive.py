"""The autoregressive family in tests: values with which its engines are quick, and made-up results of its claims."""

from collections.abc import Mapping

from playground.spec import Order
from tests.values.intervals import ABOVE, ACROSS, BELOW, around, both

SMALL = {
    "write": {"length": 3},
    "weigh": {"length": 100},
    "drift": {"texts": 8, "length": 32},
    "inside": {"text": "Once", "more": 2, "repeats": 1},
    "learn": {"steps": 3, "width": "16", "heads": "1", "depth": 1, "context": 8, "batch": 2},
    "whose": {"most": "16", "authors": ("Carroll", "Baum"), "methods": ("logistic regression", "n-gram per author")},
    "paint": {"samples": 1},
    "likelihood": {"samples": 25, "strange": ("blank",)},
}
MORE = {
    "paint": [{"naive": True, "model": "transformer", "given": "top half"}],
    "weigh": [{"source": "random bytes"}],
    "drift": [{"scorer": "6-gram"}],
}
ORDERS = {
    "learn": [
        Order("step", {"rate": 0.001}),
        Order("look", {"prompt": "§"}),
        Order("look", {"source": "own text", "own": "short"}),
    ],
}
RARE = {"likelihood": {"missing"}}  # a data set that is not here


CHAINS = {
    "transformer_chain_16": 90.0, "transformer_chain_256": 90.0, "cells_chain_16": 300.0, "cells_chain_256": 4000.0,
}  # fmt: skip
EXACT = {
    "sum_gap": 1e-7, "image_gap": 1e-9, "draws_z": 2.0, "limit_z": 3.9, "step_gap": 1e-5, "bits": 8000.0,
    "bytes": 1010.0, "decoded": 1.0,
}  # fmt: skip
CALLS = {
    "gan_calls": 1.0, "vae_calls": 1.0, "ddim_50_calls": 50.0, "scored_calls": 1.0, "pixelcnn_calls": 784.0,
    "transformer_calls": 196.0,
} | around("sentence", 25, 27)  # fmt: skip


PAIRED = {
    "temperature": both("more_distinct", "farther"),
    "encoder-understands": both("understands", "generates"),
    "generative-vs-discriminative": both("lead_few", "lead_many"),
}

# Claim and verdict -> results that must give it.
MADE_UP: dict[tuple[str, str], list[Mapping[str, float]]] = {
    ("exact-likelihood", "confirmed"): [EXACT, EXACT | {"bytes": 1026.0}],
    ("exact-likelihood", "refuted"): [
        EXACT | {"sum_gap": 0.01},
        EXACT | {"image_gap": 0.01},
        EXACT | {"draws_z": 5.0},
        EXACT | {"step_gap": 0.1},
        EXACT | {"bytes": 1027.0},
        EXACT | {"decoded": 0.0},
    ],
    ("sequential-slow", "confirmed"): [CALLS, CALLS | around("pixelcnn_times", 0.5, 0.6)],
    ("sequential-slow", "refuted"): [
        CALLS | {"pixelcnn_calls": 50.0},
        CALLS | {"transformer_calls": 1.0},
        CALLS | {"ddim_50_calls": 196.0},
        CALLS | around("sentence", 190, 200),
    ],
    ("exposure-bias", "confirmed"): [
        around("growth", 0.16, 0.3) | around("again_growth", -0.1, 0.01),
        around("growth", -0.3, -0.1) | around("again_growth", 0.06, 0.1),
    ],
    ("exposure-bias", "inconclusive"): [
        around("growth", 0.1, 0.3) | around("again_growth", -0.1, 0.01),
        around("growth", 0.01, 0.14) | around("again_growth", 0.04, 0.06),
    ],
    ("exposure-bias", "refuted"): [
        around("growth", 0.01, 0.14) | around("again_growth", -0.1, 0.01),
        around("growth", -0.3, -0.1) | around("again_growth", 0.01, 0.04),
    ],
    ("long-range", "confirmed"): [around("foreign", 0.03, 0.05)],
    ("long-range", "inconclusive"): [around("foreign", 0.001, 0.05), around("foreign", -0.05, 0.05)],
    ("long-range", "refuted"): [around("foreign", 0.001, 0.009), around("foreign", -0.05, -0.03)],
    ("parallel-training", "confirmed"): [
        CHAINS,
        CHAINS | around("cells_gap", *BELOW),
        CHAINS | {"cells_chain_256": 2400.0},
    ],
    ("parallel-training", "refuted"): [
        CHAINS | {"transformer_chain_256": 91.0},
        CHAINS | {"cells_chain_256": 2399.0},
        CHAINS | {"cells_chain_256": 300.0} | around("cells_gap", *ABOVE),
    ],
    ("left-to-right", "confirmed"): [around("gain", *ABOVE) | {"changed": 0.0}],
    ("left-to-right", "inconclusive"): [around("gain", *ACROSS) | {"changed": 0.0}],
    ("left-to-right", "refuted"): [
        around("gain", *BELOW) | {"changed": 0.0},
        around("gain", *ABOVE) | {"changed": 0.01},
        around("gain", *ACROSS) | {"changed": 0.01},
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
