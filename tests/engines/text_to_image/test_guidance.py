"""One prompt under several weights: a column for each, its figures inside their intervals, what real pictures score."""

import numpy as np
import pytest

from playground.data import captions
from playground.engines.text_to_image._system import pictures, pixels
from playground.engines.text_to_image.guidance import WEIGHTS, floors, guidance
from playground.families.text_to_image.prompt import EXAMPLE


def columns(**values: object) -> list:
    return [frame for frame in guidance(**values) if frame.kind == "step"]


@pytest.fixture(scope="module")
def small() -> list:
    return columns(samples=6, steps=5)


@pytest.mark.slow
def test_there_is_a_column_per_w_and_its_numbers_lie_in_their_intervals(small):
    assert [frame.stats["w"] for frame in small] == list(WEIGHTS)
    for frame in small:
        for name in ("right", "similarity", "diversity", "pure"):
            low, value, high = (frame.stats[f"{name}{end}"] for end in ("_low", "", "_high"))
            assert low <= value <= high and frame.stats[f"{name}_real"] > 0
    calls = {frame.stats["w"]: frame.stats["calls"] for frame in small}
    assert calls[1.0] == 5 and calls[3.0] == 10


@pytest.mark.slow
def test_a_column_shows_what_the_system_draws_alone(small):
    alone = pictures([EXAMPLE] * 6, 7, w=3.0, steps=5)
    mine = small[WEIGHTS.index(3.0)].arrays["pictures"]
    assert np.abs(mine.astype(int) - pixels(alone)).max() <= 1


def test_guidance_goes_from_the_prediction_without_the_prompt_past_the_one_with_it(small):
    free, text, guided = (small[0].arrays["guesses"][k].astype(int) for k in range(3))
    assert np.abs(guided - free).max() <= 1, "w = 0 does not read the prompt"
    free, text, guided = (small[1].arrays["guesses"][k].astype(int) for k in range(3))
    assert np.abs(guided - text).max() <= 1, "w = 1 is the plain conditional model"
    strong = small[-1].arrays["guesses"].astype(int)
    assert np.abs(strong[2] - strong[0]).mean() > np.abs(strong[1] - strong[0]).mean()


def test_more_guidance_shows_what_was_asked_and_wears_variety(small):
    right, diversity = ([frame.stats[name] for frame in small] for name in ("right", "diversity"))
    assert max(right[3:]) > right[0] + 0.3 and diversity[0] > diversity[4]


@pytest.mark.slow
def test_what_is_not_understood_is_not_judged():
    frames = columns(prompt="a futuristic city on Mars", samples=6, steps=5)
    for frame in frames:
        assert "right" not in frame.stats and "similarity" in frame.stats
        assert not any(name.endswith("_real") for name in frame.stats)


@pytest.mark.slow
def test_an_empty_prompt_asks_for_nothing_and_is_the_same_at_every_w():
    frames = columns(prompt=" ", samples=6, steps=5)
    assert all("similarity" not in frame.stats for frame in frames)
    first, *others = (frame.arrays["pictures"].astype(int) for frame in frames)
    assert max(np.abs(first - other).max() for other in others) <= 2


def test_the_floor_of_several_facts_is_the_product_of_single_ones():
    single = [floors({name: value})["right_real"] for name, value in (("hair", "short"), ("earrings", "yes"))]
    assert floors({"hair": "short", "earrings": "yes"})["right_real"] == pytest.approx(np.prod(single))
    assert single[1] < floors({"earrings": "no"})["right_real"], "what is there is harder to see than that it is not"
    assert 0 < floors(captions.Scene((("red", "car"),), "white"))["right_real"] <= 1
    assert floors(None) == {}
