"""The engine against the bare network, and against diffusers' own pipeline."""

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import torch
from diffusers import DDIMPipeline, DDIMScheduler
from torch import nn

from playground.engines._runtime import generators
from playground.engines.diffusion.denoiser import Denoising, denoiser
from playground.engines.diffusion.reverse import reverse
from playground.ui.stages.packing import pack
from tests.benchmarks.rows import interleaved, ratios, row

LABEL, SEED, STEPS, W = 7, 42, 50, 2.0
TOLERANCE = 1e-3


class Recorder(nn.Module):
    """Stands in for the network and keeps what it is called with."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network, self.null_label, self.calls = network, network.null_label, []

    def forward(self, *arguments: torch.Tensor) -> torch.Tensor:
        self.calls.append(arguments)
        return self.network(*arguments)


class Guided(nn.Module):
    """What diffusers' pipeline takes for a UNet: the guided prediction of our network."""

    def __init__(self, network: nn.Module, labels: torch.Tensor) -> None:
        super().__init__()
        self.network = network
        self.labels = torch.cat([torch.full_like(labels, network.null_label), labels])
        self.config = SimpleNamespace(in_channels=1, sample_size=32)

    @property
    def dtype(self) -> torch.dtype:
        return next(self.network.parameters()).dtype

    @property
    def device(self) -> torch.device:
        return next(self.network.parameters()).device

    def forward(self, image: torch.Tensor, t: torch.Tensor) -> SimpleNamespace:
        uncond, cond = self.network(torch.cat([image, image]), t.to(image.device), self.labels).chunk(2)
        return SimpleNamespace(sample=torch.lerp(uncond, cond, W))


def _run(batch: int) -> Denoising:
    seeds = list(range(SEED, SEED + batch))
    labels = torch.full((batch,), LABEL)
    return Denoising(denoiser(), labels, sampler="DDIM", steps=STEPS, guidance=W, seeds=seeds)


def over_unet(quick: bool) -> Iterator[dict]:
    run = _run(1)
    run.model = SimpleNamespace(network=(recorder := Recorder(denoiser().network)), a=run.model.a, s=run.model.s)
    for _ in run:
        pass
    network, calls = denoiser().network, recorder.calls
    assert len(calls) == STEPS

    def bare() -> None:
        with torch.inference_mode():
            for arguments in calls:
                network(*arguments)

    def engine() -> None:
        pack(list(reverse(steps=STEPS, guidance=W, seed=SEED)))

    interleaved(2, engine, bare)
    ours, theirs = interleaved(3 if quick else 21, engine, bare)
    how = f"reverse() and pack() over the {len(calls)} forwards they make (batch 1, DDIM {STEPS}, w = {W:g})"
    yield row("diffusion.engine_over_unet", ratios(ours, theirs), "ratio", how)


def _pipeline(batch: int):
    """diffusers' DDIMPipeline doing the same work; a function that returns (B,32,32) in [0,1]."""
    guided = Guided(denoiser().network, torch.full((batch,), LABEL))
    config = denoiser().training_scheduler.config
    pipeline = DDIMPipeline(guided, DDIMScheduler.from_config(config, clip_sample=True))
    pipeline.set_progress_bar_config(disable=True)

    def draw() -> np.ndarray:
        made = pipeline(
            batch_size=batch, generator=generators(SEED, batch), num_inference_steps=STEPS, eta=0.0,
            use_clipped_model_output=True, output_type="np",
        )  # fmt: skip
        return made.images[..., 0]

    return draw


def over_diffusers(quick: bool) -> Iterator[dict]:
    for batch, repetitions in ((1, 21), (16, 7)):
        pipeline = _pipeline(batch)

        def engine(batch: int = batch) -> list:
            return list(reverse(steps=STEPS, guidance=W, seed=SEED, batch=batch))

        def packed(batch: int = batch) -> str:
            return pack(list(reverse(steps=STEPS, guidance=W, seed=SEED, batch=batch)))

        error = _difference(pipeline(), batch, engine()[-1].arrays["xt"])
        ours, sent, theirs = interleaved(2 if quick else repetitions, engine, packed, pipeline)
        how = f"reverse() over DDIMPipeline, batch {batch}, DDIM {STEPS}, w = {W:g}; pictures agree to {error:.1e}"
        yield row(f"diffusion.engine_over_diffusers.batch{batch}", ratios(ours, theirs), "ratio", how)
        name = f"diffusion.engine_over_diffusers.batch{batch}.packed"
        yield row(name, ratios(sent, theirs), "ratio", "the same with all frames packed for the browser")


def _difference(theirs: np.ndarray, batch: int, shown: np.ndarray) -> float:
    """Largest difference of the engine's loop from the pipeline's pictures; the shown bytes may also round."""
    *_, last = _run(batch)
    ours = (last.x_prev[:, 0] / 2 + 0.5).clamp(0, 1).cpu().numpy()
    error = float(np.abs(ours - theirs).max())
    rounded = float(np.abs(shown / 255 - theirs).max())
    if error > TOLERANCE or rounded > TOLERANCE + 0.5 / 255:
        raise AssertionError(f"not the same work: pictures differ by {error:.2g}, shown bytes by {rounded:.2g}")
    return error
