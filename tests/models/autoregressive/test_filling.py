"""Texts filled in have only the blanks changed, and are read as their probabilities say."""

import pytest
import torch

from playground.models.autoregressive.codec import drained
from playground.models.autoregressive.continuing import drawn
from playground.models.autoregressive.filling import MASK, distinct, fill, nats, uniforms
from playground.models.autoregressive.networks import SPECIAL, build

SIZE = 40


def small(kind: str, **more):
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return build(kind, {"vocab_size": SIZE, **more}).requires_grad_(False).eval()


@pytest.fixture(scope="module")
def writer():
    return small("GPT2LMHeadModel", n_embd=16, n_layer=2, n_head=2, n_positions=32, bos_token_id=0, eos_token_id=0)


@pytest.fixture(scope="module")
def filler():
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    ends = {"pad_token_id": 0, "cls_token_id": None, "sep_token_id": None}
    return small("ModernBertForMaskedLM", **sizes, max_position_embeddings=32, **ends)


@pytest.fixture(scope="module")
def prompts():
    return torch.randint(3, SIZE, (5, 6), generator=torch.Generator().manual_seed(1))


def test_a_row_of_uniforms_is_the_same_alone():
    assert (uniforms(3, 4, 2)[2] == uniforms(5, 1, 2)[0]).all()


def test_nats_are_the_models_own(writer, prompts):
    log_p = writer(input_ids=prompts).logits.log_softmax(-1)
    expected = -log_p[:, 2:-1].gather(-1, prompts[:, 3:, None])[..., 0]
    torch.testing.assert_close(nats(writer, prompts, 3, batch=2), expected, atol=1e-5, rtol=0)


def test_filling_leaves_prompts_and_writes_no_special_token(filler, prompts):
    before = prompts.clone()
    found = drained(fill(filler, prompts, uniforms(0, 5, 2, 7), seed=0))
    assert found.shape == (5, 7) and found.min() >= len(SPECIAL) > MASK
    assert (prompts == before).all()


def test_the_last_token_filled_is_drawn_given_all_others(filler, prompts):
    """One sweep over one place: the model's own distribution there."""
    u = uniforms(0, 5, 1, 1)
    blanked = torch.cat([prompts, torch.full((5, 1), MASK)], 1)
    logits = filler(input_ids=blanked).logits[:, -1]
    logits[:, : len(SPECIAL)] = -torch.inf
    assert (drained(fill(filler, prompts, u, seed=0))[:, 0] == drawn(logits, u[:, 0, 0], 1.0, 1.0)).all()


def test_distinct_counts_each_stretch_once():
    texts = torch.tensor([[1, 2, 3, 4], [1, 2, 3, 1]])  # 123 234 123 231
    assert distinct(texts, 3) == 3 / 4
    assert distinct(texts[:1], 2) == 1
