"""Sentences of the pages that tell a number: it is a setting or a definition, or a computation here holds it."""

import re
from functools import cache

import numpy as np
import pytest
import torch
from scipy.stats import chi2
from sklearn.linear_model import LogisticRegression

from playground.data import digits, text
from playground.engines.diffusion.denoiser import denoiser
from playground.engines.diffusion.forward import BETA_SCHEDULES
from playground.families.text_to_image.prompt import EXAMPLE
from playground.measure.anomaly import faint
from playground.registry import FAMILIES, manifest

NUMBER = re.compile(
    r"\d|\b(half|twice|third|quarter|tenth|fifths?|ninety|thousand|hundred|ten|two|three|four|five|six|seven|eight|nine|"
    r"twelve|thirteen|twenty|most)\b",
    re.IGNORECASE,
)
PRESETS = {
    (family.stem, engine.name, preset.name): preset
    for family in FAMILIES
    for engine in family.engines
    for preset in (*engine.presets, *engine.variations)
}


@cache
def read_by_a_probe(schedule: str, t: int) -> float:
    """Share of noised test digits that a linear classifier names, trained on digits with the same noise."""
    import diffusers

    abar = diffusers.DDPMScheduler(beta_schedule=BETA_SCHEDULES[schedule]).alphas_cumprod[t - 1].item()
    rng, found = np.random.default_rng(t), []
    for split, count in (("train", 6000), ("test", 2000)):
        data = digits.require("mnist", split)
        x = data.images[:count].reshape(count, -1) / 127.5 - 1
        found += [abar**0.5 * x + (1 - abar) ** 0.5 * rng.standard_normal(x.shape), data.labels[:count]]
    x, labels, test, truth = found
    return LogisticRegression(C=0.001, max_iter=200).fit(x, labels).score(test, truth)


def recorded(model: str) -> dict[str, float]:
    """The rows that `make weights` measured anew."""
    return {row["id"]: row["value"] for row in manifest()[model]["quality"]}


def readable_at_0_db() -> None:
    abar = torch.tensor(denoiser().a) ** 2
    assert read_by_a_probe("cosine", int((abar < 0.5).int().argmax()) + 1) > 0.7


def nothing_in_the_last_quarter() -> None:
    assert read_by_a_probe("linear", 750) < 0.17 and read_by_a_probe("linear", 900) < 0.13
    assert read_by_a_probe("linear", 500) > 0.4


def the_correction_magnifies_a_thousand_times() -> None:
    """Half the ratio of the sigmas between which it steps (arXiv 2206.00364, algorithm 1)."""
    model = denoiser()
    first, second = (model.s[t] / model.a[t] for t in (999, 899))
    assert 1000 < first / second / 2 < 3000


def one_in_ninety_beyond_3_sigma() -> None:
    """And the rest of these sentences: tests/engines/vae/test_plane.py."""
    assert 1 / chi2(2).sf(9) == pytest.approx(90, abs=0.5)


def the_ring_is_found_and_lost() -> None:
    """Of ten seeds."""
    found = recorded("gan/duel")
    assert found["gan.ring_cured_modes"] == 10 and found["gan.ring_collapse"] >= 8


def the_grid_is_found_and_lost() -> None:
    """Of 25 modes, over ten seeds."""
    found = recorded("gan/duel")
    assert found["gan.grid_cured_modes"] > 24.5 and 1 <= found["gan.grid_plain_modes"] < 5


def digits_of_64_pixels() -> None:
    assert len(digits.small("train")[0]) == 1497


def two_fifths_of_the_ink() -> None:
    images = digits.require("mnist", "test").images[:50] / np.float32(255)
    assert faint(images, np.random.default_rng(0)).sum() / images.sum() == pytest.approx(0.4, abs=0.02)


def thirteen_books() -> None:
    assert len(text.BOOKS) == 13


