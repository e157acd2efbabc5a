"""The forward process: a picture destroyed step by step, or in one jump."""

from collections.abc import Iterator

import diffusers
import numpy as np
import torch

from playground.data import digits, pictures
from playground.engines._runtime import checked, engine, gpu, to_bytes
from playground.engines.diffusion.frames import decibels, kept_frames
from playground.errors import BadInput
from playground.spec import Frame

BETA_SCHEDULES = {"linear": "linear", "cosine": "squaredcos_cap_v2", "scaled linear": "scaled_linear"}


# Forward
@gpu
@checked(engine("diffusion", "forward"))
def forward(
    *, source: str = "digit", index: int = 7, strokes: str = "", image: np.ndarray | None = None, seed: int = 42,
    schedule: str = "cosine", T: int = 1000, path: str = "jump",
) -> Iterator[Frame]:  # fmt: skip
    """Noise one picture from t = 0 to T (arXiv 2006.11239, eq. 2 and 4); a Frame a step, thinned to 4 MB.

    The two errors of the draws compare walk and jump over 1,000 draws, at T/2 and at T.
    """
    x0 = _picture(source, index, strokes, image)  # (1,H,W,C) in [-1,1]
    scheduler = diffusers.DDPMScheduler(num_train_timesteps=T, beta_schedule=BETA_SCHEDULES[schedule])
    abar, beta = scheduler.alphas_cumprod, scheduler.betas
    rng = torch.Generator().manual_seed(seed)
    eps = torch.randn(x0.shape, generator=rng)
    kept = sorted(kept_frames(T + 1, 2 * x0.numel() + 500))
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
            "t": t, "alpha_bar": signal, "snr_db": decibels(signal), "mean": xt.mean().item(), "std": xt.std().item(),
        }  # fmt: skip
        yield Frame(t, T + 1, arrays, stats | agreement, kind="step")


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
