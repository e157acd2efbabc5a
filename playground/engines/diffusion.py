"""One trajectory at a time: destroy a picture, carve a digit, open the network."""

import time
from collections.abc import Iterator

import diffusers
import numpy as np
import torch

from playground.data import digits, pictures
from playground.engines._runtime import checked, device, engine, gpu, to_bytes
from playground.engines.denoiser import Denoising, Step, denoiser
from playground.errors import BadInput
from playground.families.diffusion import CLASSES
from playground.measure.digits import judge, reference
from playground.spec import Frame

FRAME_BYTES = 2_800_000  # a whole trajectory, so that it stays under 4 MB as base64
BLOCK_SECONDS = 0.1
BETA_SCHEDULES = {"linear": "linear", "cosine": "squaredcos_cap_v2", "scaled linear": "scaled_linear"}


def _kept(total: int, frame_bytes: int) -> set[int]:
    """Which of 0..total-1 are sent: all, or evenly thinned to the budget with both ends in."""
    return set(np.linspace(0, total - 1, min(total, FRAME_BYTES // frame_bytes)).round().astype(int).tolist())


# Forward


@gpu
@checked(engine("diffusion", "forward"))
def forward(
    *, source: str = "digit", index: int = 7, strokes: str = "", image: np.ndarray | None = None, seed: int = 42,
    schedule: str = "cosine", T: int = 1000, path: str = "jump",
) -> Iterator[Frame]:  # fmt: skip
    """Noise one picture from t = 0 to T (arXiv 2006.11239, eq. 2 and 4).

    Frames: arrays xt and noise, uint8 (H,W,C) for [-1,1] and [-3,3], histogram (40,) shares over [-4,4];
    the first also has the curves of alpha_bar, float32 (T,) per schedule. Stats: t, alpha_bar, snr_db (dB),
    mean and std of x_t, draws_mean_error and draws_std_error (walk against jump over 1,000 draws, in standard errors).
    """
    x0 = _picture(source, index, strokes, image)  # (1,H,W,C) in [-1,1]
    scheduler = diffusers.DDPMScheduler(num_train_timesteps=T, beta_schedule=BETA_SCHEDULES[schedule])
    abar, beta = scheduler.alphas_cumprod, scheduler.betas
    rng = torch.Generator().manual_seed(seed)
    eps = torch.randn(x0.shape, generator=rng)
    kept = sorted(_kept(T + 1, 2 * x0.numel() + 500))
    agreement, walked, xt = _agreement(x0, abar, beta, seed), x0, x0
    for t in range(T + 1):
        if t and path == "walk":
            walked = (1 - beta[t - 1]).sqrt() * walked + beta[t - 1].sqrt() * torch.randn(x0.shape, generator=rng)
        if t not in kept:
            continue
        signal = abar[t - 1].item() if t else 1.0
        xt = walked if path == "walk" else signal**0.5 * x0 + (1 - signal) ** 0.5 * eps
        inside = (xt - signal**0.5 * x0) / max(1 - signal, 1e-12) ** 0.5 if t else torch.zeros_like(x0)
        histogram = torch.histc(xt, 40, -4, 4) / xt.numel()
        arrays = {"xt": to_bytes(xt[0]), "noise": to_bytes(inside[0], -3, 3), "histogram": histogram.half().numpy()}
        if t == 0:
            arrays |= _curves(T)
        stats = {
            "t": t, "alpha_bar": signal, "snr_db": _snr_db(signal), "mean": xt.mean().item(), "std": xt.std().item(),
        }  # fmt: skip
        yield Frame(t, T + 1, arrays, stats | agreement)


def _picture(source: str, index: int, strokes: str, image: np.ndarray | None) -> torch.Tensor:
    if source == "upload" and image is None:
        raise BadInput("Nothing is uploaded yet: choose a picture file, or another source.")
    if source in ("digit", "clothing"):
        found = digits.load("mnist" if source == "digit" else "fashion_mnist", "test")
        pixels = found.images[index % len(found.images)][..., None]
    elif source == "photograph":
        pixels = pictures.photograph(index)
    else:
        pixels = pictures.drawing(strokes)[..., None] if source == "drawing" else image
    return torch.from_numpy(pixels.astype(np.float32) / 127.5 - 1)[None]


def _snr_db(alpha_bar: float) -> float:
    """Signal to noise in dB, held within -90..90 where one of them vanishes."""
    return float(np.clip(10 * np.log10(max(alpha_bar, 1e-12) / max(1 - alpha_bar, 1e-12)), -90, 90))


def _curves(T: int) -> dict[str, np.ndarray]:
    """alpha_bar of every schedule at 1..T, float32 (T,)."""
    return {
        f"curve {name}": diffusers.DDPMScheduler(num_train_timesteps=T, beta_schedule=kind).alphas_cumprod.numpy()
        for name, kind in BETA_SCHEDULES.items()
    }


def _agreement(
    x0: torch.Tensor, abar: torch.Tensor, beta: torch.Tensor, seed: int, draws: int = 1000
) -> dict[str, float]:
    """Walk 1,000 particles from the picture's brightest pixel to T/2 and to T; compare with the closed form.

    Errors are in standard errors of the estimate: within about 2 is agreement.
    """
    rng = torch.Generator().manual_seed(seed + 1)
    value, worst = x0.max(), {"draws_mean_error": 0.0, "draws_std_error": 0.0}
    x = value.expand(draws).clone()
    for t, (signal, b) in enumerate(zip(abar, beta, strict=True), 1):
        x = (1 - b).sqrt() * x + b.sqrt() * torch.randn(draws, generator=rng)
        if t in (len(beta) // 2, len(beta)):
            std = (1 - signal).sqrt()
            mean_error = ((x.mean() - signal.sqrt() * value).abs() / (std / draws**0.5)).item()
            std_error = ((x.std() - std).abs() / (std / (2 * draws) ** 0.5)).item()
            worst["draws_mean_error"] = max(worst["draws_mean_error"], mean_error)
            worst["draws_std_error"] = max(worst["draws_std_error"], std_error)
    return worst


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

    Arrays, uint8: xt (B,32,32), and of the inspected sample x0, eps, prev = mu + noise (sigma z), eps_uncond, eps_cond,
    difference (32,32), each for [-r, r] with r in VIEWS. Stats: t, alpha_bar, snr_db (dB), sigma, norms |.| of the
    inspected sample's eps, eps_uncond, eps_cond, difference and x0's change since the kept call before (pixel units);
    the last Frame: seconds, calls (network calls, each of `rows` pictures), parameters.
    """
    inspect = min(inspect, batch) - 1
    run = _denoising(label, batch, seed, sampler, steps, guidance, eta, clip)
    kept = _kept(len(run), (batch + len(VIEWS)) * 1024)
    block, x0_before, due = [], None, 0.0
    for step in run:
        if step.call in kept:
            block.append(step)
        if block and (time.perf_counter() > due or step.call + 1 == len(run)):
            frames, x0_before = _frames(block, inspect, len(run) + 1, guidance, x0_before)
            yield from frames
            block, due = [], time.perf_counter() + BLOCK_SECONDS
        elif time.perf_counter() > due:
            yield Frame(step.call, len(run) + 1, {}, {"progress": step.call / len(run)})
            due = time.perf_counter() + BLOCK_SECONDS
    yield _result_frame(step, inspect, run, guidance)


def _denoising(
    label: str, batch: int, seed: int, sampler: str, steps: int, guidance: float, eta: float, clip: bool
) -> Denoising:
    labels = torch.full((batch,), CLASSES.index(label))
    seeds = list(range(seed, seed + batch))
    return Denoising(
        denoiser(), labels, sampler=sampler, steps=steps, guidance=guidance, eta=eta, clip=clip, seeds=seeds
    )


def _frames(block: list[Step], inspect: int, total: int, w: float, x0_before):
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
        stats = {"t": step.t, "alpha_bar": step.a**2, "snr_db": _snr_db(step.a**2), "sigma": step.sigma, "w": w}
        stats |= dict(zip((f"norm_{name}" for name in norms), table[k], strict=True))
        frames.append(Frame(step.call, total, {name: view[k] for name, view in pictures.items()}, stats))
    return frames, x0[-1]


def _result_frame(step: Step, inspect: int, run: Denoising, w: float) -> Frame:
    final = step.x_prev
    blank = np.full((32, 32), 128, np.uint8)
    arrays = {"xt": to_bytes(final[:, 0])} | dict.fromkeys(VIEWS, blank) | {"x0": to_bytes(final[inspect, 0])}
    stats = {
        "t": -1, "alpha_bar": 1.0, "snr_db": 90.0, "sigma": 0.0, "w": w, "seconds": run.seconds, "calls": len(run),
        "rows": len(final) * (1 + run.guided), "parameters": run.model.parameters,
    }  # fmt: skip
    return Frame(len(run), len(run) + 1, arrays, stats)


def judged(frames: list[Frame], label: str) -> Frame:
    """What the classifier says of the predicted x0 in each of a trajectory's Frames.

    Arrays: probabilities float16 (K,10). Stats: agreement, the last picture's probability of the asked class (of its
    most probable one where none was asked), and real, what real digits of that class score.
    """
    frames = [frame for frame in frames if frame.arrays]
    x0 = np.stack([frame.arrays["x0"][2:30, 2:30] for frame in frames])
    probabilities = judge(x0).probabilities
    digit = int(probabilities[-1].argmax()) if label == "none" else int(label)
    stats = {"digit": digit, "agreement": float(probabilities[-1, digit]), "real": float(reference().confidence[digit])}
    return Frame(len(frames) - 1, len(frames), {"probabilities": probabilities.astype(np.float16)}, stats)


# Inside the network


@gpu
@checked(engine("diffusion", "inside"))
def inside(
    *, label: str = "7", batch: int = 1, inspect: int = 1, seed: int = 42, sampler: str = "DDIM", steps: int = 50,
    guidance: float = 2.0, eta: float = 0.0, clip: bool = True, call: int = 0,
) -> Iterator[Frame]:  # fmt: skip
    """The U-Net's feature maps in one network call of the trajectory that `reverse` makes: progress, then one Frame.

    Arrays: per level its first twelve channels, uint8 (12,H,W), each stretched to its own range, and "shape LEVEL"
    (C,H,W); time, the time embedding float32 (E,). Stats: t, call, parameters.
    """
    run = _denoising(label, 1, seed + min(inspect, batch) - 1, sampler, steps, guidance, eta, clip)
    call, due = min(call, len(run) - 1), time.perf_counter() + BLOCK_SECONDS
    for step in run:
        if step.call == call:
            break
        if time.perf_counter() > due:
            yield Frame(step.call, len(run), {}, {"progress": step.call / call})
            due = time.perf_counter() + BLOCK_SECONDS
    maps, hooks, unet = {}, [], run.model.network.unet
    downs = [(f"down {i + 1}", _last_layer(block)) for i, block in enumerate(unet.down_blocks)]
    ups = [(f"up {i + 1}", _last_layer(block)) for i, block in enumerate(unet.up_blocks)]
    levels = [("input", unet.conv_in), *downs, ("middle", unet.mid_block), *ups]
    levels += [("output", unet.conv_out), ("time", unet.time_embedding)]
    for name, module in levels:
        hooks.append(module.register_forward_hook(_keep(maps, name)))
    try:
        with torch.inference_mode():
            run.model.network(step.xt, torch.tensor(step.t, device=device()), run.labels)
    finally:
        for hook in hooks:
            hook.remove()
    arrays = {"time": maps.pop("time")[0].float().cpu().numpy()}
    for name, tensor in maps.items():
        arrays |= {name: _stretched(tensor[0, :12]), f"shape {name}": np.array(tensor.shape[1:], np.int32)}
    yield Frame(call, len(run), arrays, {"t": step.t, "call": call, "parameters": run.model.parameters})


def _last_layer(block: torch.nn.Module) -> torch.nn.Module:
    """What a level hands across its skip connection: its last layer, before any resampling."""
    return (getattr(block, "attentions", None) or block.resnets)[-1]


def _keep(maps: dict, name: str):
    def hook(module, inputs, output):
        maps[name] = output[0] if isinstance(output, tuple) else output

    return hook


def _stretched(maps: torch.Tensor) -> np.ndarray:
    """(C,H,W) -> uint8, each channel from its own minimum to its own maximum."""
    low, high = maps.amin((1, 2), keepdim=True), maps.amax((1, 2), keepdim=True)
    return to_bytes((maps - low) / (high - low).clamp(min=1e-6), 0, 1)
