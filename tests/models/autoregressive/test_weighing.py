"""A text weighed in pieces: the same surprise as all at once, and ranks, expectations and packers that fit."""

import gzip
import lzma

import numpy as np
import pytest
import torch

from playground.models.autoregressive.weighing import PACKERS, joined, weighed
from tests.models.autoregressive.test_codec import model  # noqa: F401


@pytest.mark.parametrize("length", [1, 7, 8, 15, 16, 17, 24, 25, 60])
def test_the_same_surprise_as_all_at_once(model, length):  # noqa: F811
    from playground.models.autoregressive.language import surprise

    ids = np.random.default_rng(length).integers(3, 270, length).tolist()
    found = joined(list(weighed(model, ids)))
    assert found.nats == pytest.approx(surprise(model, ids).numpy(), abs=1e-4)
    assert found.rank.shape == found.entropy.shape == (length,) and found.top.shape == found.top_p.shape == (length, 5)


def test_rank_and_expectation_of_the_first_token(model):  # noqa: F811
    (found,) = weighed(model, [50])
    with torch.inference_mode():
        p = model.network(input_ids=torch.tensor([[model.start]])).logits[0, 0].softmax(0)
    assert found.nats[0] == pytest.approx(-float(p[50].log()), abs=1e-5)
    assert found.rank[0] == int((p >= p[50]).sum())
    assert found.entropy[0] == pytest.approx(float(-(p * p.log()).sum()), abs=1e-4)
    assert found.top[0].tolist() == p.topk(5).indices.tolist()
    assert found.top_p[0] == pytest.approx(p.topk(5).values.numpy(), abs=1e-6)


def test_packers_write_real_files():
    data = b"the same line\n" * 50
    assert gzip.decompress(PACKERS["gzip"](data)) == lzma.decompress(PACKERS["xz"](data)) == data
    assert all(len(pack(data)) < len(data) for pack in PACKERS.values())
    assert PACKERS["gzip"](data) == PACKERS["gzip"](data)
