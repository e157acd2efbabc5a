"""The toy family in tests: values with which its engine is quick, and made-up results of its claim."""

from tests.values.intervals import around

SMALL = {"one": {"points": 5, "steps": 3}}
MADE_UP = {
    ("toy-middle", "confirmed"): [around("gap", 0.01, 0.05)],
    ("toy-middle", "inconclusive"): [around("gap", 0.05, 0.2)],
    ("toy-middle", "refuted"): [around("gap", 0.2, 0.4)],
}
