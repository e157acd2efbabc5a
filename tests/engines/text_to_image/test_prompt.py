"""From a prompt to a picture: diffusers' own pipeline draws the same, and the numbers on the way are what they say."""

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline

from playground.data import captions
from playground.engines._runtime import generators, noise
from playground.engines.text_to_image.prompt import SCHEDULERS, prompt, reading, told
from playground.families.text_to_image.prompt import EXAMPLE, PROMPT
from playground.models.text_to_image import export, networks, tokenizer
from playground.models.text_to_image.checker import Readings
from playground.models.text_to_image.system import LATENT, shipped, walk

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory) -> StableDiffusionPipeline:
    """The system as its folder gives it to whoever has diffusers alone."""
    folder = tmp_path_factory.mktemp("system")
    export.pipeline().save_pretrained(folder)
    opened = StableDiffusionPipeline.from_pretrained(folder)
    opened.set_progress_bar_config(disable=True)
    return opened


@pytest.mark.slow
@pytest.mark.parametrize(("w", "negative"), [(1.0, ""), (3.0, ""), (4.0, "glasses")])
def test_diffusers_pipeline_draws_the_same_picture(pipeline, w, negative):
    *_, ours = prompt(w=w, negative=negative, steps=6, seed=11)
    latents = noise(generators(11, 1), LATENT)
    theirs = pipeline(
        EXAMPLE, negative_prompt=negative, guidance_scale=w, num_inference_steps=6, latents=latents,
        output_type="np", height=64, width=64,
    ).images[0]  # fmt: skip
    assert np.abs(ours.arrays["picture"].astype(int) - (255 * theirs).round().astype(int)).max() <= 2


def test_the_numbers_of_a_step_fit_together():
    frames = list(prompt(steps=5, w=3.0))
    assert [frame.kind for frame in frames] == ["step"] * 5 + ["result"]
    assert frames[0].stats["t"] == 999 and frames[0].stats["alpha_bar"] == 0, "it begins at pure noise"
    for frame in frames[:-1]:
        stats = frame.stats
        assert stats["norm_guided"] <= 3 * stats["norm_text"] + 2 * stats["norm_free"] + 1e-3
        assert stats["norm_guided"] >= abs(3 * stats["norm_text"] - 2 * stats["norm_free"]) - 1e-3
    last, result = frames[-2:]
    assert np.abs(last.arrays["clean"].astype(int) - result.arrays["clean"]).max() <= 40, "the last guess is all but it"
    assert result.stats["calls"] == 10 and result.stats["seconds"] > 0
    assert result.stats["similarity"] > result.stats["similarity_other"] + 0.3
    for asked in ("hair colour: red", "mood: smiling", "background: blue", "glasses"):
        assert asked in result.texts["seen"]


@pytest.mark.slow
@pytest.mark.parametrize("sampler", SCHEDULERS)
def test_a_seed_is_one_picture(sampler):
    def drawn(seed: int) -> list[np.ndarray]:
        return [frame.arrays["picture"] for frame in prompt(sampler=sampler, steps=4, seed=seed)]

    first = drawn(2)
    torch.rand(7)  # whatever else the process drew
    assert all(map(np.array_equal, drawn(2), first)) and not np.array_equal(drawn(3)[-1], first[-1])


def test_what_is_looked_at_is_kept_and_changes_nothing():
    system, scheduler = shipped(CPU), networks.scheduler()
    text, free = system.read([EXAMPLE, ""]).split(1)
    found = {}
    for words in (False, True):
        scheduler.set_timesteps(3)
        found[words] = list(walk(system, scheduler, generators(5, 1), text, free, 3.0, words))
    for plain, kept in zip(found[False], found[True], strict=True):
        assert torch.allclose(plain.latents, kept.latents, atol=1e-4) and plain.words is None
        assert kept.words.shape == (7, 1, 32, 16, 16) and torch.allclose(kept.words.sum(2), torch.ones(7, 1, 16, 16))
    assert not any("Keeping" in type(one).__name__ for one in system.unet.attn_processors.values())


