"""What every engine needs: the device, the GPU decorator, seeded noise, checked arguments, byte pictures."""

import functools
import importlib
import inspect
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import numpy as np
import torch

from playground.spec import Engine, Family, Frame, Param, Value

Found = TypeVar("Found")
Function = TypeVar("Function", bound=Callable[..., Any])
ALL_THREADS = torch.get_num_threads()  # as torch takes them by itself, before anybody changes that
torch.backends.cudnn.deterministic = True  # one seed is one picture on a GPU too


def device() -> torch.device:
    """PLAYGROUND_DEVICE (set by `app.py --device`), else CUDA where there is one."""
    return torch.device(os.environ.get("PLAYGROUND_DEVICE") or ("cuda" if torch.cuda.is_available() else "cpu"))


def settled(x: torch.Tensor) -> torch.Tensor:
    """x once it is computed: a GPU still works on it when the call that asked for it has returned."""
    if x.is_cuda:
        torch.cuda.synchronize(x.device)
    return x


def use_threads(every: bool) -> None:
    """Give what this thread computes from now on all of torch's CPU threads, or one."""
    count = ALL_THREADS if every else 1
    if torch.get_num_threads() != count:
        torch.set_num_threads(count)


@contextmanager
def on_one_thread() -> Iterator[None]:
    """Compute on one CPU thread, as the pages make a single picture, and then on as many as before."""
    count = torch.get_num_threads()
    use_threads(False)
    try:
        yield
    finally:
        torch.set_num_threads(count)


def gpu(function: Function) -> Function:
    """`spaces.GPU` on a ZeroGPU Space, the function itself elsewhere."""
    if not os.environ.get("SPACES_ZERO_GPU"):
        return function
    import spaces

    return spaces.GPU(function)


def checked(engine: Engine) -> Callable[[Function], Function]:
    """Hold a generator function's keywords to its table of params before its first step; raises BadInput.

    A function that takes `**values` gets its signature from the table.
    """

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def guarded(**values: Value) -> Iterator[Frame | None]:
            yield from function(**engine.check(values))

        signature = inspect.signature(function)
        if any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values()):
            signature = signature.replace(parameters=[_keyword(param) for param in engine.params])
        guarded.__signature__ = signature  # type: ignore[attr-defined]  # what `inspect` looks for
        return cast("Function", guarded)

    return decorate


KINDS = {"integer": int, "number": float, "switch": bool, "choices": tuple[str, ...], "image": np.ndarray | None}


def _keyword(param: Param) -> inspect.Parameter:
    kind = KINDS.get(param.kind, str)
    return inspect.Parameter(param.name, inspect.Parameter.KEYWORD_ONLY, default=param.default, annotation=kind)


def engine(stem: str, name: str) -> Engine:
    """The table of one engine function."""
    family: Family = importlib.import_module(f"playground.families.{stem}").FAMILY
    return family.engine(name)


def progress(step: int, total: int, share: float) -> Frame:
    """How much of a step is done, from 0 to 1; a Frame of progress holds nothing else."""
    return Frame(step, total, {}, {"progress": share}, kind="progress")


def relayed(
    steps: Generator[float, None, Found],
    step: int = 0,
    total: int = 2,
    low: float = 0.0,
    high: float = 1.0,
    every: int = 1,
) -> Generator[Frame, None, Found]:
    """Run steps that each tell the share that is done; returns what they return.

    Every so many of them become a Frame of progress from `low` to `high`, so that others get a turn.
    """
    count = 0
    while True:
        try:
            done = next(steps)
        except StopIteration as end:
            return end.value
        count += 1
        if count % every == 0:
            yield progress(step, total, min(1.0, low + (high - low) * done))


def generators(seed: int, count: int) -> list[torch.Generator]:
    """One CPU generator a sample: sample i draws from seed + i, alone or in any batch."""
    return [torch.Generator().manual_seed(seed + i) for i in range(count)]


def noise(rngs: list[torch.Generator], shape: tuple[int, ...]) -> torch.Tensor:
    """Standard normal (len(rngs), *shape), made on the CPU whatever the device."""
    return torch.stack([torch.randn(shape, generator=rng) for rng in rngs])


def to_bytes(x: torch.Tensor | np.ndarray, low: float = -1.0, high: float = 1.0) -> np.ndarray:
    """Values clipped to [low, high] and spread over 0..255, as uint8 numpy."""
    x = torch.as_tensor(x)
    return ((x.clamp(low, high) - low) * (255 / (high - low)) + 0.5).to(torch.uint8).cpu().numpy()
