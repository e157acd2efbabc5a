"""Both trainers: they learn, they resume, and a broken run leaves what an unbroken one would."""

import errno
import io
import json
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer

from playground import store
from playground.models.classifier.network import DigitClassifier
from playground.models.diffusion.unet import DigitUNet
from playground.registry import resolve
from playground.training import classifier
from playground.training.__main__ import JOBS
from playground.training.autoregressive import language
from playground.training.diffusion import digits as diffusion
from playground.training.run import Job, TrainState, begun, run

WEIGHTS = Path(__file__).parents[2] / "weights"
SHARED = {"batch": 8, "lr": 1e-2, "warmup": 1, "ema_decay": 0.9, "seed": 0}
CLASSIFIER = {
    "network": {"channels": [4, 8, 8], "features": 16},
    "training": {**SHARED, "rotation": 10.0, "shift": 0.08, "scale": 0.1},
}
UNET = {
    **diffusion.DIGITS["unet"],
    "block_out_channels": [16, 16],
    "down_block_types": ["DownBlock2D", "AttnDownBlock2D"],
    "up_block_types": ["AttnUpBlock2D", "UpBlock2D"],
    "attention_head_dim": 8,
    "norm_num_groups": 8,
}
DIFFUSION = {**diffusion.DIGITS, "unet": UNET, "training": {**SHARED, "label_dropout": 0.1}}


def with_steps(config: dict, steps: int) -> dict:
    return {**config, "training": {**config["training"], "steps": steps}}


def state_of(model: torch.nn.Module, config: dict) -> TrainState:
    return begun(model, config["training"])


def batch(shape: tuple[int, ...]) -> tuple[torch.Tensor, torch.Tensor]:
    """Eight pictures, each its class's stripe."""
    labels = torch.arange(8)
    images = torch.zeros(8, *shape)
    for i in range(8):
        images[i, 0, 3 * i : 3 * i + 3] = 1
    return images, labels


def classifier_job(steps: int) -> Job:
    torch.manual_seed(0)
    config = with_steps(CLASSIFIER, steps)
    state = state_of(DigitClassifier(**config["network"]), config)
    return Job("toy", config, state, lambda: classifier.train(state, *batch((1, 28, 28)), config), "", "")


def diffusion_job(steps: int) -> Job:
    torch.manual_seed(0)
    config = with_steps(DIFFUSION, steps)
    state = state_of(DigitUNet(config["unet"], config["null_label"]), config)
    images, labels = batch((1, 32, 32))
    return Job("toy", config, state, lambda: diffusion.train(state, images * 2 - 1, labels, config), "", "")


UNTRAINED = {"text_to_image/student"}  # its weights are still to come
MAKERS = pytest.mark.parametrize("make", [classifier_job, diffusion_job])
STEPS = {classifier_job: 150, diffusion_job: 50}  # by which the loss has surely fallen


@pytest.fixture(autouse=True)
def uncompiled(monkeypatch):
    """Compiling a toy takes longer than training it."""
    monkeypatch.setattr(torch, "compile", lambda model: model)


def tensors(state: TrainState) -> dict[str, torch.Tensor]:
    return {f"model.{key}": value.clone() for key, value in state.model.state_dict().items()} | {
        f"ema.{key}": value.clone() for key, value in state.ema.state_dict().items()
    }


def assert_same(found: dict[str, torch.Tensor], expected: dict[str, torch.Tensor]) -> None:
    assert [key for key in expected if not torch.equal(found[key], expected[key])] == []


@pytest.mark.slow
@MAKERS
def test_the_loss_falls(make: Callable[[int], Job]):
    losses = [float(state.loss) for state in make(STEPS[make]).steps()]
    assert sum(losses[-10:]) < 0.6 * sum(losses[:10])


@MAKERS
def test_one_step_a_time(make):
    job = make(5)
    assert [state.step for state in islice(job.steps(), 2)] == [1, 2]
    assert [state.step for state in job.steps()] == [3, 4, 5]
    assert list(job.steps()) == []


@pytest.mark.slow
@MAKERS
def test_an_interrupted_run_resumes_to_the_same_weights(make, tmp_path):
    unbroken = make(6)
    run(unbroken, 6, tmp_path / "unbroken.pt")
    path = tmp_path / "interrupted.pt"
    interrupt(make(6), after=3, path=path)
    resumed = make(6)
    run(resumed, 6, path)
    assert resumed.state.step == 6
    assert_same(tensors(resumed.state), tensors(unbroken.state))


def interrupt(job: Job, after: int, path: Path) -> None:
    """Run with a checkpoint at every step, and stop it as Control-C would."""

    def steps():
        yield from islice(job.steps(), after)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Job(job.name, job.config, job.state, steps, "", ""), 6, path, every_seconds=0.0)


class Full(io.FileIO):
    """A file on a disk that is full."""

    def write(self, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_costs_no_run_its_last_checkpoint(tmp_path, monkeypatch, capsys):
    run(classifier_job(3), 3, tmp_path / "toy.pt")
    kept = (tmp_path / "toy.pt").read_bytes()
    with monkeypatch.context() as full:
        full.setattr(Path, "open", lambda path, mode="r": Full(path, mode))
        job = classifier_job(6)
        job.config["training"]["steps"] = 3  # the run that is to be gone on with
        run(job, 6, tmp_path / "toy.pt")
    assert "The disk is full: no checkpoint of step" in capsys.readouterr().out
    assert [file.name for file in tmp_path.iterdir()] == ["toy.pt"] and (tmp_path / "toy.pt").read_bytes() == kept


def test_a_finished_run_is_not_run_again(tmp_path):
    first = classifier_job(3)
    run(first, 3, tmp_path / "toy.pt")
    again = classifier_job(3)
    run(again, 3, tmp_path / "toy.pt")
    assert_same(tensors(again.state), tensors(first.state))


def test_another_seed_gives_other_weights():
    one, other = classifier_job(2), classifier_job(2)
    other.config["training"]["seed"] = 1
    list(one.steps()), list(other.steps())
    pairs = zip(one.state.model.parameters(), other.state.model.parameters(), strict=True)
    assert not all(torch.equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("name", sorted(set(JOBS) - UNTRAINED))
def test_shipped_config_is_the_one_in_the_source(name):
    config = sys.modules[resolve(JOBS[name]).__module__].CONFIGS[name]
    shipped = json.loads((WEIGHTS / name / "config.json").read_text())
    if name in language.CONFIGS:  # the tokenizer takes the place of its size
        assert shipped["network"].pop("vocab_size") == Tokenizer.from_str(shipped.pop("tokenizer")).get_vocab_size()
        assert shipped | {"vocabulary": config["vocabulary"]} == config
    else:
        assert shipped == config


def test_every_shipped_model_has_a_job():
    assert {name for name, entry in store.manifest().items() if entry["files"]} == set(JOBS) - UNTRAINED
