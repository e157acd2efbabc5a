"""The U-Net opened at one step of a trajectory."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import torch

from playground.engines._runtime import checked, device, engine, gpu, progress, to_bytes
from playground.engines.diffusion.reverse import BLOCK_SECONDS, denoising
from playground.spec import Frame

Output = torch.Tensor | tuple[torch.Tensor, ...]  # of a module


# Inside the network
@gpu
@checked(engine("diffusion", "inside"))
def inside(
    *, label: str = "7", batch: int = 1, inspect: int = 1, seed: int = 42, sampler: str = "DDIM", steps: int = 50,
    guidance: float = 2.0, eta: float = 0.0, clip: bool = True, call: int = 0,
) -> Iterator[Frame]:  # fmt: skip
    """The U-Net's feature maps in one network call of the trajectory that `reverse` makes: progress, then one Frame.

    Of each level the first twelve channels, as they go across its skip connection.
    """
    run = denoising(label, 1, seed + min(inspect, batch) - 1, sampler, steps, guidance, eta, clip)
    call, due = min(call, len(run) - 1), time.perf_counter() + BLOCK_SECONDS
    for step in run:
        if step.call == call:
            break
        if time.perf_counter() > due:
            yield progress(step.call, len(run), step.call / call)
            due = time.perf_counter() + BLOCK_SECONDS
    maps: dict[str, torch.Tensor] = {}
    hooks, unet = [], run.model.network.unet
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
    yield Frame(call, len(run), arrays, {"t": step.t, "call": call, "parameters": run.model.parameters}, kind="result")


def _last_layer(block: torch.nn.Module) -> torch.nn.Module:
    """What a level hands across its skip connection: its last layer, before any resampling."""
    *_, last = block.get_submodule("attentions" if getattr(block, "attentions", None) else "resnets").children()
    return last


def _keep(maps: dict[str, torch.Tensor], name: str) -> Callable[[torch.nn.Module, object, Output], None]:
    def hook(module: torch.nn.Module, inputs: object, output: Output) -> None:
        maps[name] = output[0] if isinstance(output, tuple) else output

    return hook


def _stretched(maps: torch.Tensor) -> np.ndarray:
    """(C,H,W) -> uint8, each channel from its own minimum to its own maximum."""
    low, high = maps.amin((1, 2), keepdim=True), maps.amax((1, 2), keepdim=True)
    return to_bytes((maps - low) / (high - low).clamp(min=1e-6), 0, 1)
