"""A control that the page lets rest has no effect where it rests, and one where it does not."""

from itertools import product

import numpy as np
import pytest

from playground.registry import FAMILIES, resolve
from playground.spec import Engine, Param, Value
from tests import values
from tests.engines.test_contract import results

# Engines of one family that share a control have the same table of rules: the first of them is run.
NEEDS = {
    f"{family.stem}-{param.name}": (family.stem, engine, param)
    for family in FAMILIES
    for engine in reversed(family.engines)
    for param in engine.params
    if param.need and engine.title
}
pytestmark = pytest.mark.usefixtures("untrained")
every_need = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow) if stem == "text_to_image" else name
        for name, (stem, *_) in NEEDS.items()
    ],
)


def possible(param: Param) -> tuple[Value, ...]:
    return param.options or (False, True)


def moved(param: Param) -> list[Value]:
    """Two values of it, far apart."""
    match param.kind:
        case "switch":
            return [False, True]
        case "text":
            return ["a red car", "a sad face"]
    return [param.check(param.low), param.check(param.high)]


def differs(stem: str, engine: Engine, param: Param, others: dict[str, Value]) -> bool:
    """Whether a short run beside these values of the others depends on it."""
    small = values.SMALL.get((stem, engine.name), {}) | others
    if "image" in engine.defaults():
        small |= {"image": np.full((64, 64, 3), 90, np.uint8)}
    run = resolve(engine.function)
    first, second = (results(run(**small | {param.name: value})) for value in moved(param))
    return first != second


def companies(engine: Engine, param: Param, met: bool) -> list[dict[str, Value]]:
    """Values of the others with which its need is met, or is not."""
    others = {other.name: other for other in engine.params if other.name in param.need.among}
    every = (
        dict(zip(others, chosen, strict=True)) for chosen in product(*(possible(other) for other in others.values()))
    )
    return [company for company in every if param.need.met(company) is met]


@every_need
def test_at_rest_it_has_no_effect(name):
    stem, engine, param = NEEDS[name]
    assert not any(differs(stem, engine, param, company) for company in companies(engine, param, met=False))


@every_need
def test_where_it_may_be_moved_it_has_one(name):
    stem, engine, param = NEEDS[name]
    (company, *_) = companies(engine, param, met=True)
    assert differs(stem, engine, param, company)
