"""Reading all at once and token by token are one and the same; any text encodes and comes back."""

import pytest
import torch

from playground.data.text import AUTHORS
from playground.models.autoregressive import language
from playground.models.autoregressive.language import SHAKESPEARE, TALES, Cursor, Language, surprise
from playground.models.autoregressive.networks import SPECIAL, build, byte_pairs

TEXTS = ["Once upon a time.", "héllo 你好 \x00\t\n", "<mask> <end> {{x}} <script>", "\U0001f600"]


@pytest.fixture(scope="module")
def small() -> Language:
    """An untrained Llama with a window of eight tokens."""
    tokenizer = byte_pairs(["once upon a time there was a cat"], 280)
    tokenizer.encode_special_tokens = True
    config = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = build("LlamaForCausalLM", config | {"vocab_size": 280, "max_position_embeddings": 8}).eval()
    return Language("small", network, tokenizer, 8, tokenizer.encode("\n").ids[0], False)


@pytest.mark.parametrize("count", [1, 3, 7, 8, 9, 12, 13, 25])
def test_all_at_once_is_token_by_token(small, count):
    ids = torch.randint(3, 280, (count,), generator=torch.Generator().manual_seed(count)).tolist()
    cursor, found = Cursor(small), []
    logits = cursor.read([small.start])
    for token in ids:
        found.append(-logits.log_softmax(-1)[token])
        logits = cursor.read([token])
    torch.testing.assert_close(surprise(small, ids), torch.stack(found), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("count", [1, 8, 9, 30])
def test_many_tokens_at_once_are_each_after_the_other(small, count):
    ids = torch.randint(3, 280, (count,), generator=torch.Generator().manual_seed(count)).tolist()
    one, other = Cursor(small), Cursor(small)
    for token in ids:
        last = other.read([token])
    torch.testing.assert_close(one.read(ids), last, atol=1e-5, rtol=1e-5)
    assert one.seen == other.seen


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_comes_back_from_its_pieces(small, text):
    ids = small.encode(text)
    assert b"".join(small.pieces(ids)).decode() == text
    assert not set(ids) & set(range(len(SPECIAL)))


@pytest.mark.parametrize("name", [TALES, SHAKESPEARE])
def test_shipped_models_know_their_texts(name):
    model = language.language(name)
    ids = model.encode("What is the matter?\n")
    assert b"".join(model.pieces(ids)) == b"What is the matter?\n"
    nats = surprise(model, ids)
    assert nats.shape == (len(ids),) and nats.isfinite().all() and (nats > 0).all()
    assert nats.mean() < torch.tensor(float(model.tokenizer.get_vocab_size())).log()


def test_held_out_passages_are_prose_of_every_author():
    passages = language.held_out()
    assert {passage.author for passage in passages} == set(AUTHORS)
    assert sum(len(passage.text) for passage in passages) == 420_000
