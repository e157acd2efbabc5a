"""The same tokens with less before them: what each is given is exactly what was asked for."""

import pytest
import torch

from playground.models.autoregressive.language import Language
from playground.models.autoregressive.networks import build, byte_pairs
from playground.trials.autoregressive.context import TARGETS, nats_given, with_foreign_past


@pytest.fixture(scope="module")
def small() -> Language:
    tokenizer = byte_pairs(["once upon a time"], 270)
    config = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = build("LlamaForCausalLM", config | {"vocab_size": 270, "max_position_embeddings": 64}).eval()
    return Language("small", network.requires_grad_(False), tokenizer, 64, 3, False)


@pytest.fixture(scope="module")
def windows() -> torch.Tensor:
    return torch.randint(3, 270, (4, 60), generator=torch.Generator().manual_seed(0))


def alone(model: Language, row: torch.Tensor, place: int, context: int) -> torch.Tensor:
    shown = row[place - context : place]
    return -model.network(input_ids=shown[None]).logits[0, -1].log_softmax(-1)[row[place]]


@pytest.mark.parametrize("context", [1, 4, 16])
def test_a_short_context_is_exact_for_every_target(small, windows, context):
    found = nats_given(small, windows, context)
    assert found.shape == (4, TARGETS)
    for target in (0, 7, TARGETS - 1):
        expected = alone(small, windows[1], 60 - TARGETS + target, context)
        torch.testing.assert_close(found[1, target], expected, atol=1e-5, rtol=1e-5)


def test_a_long_context_grows_with_the_target(small, windows):
    found = nats_given(small, windows, 30)
    for target in (0, TARGETS - 1):
        expected = alone(small, windows[2], 60 - TARGETS + target, 30 + target)
        torch.testing.assert_close(found[2, target], expected, atol=1e-5, rtol=1e-5)


def test_a_foreign_past_ends_where_the_context_begins(windows):
    mixed = with_foreign_past(windows, 20)
    near = TARGETS + 20
    assert (mixed[:, -near:] == windows[:, -near:]).all()
    assert (mixed[:, :-near] == windows[[1, 0, 3, 2], :-near]).all()