def twelve_times() -> None:
    sentence = PRESETS["autoregressive", "weigh", "The same line again"].values["text"].strip()
    assert sentence == " ".join([sentence[: len(sentence) // 12].strip()] * 12)


def half_as_much_again_is_pure() -> None:
    """Values within 1 % of the least or the greatest, in ten pictures of the part's own prompt."""
    from playground.engines.text_to_image._system import pictures
    from playground.measure.text_to_image.parts import pure_share

    asked = [EXAMPLE] * 10
    pure = {w: pure_share(pictures(asked, 0, w=w, steps=20)).mean() for w in (3.0, 15.0)}
    assert pure[15.0] > 1.5 * pure[3.0]


# What was found about a model or data: the computation that holds it.
FOUND = {
    ("diffusion", "forward", "Destroy a digit"): readable_at_0_db,
    ("diffusion", "forward", "Linear destroys sooner"): nothing_in_the_last_quarter,
    ("diffusion", "reverse", "Heun, 10 steps"): the_correction_magnifies_a_thousand_times,
    ("gan", "duel", "Ring of 8"): the_ring_is_found_and_lost,
    ("gan", "duel", "Make it collapse"): the_ring_is_found_and_lost,
    ("gan", "duel", "Collapse on the grid"): the_grid_is_found_and_lost,
    ("gan", "duel", "Grid, cured"): the_grid_is_found_and_lost,
    ("gan", "digits", "Forge digits"): digits_of_64_pixels,
    ("vae", "digits", "Learn digits"): digits_of_64_pixels,
    ("vae", "plane", "Beyond the rings: an AE"): one_in_ninety_beyond_3_sigma,
    ("vae", "plane", "Stricter: beta 4"): one_in_ninety_beyond_3_sigma,
    ("vae", "anomaly", "Where PCA fails: faint digits"): two_fifths_of_the_ink,
    ("autoregressive", "weigh", "The same line again"): twelve_times,
    ("autoregressive", "readers", "A script it never saw"): thirteen_books,
    ("text_to_image", "prompt", "Too much guidance"): half_as_much_again_is_pure,
}
# Held elsewhere: a claim on trial, or the engine's own test.
ELSEWHERE = {
    ("diffusion", "reverse", "Too much guidance"),  # the claim guidance-burns
    ("vae", "train", "Posterior collapse"),  # tests/engines/vae/test_study.py
    ("vae", "digits", "Posterior collapse"),
    ("text_to_image", "latent", "A face and its code"),  # tests/engines/text_to_image/test_latent.py
    ("text_to_image", "edit", "Too little noise"),  # tests/engines/text_to_image/test_edit.py
}
# The number is the preset's own setting, a definition, or counts what is on the page.
DEFINED = {
    ("diffusion", "reverse", "Ten steps"),
    ("diffusion", "guidance", "Faithful or diverse"),
    ("gan", "duel", "R1"),
    ("gan", "duel", "Packs of two"),
    ("gan", "duel", "Unrolled 5"),
    ("gan", "digits", "Two numbers of noise"),
    ("gan", "digits", "Collapse"),
    ("gan", "latent", "One z, ten classes"),
    ("gan", "latent", "Truncated"),
    ("gan", "quiz", "Twenty digits"),
    ("vae", "plane", "Slide over the digits"),
    ("vae", "encode", "A seven, encoded"),
    ("vae", "encode", "24 numbers"),
    ("vae", "encode", "An untidy two"),
    ("vae", "beta", "What each number does"),
    ("vae", "beta", "Posterior collapse: beta 10"),
    ("vae", "beta", "Cheap codes: beta 0.25"),
    ("vae", "morph", "From 1 to 7"),
    ("vae", "morph", "Two numbers only"),
    ("vae", "morph", "Two of a kind"),
    ("vae", "train", "Ring of 8"),
    ("vae", "train", "Plain autoencoder"),
    ("vae", "digits", "A map of digits"),
    ("vae", "digits", "Plain autoencoder"),
    ("vae", "anomaly", "Turned digits"),
    ("vae", "compress", "Four bits a number"),
    ("vae", "compress", "One bit a number"),
    ("vae", "compress", "A small sheet"),
    ("autoregressive", "write", "Top-k 1"),
    ("autoregressive", "write", "A script it never saw"),
    ("autoregressive", "weigh", "Fingers on the keys"),
    ("autoregressive", "weigh", "A whole chapter"),
    ("autoregressive", "drift", "A warm writer"),
    ("autoregressive", "drift", "A cool writer"),
    ("autoregressive", "drift", "Nucleus"),
    ("autoregressive", "drift", "Ask someone who counts"),
    ("autoregressive", "drift", "More texts"),
    ("autoregressive", "inside", "Where does it look?"),
    ("autoregressive", "inside", "Said twice"),
    ("autoregressive", "inside", "Without a cache"),
    ("autoregressive", "learn", "Rote: a tiny text"),
    ("autoregressive", "learn", "A bigger step"),
    ("autoregressive", "learn", "Context of 8"),
    ("autoregressive", "readers", "Shorten it"),
    ("autoregressive", "readers", "Badly damaged"),
    ("autoregressive", "whose", "Whose sentence?"),
    ("autoregressive", "whose", "Two of a kind"),
    ("autoregressive", "paint", "A three, pixel by pixel"),
    ("autoregressive", "paint", "Top half given"),
    ("autoregressive", "paint", "Bottom half given"),
    ("autoregressive", "paint", "Told 3, given an 8"),
    ("autoregressive", "paint", "The likelier value, always"),
    ("autoregressive", "paint", "The transformer"),
    ("autoregressive", "paint", "The naive way"),
    ("text_to_image", "prompt", "A face as you ask"),
    ("text_to_image", "prompt", "Two things in their places"),
    ("text_to_image", "prompt", "No guidance"),
    ("text_to_image", "branch", "A change of mind after six steps"),
    ("text_to_image", "branch", "Two prompts from one noise"),
    ("text_to_image", "branch", "Another sampler from half way"),
    ("text_to_image", "branch", "Too late"),
    ("text_to_image", "branch", "An object turns into another"),
    ("text_to_image", "edit", "Other hair"),
    ("text_to_image", "edit", "Another thing in its place"),
    ("text_to_image", "prompt", "Words it had to learn"),
    ("text_to_image", "latent", "Two things"),
    ("text_to_image", "guidance", "More guidance"),
    ("text_to_image", "guidance", "Two things in their places"),
}


def test_every_number_in_a_preset_is_accounted_for():
    told = {place for place, preset in PRESETS.items() if NUMBER.search(preset.look_for)}
    assert told == FOUND.keys() | ELSEWHERE | DEFINED


@pytest.mark.slow
@pytest.mark.usefixtures("mnist_test")
@pytest.mark.parametrize("place", FOUND, ids="-".join)
def test_it_is_so(place):
    FOUND[place]()