@pytest.mark.slow
def test_the_places_of_an_object_look_at_its_word():
    asked = "a purple fish above a yellow key"
    frames = list(prompt(prompt=asked, steps=10))
    heat = sum(frame.arrays["words"].astype(float) for frame in frames[:-1])
    assert heat.shape == (7, 16, 16)
    rows = {word: np.unravel_index(heat[asked.split().index(word)].argmax(), (16, 16))[0] for word in ("fish", "key")}
    assert rows["fish"] < 8 <= rows["key"]


def test_one_prediction_is_enough_without_guidance():
    frames = list(prompt(steps=2, w=1.0))
    assert frames[-1].stats["calls"] == 2
    assert frames[0].stats["norm_text"] == frames[0].stats["norm_guided"] and "norm_free" not in frames[0].stats


@pytest.mark.slow
@pytest.mark.parametrize(("details", "least", "most"), [(False, 0.0, 0.2), (True, 0.5, 2.0)], ids=["before", "after"])
def test_details_are_words_to_the_text_encoder_since_it_learnt_them(details, least, most):
    """As the preset "Words it had to learn" says; the rows details.* of the quality table count the pictures."""
    tokens = tokenizer.ids([f"a face with {word}" for word in ("earrings", "freckles", "glasses", "hair")])
    earrings, freckles, glasses, hair = networks.text_states(networks.text_encoder(details), tokens)[:, 4]
    known = (glasses - hair).norm()
    for one, other in ((earrings, freckles), (earrings, hair), (freckles, hair)):
        assert least <= (one - other).norm() / known < most


# How a prompt is cut into tokens.


def test_every_word_of_the_captions_is_one_known_token():
    read = reading(EXAMPLE)
    assert read.tokens == EXAMPLE.split() and read.known.all() and not read.cut
    assert all(reading(word).known.all() for word in captions.words())


@pytest.mark.parametrize("text", ["city", "дед", "🙂", "{{x}} <b>", "smilingface"])
def test_what_no_caption_said_is_marked(text):
    read = reading(f"a {text}")
    assert read.known[0] == 1 and not read.known[1:].any() and len(read.tokens) == len(read.known) > 1


def test_what_comes_after_the_last_token_that_is_read_is_counted():
    read = reading(" ".join(["red"] * 40))
    assert (len(read.tokens), read.cut) == (30, 10)
    assert reading("") == type(read)([], pytest.approx(np.array([], np.uint8)), 0)


@pytest.mark.parametrize("text", ["", "Жили-были", "🙂" * 100, "<img src=x onerror=alert(1)>", "{{7*7}}", "x" * 300])
def test_any_text_is_drawn(text):
    *_, last = prompt(prompt=text, negative=text, steps=1)
    assert last.kind == "result" and np.isfinite(list(last.stats.values())).all()


# What the checker's readings are called.


def readings(portrait: float, **chosen: str) -> Readings:
    facts = {
        name: torch.tensor([[float(value == chosen.get(name, values[0])) for value in values]])
        for name, values in captions.PORTRAIT.items()
    }
    empty = torch.full((1, len(captions.OBJECTS), 8, 8), -9.0)
    return Readings(torch.tensor([portrait]), facts, empty, torch.zeros(1, 6, 8, 8), torch.zeros(1, 4))


def test_readings_are_told_in_words():
    bald = told(readings(1.0, hair="bald", beard="yes"))
    assert "hair: bald" in bald and "hair colour" not in bald and bald.endswith("with beard")
    assert told(readings(1.0)).endswith("no glasses, beard, earrings or freckles")
    empty = readings(-1.0)
    assert told(empty) == "no object that it knows"
    empty.objects[0, captions.OBJECTS.index("apple"), 2, 2] = 3.0
    empty.colours[0, captions.COLOURS.index("orange"), 2, 2] = 3.0
    assert told(empty) == "an orange apple"


def test_the_examples_say_whether_they_were_seen():
    unseen = next(preset for preset in PROMPT.presets if preset.name == "A pair it never saw")
    assert ("blue", "crown") in captions.held_out_things() and unseen.values["prompt"] == "a blue crown"
