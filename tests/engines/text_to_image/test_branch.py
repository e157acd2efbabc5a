"""A branch shares what lies before it, and goes its own way from there."""

import numpy as np
import pytest

from playground.engines.text_to_image.branch import branch
from playground.engines.text_to_image.prompt import SCHEDULERS, prompt
from playground.errors import BadInput
from playground.families.text_to_image.prompt import EXAMPLE

CAR = "a red car to the left of a green tree"


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """A pair is computed in another order than one alone: a value may differ by one."""
    return np.abs(a.astype(int) - b).max() <= 1


@pytest.mark.slow
@pytest.mark.parametrize("sampler", SCHEDULERS)
@pytest.mark.parametrize("at", [0, 3])
def test_a_branch_that_changes_nothing_is_the_same_way(sampler, at):
    settings = {"sampler": sampler, "other_sampler": sampler, "other": EXAMPLE, "steps": 6, "at": at}
    for frame in branch(**settings):
        assert frame.stats["apart"] == pytest.approx(0, abs=1e-5)
        assert same(frame.arrays["first"], frame.arrays["other"])


@pytest.mark.slow
def test_both_ways_are_what_they_are_alone_and_part_where_they_branch():
    frames = list(branch(prompt=EXAMPLE, other=CAR, at=2, steps=6, seed=3))
    assert [frame.kind for frame in frames] == ["step"] * 6 + ["result"]
    alone = list(prompt(prompt=EXAMPLE, steps=6, seed=3))
    assert all(same(ours.arrays["first"], one.arrays["picture"]) for ours, one in zip(frames, alone, strict=True))
    apart = [frame.stats["apart"] for frame in frames]
    assert apart[:2] == [0, 0] and all(value > 0.1 for value in apart[2:])
    assert frames[-1].stats["calls"] == 2 * (6 + 4)


@pytest.mark.slow
def test_from_the_first_step_on_the_branch_is_the_other_prompt_from_the_same_noise():
    *_, ours = branch(other=CAR, at=0, steps=6, seed=3)
    *_, alone = prompt(prompt=CAR, steps=6, seed=3)
    assert same(ours.arrays["other"], alone.arrays["picture"])
    assert ours.texts["other_seen"] == alone.texts["seen"]
    assert ours.stats["other_to_other"] == pytest.approx(alone.stats["similarity"], abs=1e-3)
    assert ours.stats["other_to_other"] > ours.stats["other_to_first"] + 0.3
    assert ours.stats["first_to_first"] > ours.stats["first_to_other"] + 0.3


@pytest.mark.slow
def test_a_late_branch_keeps_more_of_the_first_picture():
    ends = [list(branch(other=CAR, at=at, steps=12))[-1].stats for at in (0, 4, 8, 11)]
    apart = [stats["apart"] for stats in ends]
    assert apart == sorted(apart, reverse=True)
    kept = [stats["other_to_first"] for stats in ends]
    assert kept[0] < 0.3 and kept[-1] > 0.6


@pytest.mark.slow
@pytest.mark.parametrize("sampler", ["DDPM", "DPM-Solver++"])
def test_another_sampler_takes_over(sampler):
    *_, last = branch(other=EXAMPLE, other_sampler=sampler, at=3, steps=6)
    assert 0 < last.stats["apart"] < 1 and last.stats["other_to_other"] > 0.5


def test_a_branch_after_the_last_step_is_refused():
    with pytest.raises(BadInput, match="step 4 at the latest"):
        next(branch(steps=5, at=5))
