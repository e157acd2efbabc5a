"""Why latent: a picture encoded and brought back, channel by channel, and what a call of the U-Net costs either way."""

import time
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import product

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from torch.nn import Dropout

from playground.data.pictures import photograph
from playground.data.tensors import channels_first, to_signed
from playground.engines._runtime import checked, device, engine, gpu, progress, settled
from playground.engines.text_to_image._system import channels, pictures, pixels
from playground.errors import BadInput
from playground.families.text_to_image.prompt import EXAMPLE
from playground.models.text_to_image import networks
from playground.models.text_to_image.system import System, shipped
from playground.spec import Frame
from playground.store import recorded

CALLS = {"latent": 5, "pixels": 2}  # timed after a first one, which warms up
SHAPES = {"latent": (1, 4, 16, 16), "pixels": (1, 3, 64, 64)}


@gpu
@checked(engine("text_to_image", "latent"))
def latent(
    *, source: str = "from a prompt", prompt: str = EXAMPLE, seed: int = 7, index: int = 0,
    image: np.ndarray | None = None,
) -> Iterator[Frame]:  # fmt: skip
    """What the autoencoder makes of a picture, and the cost of a call of the U-Net on pixels and on latents."""
    system = shipped(device())
    x = chosen(source, prompt, seed, index, image)
    yield progress(0, 1, 0.3)
    arrays, stats = brought_back(system, x)
    for done, (kind, network) in enumerate((("latent", system.unet), ("pixels", on_pixels()))):
        stats |= {f"numbers_{kind}": float(np.prod(SHAPES[kind])), **cost(kind, network, system.read([""]))}
        yield progress(0, 1, 0.6 + 0.3 * done)
    yield Frame(0, 1, arrays, stats, kind="result")


def chosen(source: str, prompt: str, seed: int, index: int, image: np.ndarray | None) -> torch.Tensor:
    """The picture, (1,3,64,64) in [-1,1]."""
    if source == "from a prompt":
        return _asked_for(prompt, seed)
    if source == "upload" and image is None:
        raise BadInput("Nothing is uploaded yet: choose a picture file, or another source.")
    found = image if source == "upload" and image is not None else photograph(index)
    if found.shape != (64, 64, 3):
        raise BadInput("A picture for the autoencoder has 64 x 64 pixels in colour: bring it to that size first.")
    return to_signed(channels_first(np.array(found[None]))).to(device())


@lru_cache(maxsize=8)
def _asked_for(prompt: str, seed: int) -> torch.Tensor:
    return pictures([prompt], seed, w=3.0, steps=20)


@torch.inference_mode()
def brought_back(system: System, x: torch.Tensor) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """The latent of a picture, and what is decoded from it with any of its channels at their means."""
    system.encoded(x)  # a first call warms up
    since = time.perf_counter()
    code = settled(system.encoded(x))  # (1,4,16,16)
    ms_encode = 1000 * (time.perf_counter() - since)
    system.decoded(code)
    since = time.perf_counter()
    settled(system.decoded(code))
    ms_decode = 1000 * (time.perf_counter() - since)
    on = torch.tensor([bits[::-1] for bits in product((0, 1), repeat=4)], device=x.device)  # (16,4), by their number
    kept = torch.where(on.view(16, 4, 1, 1) > 0, code, code.mean((2, 3), keepdim=True))
    decoded = system.decoded(kept)
    off = (decoded - x).square().mean((1, 2, 3))
    arrays = {
        "picture": pixels(x)[0],
        "code": channels(code[0]),
        "decoded": pixels(decoded),
        "off": off.float().cpu().numpy(),
    }
    psnr = 10 * np.log10(4 / max(off[-1].item(), 1e-12))
    stats = {"psnr": max(0.0, float(psnr)), "ms_encode": ms_encode, "ms_decode": ms_decode}
    if real := recorded(networks.AUTOENCODER).get("autoencoder.psnr_portraits"):
        stats["psnr_real"] = real
    return arrays, stats


@cache
def on_pixels() -> UNet2DConditionModel:
    """The U-Net as it would be on pixels, untrained: it draws nothing, but in its own time."""
    config = networks.unet_config() | {"in_channels": 3, "out_channels": 3, "sample_size": 64}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return UNet2DConditionModel(**config).requires_grad_(False).eval().to(device())


@torch.inference_mode()
def cost(kind: str, network: UNet2DConditionModel, text: torch.Tensor) -> dict[str, float]:
    """The median time of a call and the memory of what it computes on the way, at four bytes a number."""
    x = torch.zeros(SHAPES[kind], device=text.device)
    mb = 4e-6 * computed(network, lambda: network(x, 500, text, return_dict=False))
    taken = []
    for _ in range(CALLS[kind]):
        since = time.perf_counter()
        settled(network(x, 500, text, return_dict=False)[0])
        taken.append(1000 * (time.perf_counter() - since))
    return {f"ms_{kind}": float(np.median(taken)), f"mb_{kind}": mb}


def computed(network: torch.nn.Module, call: Callable[[], object]) -> int:
    """How many numbers the layers of a network give out in one call."""
    count = 0

    def note(_: torch.nn.Module, __: object, out: object) -> None:
        nonlocal count
        if isinstance(out, torch.Tensor):
            count += out.numel()

    layers = [part for part in network.modules() if not list(part.children()) and not isinstance(part, Dropout)]
    hooks = [layer.register_forward_hook(note) for layer in layers]
    try:
        call()
    finally:
        for hook in hooks:
            hook.remove()
    return count
