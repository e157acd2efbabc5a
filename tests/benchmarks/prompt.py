"""Text to image: one picture's time, the engine against diffusers' own pipeline, and the wait for a first preview."""

import tempfile
import time
from collections.abc import Iterator

import torch
from diffusers import StableDiffusionPipeline

from playground.engines._runtime import generators, noise
from playground.engines.text_to_image._system import pictures
from playground.engines.text_to_image.prompt import prompt
from playground.families.text_to_image.prompt import EXAMPLE
from playground.models.text_to_image import export
from playground.models.text_to_image.system import LATENT
from playground.ui.stages.packing import pack
from tests.benchmarks.page import first_frames
from tests.benchmarks.rows import interleaved, ratios, row

W, STEPS, SEED = 3.0, 20, 7


def picture(quick: bool) -> Iterator[dict]:
    pictures([EXAMPLE], SEED, W, STEPS)
    taken = []
    for k in range(3 if quick else 15):
        since = time.perf_counter()
        pictures([EXAMPLE], SEED + k, W, STEPS)
        taken.append(time.perf_counter() - since)
    yield row("t2i.picture_s", taken, "s", f"one picture, {STEPS} guided DDIM steps, without previews")


def over_pipeline(quick: bool) -> Iterator[dict]:
    with tempfile.TemporaryDirectory() as folder:
        export.pipeline().save_pretrained(folder)
        opened = StableDiffusionPipeline.from_pretrained(folder)
    opened.set_progress_bar_config(disable=True)
    latents = noise(generators(SEED, 1), LATENT)

    def theirs() -> None:
        with torch.inference_mode():
            opened(EXAMPLE, guidance_scale=W, num_inference_steps=STEPS, latents=latents, height=64, width=64)

    def ours() -> None:
        pack(list(prompt(w=W, steps=STEPS, seed=SEED)))

    interleaved(2, ours, theirs)
    mine, plain = interleaved(3 if quick else 15, ours, theirs)
    how = f"prompt() with previews and word maps, and pack(), over the pipeline; {STEPS} steps, w = {W:g}"
    yield row("t2i.engine_over_pipeline", ratios(mine, plain), "ratio", how)


def first_preview(quick: bool) -> Iterator[dict]:
    waits = [waited for waited, _ in first_frames("text_to_image-prompt", 3 if quick else 20)]
    yield row("t2i.first_preview_ms", waits, "ms", "Generate clicked until the first decoded preview is painted")
