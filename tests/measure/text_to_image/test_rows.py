"""The rows of the quality table, on made-up faces and scenes: what is known to be right counts as right."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from playground.data import captions, faces
from playground.measure.text_to_image import composition, parts
from playground.models.text_to_image.checker import Readings

pytestmark = pytest.mark.usefixtures("made_up_emoji")


def truthful(data: faces.Faces) -> Readings:
    """Reads each face as it is; what is not clear as the first value."""
    told = {
        name: torch.eye(len(values))[[values.index(facts[name]) if facts[name] else 0 for facts in data.facts]]
        for name, values in captions.PORTRAIT.items()
    }
    count = len(data.facts)
    nothing = torch.full((count, len(captions.OBJECTS), 8, 8), -9.0)
    return Readings(torch.ones(count), told, nothing, torch.zeros(count, 6, 8, 8), torch.zeros(count, 4))


def test_a_checker_that_reads_everything_is_right_in_every_row(made_up_faces):
    rows = {row["id"]: row for row in parts._fact_rows([truthful(made_up_faces)], made_up_faces.facts)}
    extras = {f"checker.{name}_{there}" for name in captions.EXTRAS for there in ("yes", "no")}
    assert rows.keys() == extras | {f"checker.{name.replace(' ', '_')}" for name in captions.PORTRAIT
                                    if name not in captions.EXTRAS}  # fmt: skip
    assert all(row["value"] == 1 for row in rows.values())
    bald = sum(facts["hair"] == "bald" for facts in made_up_faces.facts)
    assert rows["checker.hair_colour"]["n"] == len(made_up_faces.facts) - bald, "a bald head has none that is clear"


def test_one_that_never_sees_freckles_is_right_where_there_are_none(made_up_faces):
    readings = truthful(made_up_faces)
    readings.facts["freckles"][:] = torch.tensor([1.0, 0.0])
    rows = {row["id"]: row["value"] for row in parts._fact_rows([readings], made_up_faces.facts)}
    assert (rows["checker.freckles_no"], rows["checker.freckles_yes"]) == (1, 0)


@pytest.mark.slow
def test_the_shipped_parts_are_measured(made_up_faces):
    checker = {row["id"]: row for row in parts.checker_rows("", 6)}
    for name in ("scene_one", "scene_two", "diversity_portraits", "pure_scenes"):
        assert checker[f"checker.{name}"]["value"] >= 0
    psnr = {row["id"]: row["value"] for row in parts.autoencoder_rows("", 6)}
    assert psnr["autoencoder.psnr_scenes"] > 20 > psnr["autoencoder.psnr_portraits"], "flat faces are like none it saw"
    clip = {row["id"]: row for row in parts.clip_rows("", 100)}
    assert clip["clip.retrieval_portraits"]["n"] == 100
    assert clip["clip.retrieval_portraits"]["value"] < 0.2, "faces of one flat colour say nothing of their captions"


@pytest.mark.slow
@pytest.mark.usefixtures("mnist_test")  # where that is, the drawn faces are
def test_the_clip_pair_tells_details_apart():
    told = {row["id"]: row["value"] for row in parts.told_rows("", 200)}
    assert all(told[f"clip.tells_{name}"] > 0.75 for name in captions.DETAILS)


class Painter:
    """Draws noise, and notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, float, int]] = []

    def __call__(self, prompts: Sequence[str], seed: int, steps: int, w: float = 0.0) -> torch.Tensor:
        self.asked.append((seed, w, steps))
        return torch.rand(len(prompts), 3, 64, 64, generator=torch.Generator().manual_seed(seed)) * 2 - 1


@pytest.mark.slow
def test_noise_shows_nothing_that_was_asked_and_every_weight_is_tried(made_up_faces):
    draw = Painter()
    rows = {row["id"]: row for row in composition.unet_rows(draw, 12)}
    assert {f"text.{kind}" for kind in composition.KINDS} < rows.keys()
    assert all(rows[f"text.{kind}"]["value"] < 0.1 for kind in composition.KINDS)
    assert {w for _, w, _ in draw.asked} == set(composition.WEIGHTS)
    assert rows["text.precision"]["floor"] is not None
    last = next(seed for seed, *_ in draw.asked[::-1] if seed >= 100_000)
    assert last // 100_000 == composition.SEED, "the weight is chosen with other seeds than it is judged by"


def test_the_student_is_measured_at_each_number_of_steps():
    draw = Painter()
    rows = [row["id"] for row in composition.student_rows(draw, 2)]
    assert len(set(rows)) == 4 * len(composition.KINDS)
    assert [steps for *_, steps in draw.asked] == list(np.repeat([1, 2, 4, 8], len(composition.KINDS)))


def test_details_are_asked_for_or_not_and_noise_is_read_alike():
    told: list[str] = []

    def draw(prompts: Sequence[str], seed: int, w: float, steps: int) -> torch.Tensor:
        told.extend(prompts)
        return torch.zeros(len(prompts), 3, 64, 64)

    rows = {row["id"]: row["value"] for row in composition.detail_rows(draw, 4)}
    for k, name in enumerate(captions.DETAILS):
        assert all(name in prompt for prompt in told[8 * k : 8 * k + 4])
        assert not any(name in prompt for prompt in told[8 * k + 4 : 8 * k + 8])
        assert rows[f"details.{name}_asked"] == rows[f"details.{name}_unasked"], "the same picture whatever was asked"
