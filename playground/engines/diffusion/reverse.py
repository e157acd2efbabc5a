"""The reverse process: one trajectory from noise to a digit, with everything the network said on the way."""

import time
from collections.abc import Iterator

import numpy as np
import torch

from playground.engines._runtime import checked, device, engine, gpu, progress, to_bytes
from playground.engines.diffusion.denoiser import Denoising, Step, denoiser
from playground.engines.diffusion.frames import decibels, kept_frames
from playground.families.diffusion.choices import CLASSES
from playground.measure.digits import reference
from playground.models.classifier.digits import judge
from playground.spec import Frame

BLOCK_SECONDS = 0.1
# Reverse
VIEWS = {
    "x0": 1.0, "eps": 3.0, "prev": 1.0, "mu": 1.0, "noise": 1.0, "eps_uncond": 3.0, "eps_cond": 3.0, "difference": 1.0,
}  # fmt: skip


@gpu
@checked(engine("diffusion", "reverse"))
def reverse(
    *, label: str = "7", batch: int = 1, inspect: int = 1, seed: int = 42, sampler: str = "DDIM", steps: int = 50,
    guidance: float = 2.0, eta: float = 0.0, clip: bool = True,
) -> Iterator[Frame]:  # fmt: skip
    """Carve digits out of noise; one Frame a network call and a last one with the result.

    Pictures of the inspected sample show [-r, r], r as in VIEWS: prev = mu + noise, noise = sigma z. Norms are in pixel
    units; x0's change is since the kept call before.
    """
    inspect = min(inspect, batch) - 1
    run = denoising(label, batch, seed, sampler, steps, guidance, eta, clip)
    kept = kept_frames(len(run), (batch + len(VIEWS)) * 1024)
    block, x0_before, due = [], None, 0.0
    for step in run:
        if step.call in kept:
            block.append(step)
        if block and (time.perf_counter() > due or step.call + 1 == len(run)):
            frames, x0_before = _frames(block, inspect, len(run) + 1, run.guidance, x0_before)
            yield from frames
            block, due = [], time.perf_counter() + BLOCK_SECONDS
        elif time.perf_counter() > due:
            yield progress(step.call, len(run) + 1, step.call / len(run))
            due = time.perf_counter() + BLOCK_SECONDS
    yield _result_frame(step, inspect, run)


def denoising(
    label: str, batch: int, seed: int, sampler: str, steps: int, guidance: float, eta: float, clip: bool
) -> Denoising:
    labels = torch.full((batch,), CLASSES.index(label))
    seeds = list(range(seed, seed + batch))
    return Denoising(
        denoiser(), labels, sampler=sampler, steps=steps, guidance=guidance, eta=eta, clip=clip, seeds=seeds
    )


def _frames(
    block: list[Step], inspect: int, total: int, w: float, x0_before: torch.Tensor | None
) -> tuple[list[Frame], torch.Tensor]:
    """A block of steps -> Frames, computed together: (K,...) tensors of the inspected sample."""
    a, s = (torch.tensor([getattr(step, name) for step in block], device=device()).view(-1, 1, 1) for name in "as")
    xt = torch.stack([step.xt[:, 0] for step in block])  # (K,B,32,32)
    seen, v = xt[:, inspect], torch.stack([step.v[inspect, 0] for step in block])
    x0, eps = a * seen - s * v, a * v + s * seen  # (K,32,32)
    zero = torch.zeros_like(v[0])
    halves = {
        name: torch.stack([zero if part is None else part[inspect, 0] for part in parts])
        for name, parts in (("uncond", [p.v_uncond for p in block]), ("cond", [p.v_cond for p in block]))
    }
    guided = float(block[0].v_uncond is not None and block[0].v_cond is not None)
    eps_uncond, eps_cond = (
        (a * half + s * seen) * float(getattr(block[0], f"v_{name}") is not None) for name, half in halves.items()
    )
    difference = (eps_cond - eps_uncond) * guided
    fresh = torch.stack([zero if step.z is None else step.sigma * step.z[inspect, 0] for step in block])
    prev = torch.stack([step.x_prev[inspect, 0] for step in block])
    mu = prev - fresh
    views = {
        "x0": x0,
        "eps": eps,
        "prev": prev,
        "mu": mu,
        "noise": fresh,
        "eps_uncond": eps_uncond,
        "eps_cond": eps_cond,
        "difference": difference,
    }
    pictures = {"xt": to_bytes(xt)} | {name: to_bytes(view, -VIEWS[name], VIEWS[name]) for name, view in views.items()}
    before = torch.cat([x0[:1] if x0_before is None else x0_before[None], x0[:-1]])
    norms = {
        "eps": eps,
        "eps_uncond": eps_uncond,
        "eps_cond": eps_cond,
        "difference": difference,
        "x0_change": x0 - before,
    }
    table = torch.stack([norm.square().sum((1, 2)).sqrt() for norm in norms.values()], 1).tolist()
    frames = []
    for k, step in enumerate(block):
        stats = {"t": step.t, "alpha_bar": step.a**2, "snr_db": decibels(step.a**2), "sigma": step.sigma, "w": w}
        stats |= dict(zip((f"norm_{name}" for name in norms), table[k], strict=True))
        frames.append(Frame(step.call, total, {name: view[k] for name, view in pictures.items()}, stats, kind="step"))
    return frames, x0[-1]


def _result_frame(step: Step, inspect: int, run: Denoising) -> Frame:
    final = step.x_prev
    blank = np.full((32, 32), 128, np.uint8)
    arrays = {"xt": to_bytes(final[:, 0])} | dict.fromkeys(VIEWS, blank) | {"x0": to_bytes(final[inspect, 0])}
    stats = {
        "t": -1, "alpha_bar": 1.0, "snr_db": 90.0, "sigma": 0.0, "w": run.guidance, "seconds": run.seconds,
        "calls": len(run), "rows": len(final) * (1 + run.guided), "parameters": run.model.parameters,
    }  # fmt: skip
    return Frame(len(run), len(run) + 1, arrays, stats, kind="result")


def judged(frames: list[Frame], label: str) -> Frame:
    """What the classifier says of the predicted x0 in each of a trajectory's Frames, declared with them.

    `agreement` is the last picture's probability of the asked class, of its most probable one where none was asked.
    """
    frames = [frame for frame in frames if frame.kind != "progress"]
    x0 = np.stack([frame.arrays["x0"][2:30, 2:30] for frame in frames])
    probabilities = judge(x0).probabilities
    digit = int(probabilities[-1].argmax()) if label == "none" else int(label)
    stats = {"digit": digit, "agreement": float(probabilities[-1, digit]), "real": float(reference().confidence[digit])}
    return Frame(
        len(frames) - 1, len(frames), {"probabilities": probabilities.astype(np.float16)}, stats, kind="result"
    )
