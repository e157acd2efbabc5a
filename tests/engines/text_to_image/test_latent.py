"""Why latent: what the autoencoder brings back, channel by channel, and what a call costs on pixels and on latents."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.data.pictures import photograph
from playground.engines.text_to_image.latent import brought_back, computed, latent
from playground.errors import BadInput
from playground.models.text_to_image.system import shipped


def result(**settings):
    *_, last = latent(**settings)
    return last


@pytest.mark.slow
def test_all_channels_bring_most_back_and_every_one_that_is_off_costs():
    found = result()
    decoded, off = found.arrays["decoded"], found.arrays["off"]
    assert decoded.shape == (16, 64, 64, 3) and off.argmin() == 15 and found.stats["psnr"] > 30
    assert found.stats["psnr"] == pytest.approx(10 * np.log10(4 / off[15]), abs=1e-3)
    for which in range(15):
        assert off[which] > 3 * off[15], "a channel that is off is missed"
    told = np.square(decoded[7].astype(float) / 127.5 - found.arrays["picture"].astype(float) / 127.5).mean()
    assert off[7] == pytest.approx(told, rel=0.02), "as the pictures themselves say"


@torch.inference_mode()
def test_channels_are_switched_by_the_bits_of_their_picture(monkeypatch):
    system = shipped(torch.device("cpu"))
    given = []
    monkeypatch.setattr(type(system), "decoded", lambda self, z: given.append(z) or torch.zeros(len(z), 3, 64, 64))
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)) * 2 - 1
    brought_back(system, x)
    *_, code, kept = given
    for which in range(16):
        for channel in range(4):
            there = kept[which, channel]
            if which >> channel & 1:
                assert torch.equal(there, code[0, channel])
            else:
                assert torch.allclose(there, code[0, channel].mean().expand(16, 16))


@pytest.mark.slow
def test_a_call_on_pixels_costs_many_times_more():
    stats = result(source="photograph").stats
    assert (stats["numbers_pixels"], stats["numbers_latent"]) == (12288, 1024)
    assert 10 < stats["mb_pixels"] / stats["mb_latent"] < 17, "sixteen times as many places, and fewer numbers for t"


def test_numbers_on_the_way_are_those_that_the_layers_give_out():
    network = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(256, 10))
    assert computed(network, lambda: network(torch.zeros(1, 1, 8, 8))) == 256 + 256 + 256 + 10


@pytest.mark.slow
def test_a_photograph_is_brought_back_worse_and_an_upload_as_it_is():
    face, photo = result(), result(source="photograph", index=1)
    assert photo.stats["psnr"] < face.stats["psnr"] - 5
    uploaded = result(source="upload", image=photograph(1))
    assert np.array_equal(uploaded.arrays["picture"], photograph(1))
    assert np.array_equal(uploaded.arrays["decoded"], photo.arrays["decoded"])


def test_a_picture_of_another_size_is_refused():
    with pytest.raises(BadInput, match="64 x 64 pixels in colour"):
        result(source="upload", image=np.zeros((21, 21, 3), np.uint8))


def test_an_upload_that_is_not_there_is_asked_for():
    with pytest.raises(BadInput, match="Nothing is uploaded yet"):
        result(source="upload")
