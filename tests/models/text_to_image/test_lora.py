"""Low-rank changes: none at first, never of a higher rank, and only of linear and convolution weights."""

import torch
from torch import nn
from torch.func import functional_call

from playground.models.text_to_image.lora import Lora


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(3, 8, 3), nn.GroupNorm(2, 8), nn.Flatten(), nn.Linear(8 * 4, 5))


def weights(net: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.detach() for name, value in net.named_parameters()}


def test_at_first_nothing_changes():
    net, x = network(), torch.randn(2, 3, 4, 4)
    changed = Lora(net, 2)(weights(net))
    assert all(torch.equal(value, weights(net)[name]) for name, value in changed.items())
    assert torch.equal(functional_call(net, changed, (x,)), net(x))


def test_changes_have_the_rank_and_touch_nothing_else():
    net = network()
    lora, before = Lora(net, 2), weights(net)
    for up in lora.up.values():
        nn.init.normal_(up)
    after = lora(before)
    ranks = {
        name: torch.linalg.matrix_rank((after[name] - before[name]).flatten(1).double(), atol=1e-4).item()
        for name in before if before[name].ndim > 1
    }  # fmt: skip
    assert ranks == {"0.weight": 2, "3.weight": 2}
    assert all(after[name] is before[name] for name in before.keys() - ranks.keys())


def test_what_changes_learns_and_the_network_does_not():
    net, x = network().requires_grad_(False), torch.randn(2, 3, 4, 4)
    lora = Lora(net, 2)
    functional_call(net, lora(weights(net)), (x,)).square().sum().backward()
    assert all(up.grad.abs().max() > 0 for up in lora.up.values())
    assert all(down.grad.abs().max() == 0 for down in lora.down.values()), "before the first step up is zero"
    assert all(parameter.grad is None for parameter in net.parameters())


def test_a_rank_beyond_the_weights_is_theirs():
    assert {key: up.shape[1] for key, up in Lora(network(), 100).up.items()} == {"0": 8, "3": 5}


def test_its_tensors_have_names_that_can_be_saved():
    net = nn.ModuleDict({"inner": network()})
    lora = Lora(net, 2)
    again = Lora(net, 2)
    again.load_state_dict(lora.state_dict())
    assert torch.equal(again.down["inner/3"], lora.down["inner/3"])
