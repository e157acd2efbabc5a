"""Rivals of one size, and chains of operations whose length is known."""

import pytest
import torch

from playground.trials.autoregressive import depth


def sizes() -> list[int]:
    return [sum(p.numel() for p in depth.network(kind, 0).parameters()) for kind in depth.KINDS]


def test_all_are_of_one_size():
    assert max(sizes()) < 1.01 * min(sizes())


def test_cells_in_a_loop_are_the_fused_network():
    cells, fused = depth.network("cells", 0), depth.network("fused", 1)
    for layer, cell in enumerate(cells.cells):
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            getattr(fused.lstm, f"{name}_l{layer}").data = getattr(cell, name).data
    fused.embedding.load_state_dict(cells.embedding.state_dict())
    ids = torch.randint(depth.SYMBOLS, (3, 9), generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(cells(ids), fused(ids), atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("kind", depth.KINDS)
def test_no_kind_sees_what_comes_after(kind):
    model = depth.network(kind, 0)
    ids = torch.randint(depth.SYMBOLS, (1, 8), generator=torch.Generator().manual_seed(0))
    other = ids.clone()
    other[0, 5] = (other[0, 5] + 1) % depth.SYMBOLS
    read = [(model(x) if kind != "transformer" else model(input_ids=x).logits)[0] for x in (ids, other)]
    torch.testing.assert_close(read[0][:5], read[1][:5])
    assert not torch.allclose(read[0][5:], read[1][5:])


def test_a_chain_is_the_longest_way():
    x = torch.ones(3, requires_grad=True)
    short, long = 2 * x, ((2 * x).exp() * 3).exp()
    assert depth.longest_chain((short + long).sum()) == 1 + 4 + 1 + 1  # x itself, four steps, a sum of two, a sum


def test_chains_grow_with_length_in_turn_only():
    windows = {length: torch.zeros(2, length + 1, dtype=torch.long) for length in (8, 16)}
    grown = {}
    for kind in ("transformer", "cells"):
        model = depth.network(kind, 0)
        short, long = (depth.longest_chain(depth.loss_of(model, windows[length])) for length in (8, 16))
        grown[kind] = long - short
    assert grown["transformer"] == 0
    assert grown["cells"] >= 8


def test_a_step_learns():
    windows = torch.randint(97, 123, (4, 17), generator=torch.Generator().manual_seed(0))
    model = depth.network("cells", 0)
    before = depth.loss_of(model, windows).item()
    assert depth.milliseconds(model, windows) > 0
    assert depth.loss_of(model, windows).item() < before
