"""A language model opened: what is shown is what the model computes."""

import numpy as np
import pytest
import torch

from playground.engines.autoregressive.inside import LENGTHS, MODELS, MOST, eager, inside, opened
from playground.errors import BadInput
from playground.models.autoregressive.language import language

SMALL = {"text": "Once upon a time", "more": 4, "repeats": 2}
every_model = pytest.mark.parametrize("model", MODELS)


def first(**values):
    return next(inside(**SMALL | values))


@every_model
def test_attention_sums_to_one_and_never_looks_ahead(model):
    attention = first(model=model).arrays["attention"].astype(np.float64)
    np.testing.assert_allclose(attention.sum(-1), 1, atol=2e-3)
    assert not np.triu(attention, 1).any() and (attention >= 0).all()


@every_model
def test_the_opened_path_gives_the_usual_logits(model):
    reader = language(MODELS[model])
    ids = [reader.start, *reader.encode("Once upon a time")]
    assert first(model=model).stats["apart"] < 1e-4
    with torch.inference_mode():
        opened_logits = eager(reader.name)(input_ids=torch.tensor([ids])).logits
        usual = reader.network(input_ids=torch.tensor([ids])).logits
    torch.testing.assert_close(opened_logits, usual, atol=1e-4, rtol=1e-4)


@every_model
def test_the_last_layers_lens_is_the_models_own_distribution(model):
    reader = language(MODELS[model])
    ids = [reader.start, *reader.encode("Once upon a time")]
    seen = opened(reader, ids)
    with torch.inference_mode():
        own = reader.network(input_ids=torch.tensor([ids])).logits[0].log_softmax(-1)
    torch.testing.assert_close(seen.lens[-1], own, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(seen.lens.exp().sum(-1), torch.ones(seen.lens.shape[:2]), atol=1e-4, rtol=1e-4)


def test_the_first_row_of_the_lens_reads_the_embedding_itself():
    reader = language(MODELS["tales"])
    ids = [reader.start, *reader.encode("Once upon")]
    network = reader.network
    with torch.inference_mode():
        stream = network.model.embed_tokens(torch.tensor([ids]))
        own = network.lm_head(network.model.norm(stream))[0].log_softmax(-1)
    torch.testing.assert_close(opened(reader, ids).lens[0], own, atol=1e-4, rtol=1e-4)


def test_with_and_without_the_cache_the_logits_and_the_text_are_the_same():
    frames = list(inside(**SMALL))
    assert len(frames) == 1 + 2 * SMALL["repeats"] * len(LENGTHS)
    assert {(f.stats["length"], f.stats["cached"]) for f in frames[1:]} == {(n, c) for n in LENGTHS for c in (0, 1)}
    assert all(f.stats["apart"] < 1e-3 and f.stats["ms"] > 0 for f in frames[1:])
    kept, naive = frames[0].arrays, first(caching=False).arrays
    assert kept["pieces"].tobytes() == naive["pieces"].tobytes()


def test_bits_of_the_lens_are_those_of_the_true_next_token():
    reader = language(MODELS["tales"])
    frame = first(more=0)
    ids = [reader.start, *reader.encode("Once upon a time")]
    lens = opened(reader, ids).lens
    for m, i in ((0, 0), (2, 1), (4, 3)):
        assert frame.arrays["lens_bits"][m, i] == pytest.approx(-lens[m, i, ids[i + 1]].item() / np.log(2), abs=0.05)


def test_habits_are_means_of_the_attention():
    arrays = first().arrays
    attention, habits = arrays["attention"].astype(np.float64), arrays["habits"].astype(np.float64)
    rows = range(1, attention.shape[-1])
    before = np.mean([attention[:, :, i, i - 1] for i in rows], 0)
    distance = np.mean([(attention[:, :, i] * (i - np.arange(attention.shape[-1]))).sum(-1) for i in rows], 0)
    np.testing.assert_allclose(habits[..., 2], before, atol=5e-3)
    np.testing.assert_allclose(habits[..., 3], distance, rtol=2e-2)


def test_of_a_long_text_the_last_tokens_are_read():
    frame = first(text="word " * 5000, more=10)
    assert frame.arrays["attention"].shape[-1] == MOST + 1
    assert frame.stats["left_out"] > 4000 and frame.stats["given"] == MOST - 10 + 1


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\x00\x07\x1b[31m", "日本語 שלום 🙂", "{{7*7}}"])
def test_any_text_is_read_by_the_tales(text):
    arrays = first(text=text, more=0).arrays
    assert arrays["pieces"].tobytes().decode() == "\n" + text


@pytest.mark.parametrize("text", ["", "   ", "x" * 100_001])
def test_no_text_and_too_much_are_refused(text):
    with pytest.raises(BadInput):
        first(text=text)


def test_a_character_that_shakespeare_lacks_is_named():
    with pytest.raises(BadInput, match="not “é”: take them out"):
        first(model="Shakespeare", text="café")


def test_layer_head_and_token_stay_within_the_model():
    stats = first(layer=5, head=6, at=64, model="tales").stats
    assert stats["layer"] <= stats["layers"] and stats["head"] <= stats["heads"]
    assert stats["at"] < first().arrays["attention"].shape[-1]
