"""A picture is changed as far as the strength says, and only where it is painted."""

import numpy as np
import pytest
import torch

from playground.engines._runtime import generators, noise
from playground.engines.text_to_image.edit import edit, first_step, noised
from playground.engines.text_to_image.prompt import prompt, scheduler
from playground.errors import BadInput
from playground.families.text_to_image.edit import HAIR, LEFT, WANTED

CAR = "a red car to the left of a green tree on a white background"
UPLOAD = np.full((64, 64, 3), 200, np.uint8)
pytestmark = pytest.mark.slow


def test_the_strength_is_the_share_of_the_steps_that_is_made():
    assert [first_step(strength, 20) for strength in (1, 0.6, 0.3, 0.05)] == [0, 8, 14, 19]
    assert first_step(0.05, 1) == 0 and first_step(0.05, 3) == 2, "one step at least"


def test_at_full_strength_it_is_the_new_prompt_alone():
    *_, ours = edit(prompt=CAR, strength=1.0, steps=6, seed=3)
    *_, alone = prompt(prompt=CAR, steps=6, seed=3)
    assert np.abs(ours.arrays["picture"].astype(int) - alone.arrays["picture"]).max() <= 1
    assert ours.stats["skipped"] == 0 and ours.stats["calls"] == 12
    assert ours.texts["seen_after"] == alone.texts["seen"]


def test_the_more_strength_the_more_is_changed_and_the_nearer_it_comes_to_the_prompt():
    ends = [[*edit(prompt=CAR, strength=strength)][-1].stats for strength in (0.1, 0.5, 0.9)]
    changed = [stats["changed_inside"] for stats in ends]
    assert changed == sorted(changed) and changed[0] < 0.05 < 0.1 < changed[-1]
    assert ends[0]["similarity_after"] < 0.3 and ends[-1]["similarity_after"] > 0.6
    assert "changed_outside" not in ends[0] and ends[0]["painted"] == 1


@pytest.mark.parametrize("mask", [HAIR, LEFT])
def test_what_is_not_painted_stays(mask):
    frames = list(edit(prompt=WANTED, mask=mask, strength=1.0, steps=10))
    cells = frames[0].arrays["mask"] > 0
    stats = frames[-1].stats
    assert 0.05 < stats["painted"] == cells.mean() < 0.6
    assert stats["changed_outside"] < 0.03 < stats["changed_inside"]
    far = np.kron(cells, np.ones((4, 4))) == 0
    far[:, :-8] &= far[:, 8:]  # the decoder's view reaches over the edge
    far[:, 8:] &= far[:, :-8]
    change = np.abs(frames[-1].arrays["picture"].astype(int) - frames[0].arrays["before"]).mean(2)
    assert change[far].mean() < 12, "but for what the autoencoder loses"


def test_a_latent_is_noised_as_the_scheduler_does():
    made, latent, eps = scheduler("DDIM", 4), torch.ones(1, 4, 16, 16), noise(generators(1, 1), (4, 16, 16))
    for step, t in enumerate(made.timesteps):
        a = made.alphas_cumprod[t]
        assert torch.allclose(noised(made, latent, eps, step), a.sqrt() * latent + (1 - a).sqrt() * eps, atol=1e-5)
    assert torch.equal(noised(made, latent, eps, 4), latent)


def test_an_upload_is_changed_and_other_sizes_are_refused():
    first, *_ = edit(source="upload", image=UPLOAD, steps=2)
    assert np.array_equal(first.arrays["before"], UPLOAD)
    with pytest.raises(BadInput, match="Nothing is uploaded yet"):
        next(edit(source="upload"))
    with pytest.raises(BadInput, match="64 x 64"):
        next(edit(source="upload", image=UPLOAD[:32]))
