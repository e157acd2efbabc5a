"""The rules against transformers' own logits processors, and the draw against what it promises."""

import itertools
import math

import pytest
import torch
from transformers import (
    LogitsProcessorList,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from playground.models.autoregressive.sampling import GREEDY, KEPT, TOP_K, TOP_P, draw, entropy, reshape

SIZE = 300
PLAIN = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "penalty": 1.0, "seen": []}
GRID = list(itertools.product((0.3, 1.0, 1.7), (0, 1, 7, SIZE, 999), (0.05, 0.5, 0.9, 1.0), (1.0, 1.3, 3.0)))


def logits(seed: int = 0) -> torch.Tensor:
    return 4 * torch.randn(SIZE, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def theirs(scores: torch.Tensor, seen: list[int], temperature: float, top_k: int, top_p: float, penalty: float):
    """What `generate` would draw from."""
    steps = LogitsProcessorList()
    if penalty != 1:
        steps.append(RepetitionPenaltyLogitsProcessor(penalty))
    steps.append(TemperatureLogitsWarper(temperature))
    if top_k:
        steps.append(TopKLogitsWarper(min(top_k, SIZE)))
    if top_p < 1:
        steps.append(TopPLogitsWarper(top_p))
    return steps(torch.tensor([seen]), scores[None]).softmax(-1)[0]


def test_agrees_with_transformers():
    seen = [3, 3, 50, 299]
    for values, seed in itertools.product(GRID, range(3)):
        rules = dict(zip(("temperature", "top_k", "top_p", "penalty"), values, strict=True))
        found = reshape(logits(seed), seen=seen, **rules).after
        assert torch.allclose(found, theirs(logits(seed), seen, **rules), atol=1e-12, rtol=0), (rules, seed)


def test_without_rules_nothing_changes():
    shape = reshape(logits(), **PLAIN)
    assert torch.allclose(shape.before, shape.after, atol=1e-15)
    assert torch.allclose(shape.logs.exp(), shape.before)
    assert (shape.rules == KEPT).all()


def test_zero_is_greedy_and_the_limit_of_cold():
    greedy = reshape(logits(), **PLAIN | {"temperature": 0.0, "top_k": 5, "top_p": 0.1})
    cold = reshape(logits(), **PLAIN | {"temperature": 1e-4})
    assert torch.allclose(greedy.after, cold.after)
    best = int(logits().argmax())
    assert greedy.after[best] == 1 and draw(greedy, 0.999) == best
    assert (greedy.rules == GREEDY).sum() == SIZE - 1


@pytest.mark.parametrize("rules", [{"top_p": 0.0}, {"top_k": 1, "top_p": 0.0}, {"top_k": 1}, {"temperature": 1e-9}])
def test_one_always_stays(rules):
    shape = reshape(logits(), **PLAIN | rules)
    assert shape.after.sum() == pytest.approx(1) and shape.after.argmax() == logits().argmax()
    assert torch.isfinite(shape.after).all()


def test_each_cut_names_its_rule():
    shape = reshape(logits(), **PLAIN | {"top_k": 10, "top_p": 0.6})
    kept, by_p = int((shape.rules == KEPT).sum()), int((shape.rules == TOP_P).sum())
    assert int((shape.rules == TOP_K).sum()) == SIZE - 10 and kept + by_p == 10
    assert shape.rules[shape.order].tolist() == [KEPT] * kept + [TOP_P] * by_p + [TOP_K] * (SIZE - 10)


def test_equal_logits_keep_exactly_k():
    shape = reshape(torch.zeros(8), **PLAIN | {"top_k": 3})
    assert shape.after.tolist() == pytest.approx([1 / 3] * 3 + [0] * 5)


def test_a_sure_model_is_no_trouble():
    sure = torch.full((5,), -math.inf)
    sure[2] = 0.0
    shape = reshape(sure, **PLAIN | {"temperature": 2.0, "top_p": 0.9})
    assert shape.after[2] == 1 and draw(shape, 0.5) == 2 and entropy(shape.before) == 0


def test_the_draw_is_the_inverse_of_the_distribution():
    shape = reshape(logits(), **PLAIN | {"top_k": 12, "temperature": 3.0})
    edges = shape.after[shape.order][:12].cumsum(0).tolist()
    for k, (low, high) in enumerate(itertools.pairwise([0.0, *edges])):
        assert draw(shape, low) == draw(shape, (low + high) / 2) == shape.order[k]


def test_a_number_beyond_the_last_edge_draws_the_last_that_stays():
    third = torch.tensor([1 / 3, 1 / 3, 1 / 3, 0.0], dtype=torch.float64) * (1 - 1e-9)
    shape = reshape(torch.zeros(4), **PLAIN | {"top_k": 3})
    vars(shape)["after"] = third
    assert draw(shape, 1 - 1e-16) == 2


def test_shares_of_many_draws():
    shape = reshape(logits(), **PLAIN | {"top_k": 4})
    numbers = torch.rand(4000, generator=torch.Generator().manual_seed(1)).tolist()
    counts = torch.bincount(torch.tensor([draw(shape, number) for number in numbers]), minlength=SIZE) / 4000
    assert torch.allclose(counts.double(), shape.after, atol=0.03)


def test_entropy_of_the_even_die():
    assert entropy(torch.full((6,), 1 / 6)) == pytest.approx(math.log(6))
