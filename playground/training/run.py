"""What a training run carries from step to step, and how it is kept on disk between sessions."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, SupportsFloat

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from playground.errors import is_full_disk


@dataclass
class TrainState:
    """Model, its exponential moving average, optimiser, learning-rate schedule, and where the run stands."""

    model: nn.Module
    optimizer: torch.optim.Optimizer
    lr_schedule: torch.optim.lr_scheduler.LRScheduler
    ema: AveragedModel
    step: int = 0
    loss: SupportsFloat = float("nan")

    @property
    def parts(self) -> dict[str, Any]:
        """What a checkpoint keeps beside the step."""
        return {part: getattr(self, part) for part in ("model", "optimizer", "lr_schedule", "ema")}

    def advance(self, loss: torch.Tensor) -> "TrainState":
        """One optimiser step on `loss`."""
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        return self.update(loss)

    def update(self, loss: torch.Tensor) -> "TrainState":
        """The rest of a step, by the gradient of `loss` that lies at the weights; its norm is clipped at 1."""
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.lr_schedule.step()
        self.ema.update_parameters(self.model)
        self.step += 1
        self.loss = loss.detach()
        return self


class Diverged(Exception):
    """The losses are no longer numbers at `step`; the networks stand as they last were good."""

    def __init__(self, step: int) -> None:
        self.step = step
        super().__init__(f"diverged at step {step}")


class State(Protocol):
    """What `run` needs of a trainer's state: TrainState for one network, or a family's own for several."""

    step: int
    ema: AveragedModel

    @property
    def loss(self) -> SupportsFloat: ...

    @property
    def parts(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Job:
    """One entry of weights/: how to train it, and what is written down beside it.

    `derive` makes further files from the trained model, whose class the job knows: file name -> tensors.
    """

    name: str
    config: dict[str, Any]
    state: State
    steps: Callable[[], Iterator[State]]
    dataset: str
    licence: str
    derive: Callable[[Any], dict[str, dict[str, torch.Tensor]]] = lambda model: {}


def device_name(device: torch.device) -> str:
    """The device in words, for records."""
    return torch.cuda.get_device_name() if device.type == "cuda" else f"CPU, threads: {torch.get_num_threads()}"


def bfloat16_where_fast(device: torch.device) -> torch.autocast:
    """Autocast to bfloat16 where there are matrix units for it; other CPUs are many times slower in it."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda" or has_matrix_units())


def has_matrix_units() -> bool:
    """Whether this CPU has them (AMX)."""
    return torch.cpu._is_amx_tile_supported()


def new_state(model: nn.Module, *, lr: float, steps: int, warmup: int, ema_decay: float) -> TrainState:
    """AdamW, linear warm-up, cosine decay to zero."""
    fused = next(model.parameters()).is_cuda  # all weights in a few kernels
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr, betas=(0.9, 0.99), weight_decay=0.01, fused=fused)

    def scale(step: int) -> float:
        progress = torch.tensor(min(step / steps, 1.0))
        return min(1.0, (step + 1) / warmup) * (0.5 + 0.5 * torch.cos(torch.pi * progress).item())

    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(ema_decay), use_buffers=True)
    return TrainState(model, optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, scale), average)


def begun(model: nn.Module, settings: Mapping[str, Any]) -> TrainState:
    """As `new_state`, by a config's settings; "decay" tells the steps to a learning rate of zero, if not all."""
    chosen = {key: settings[key] for key in ("lr", "warmup", "ema_decay")}
    return new_state(model, steps=settings.get("decay", settings["steps"]), **chosen)


def step_generator(seed: int, step: int) -> torch.Generator:
    """The random numbers of one step, so that a resumed run draws what an unbroken one would have."""
    return torch.Generator().manual_seed(step_seed(seed, step))


def device_generator(seed: int, step: int, device: torch.device) -> torch.Generator:
    """As `step_generator`, on the device: for much noise, which would take longer to copy there than to draw."""
    return torch.Generator(device).manual_seed(step_seed(seed, step))


def step_seed(seed: int, step: int) -> int:
    """A 32-bit seed, which is all that torch's CPU generator takes in."""
    return (seed * 1_000_003 + step) % 2**32


def save_checkpoint(state: State, path: Path, seconds: float, config: dict[str, Any]) -> None:
    """Write to a neighbour first: a run killed while writing keeps its last checkpoint.

    So does one whose disk is full; that is said, and the run goes on.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = {name: part.state_dict() for name, part in state.parts.items()}
    new = path.with_suffix(".new")
    try:
        with new.open("wb") as file:
            torch.save({**parts, "step": state.step, "seconds": seconds, "config": config}, file)
    except (OSError, RuntimeError) as error:
        met = error if isinstance(error, OSError) else error.__context__  # torch complains that the file is too short
        if not is_full_disk(met):
            raise
        new.unlink(missing_ok=True)
        print(f"The disk is full: no checkpoint of step {state.step}; the one before it is kept.", flush=True)
        return
    new.replace(path)


def load_checkpoint(state: State, path: Path, config: dict[str, Any]) -> float:
    """Restore `state` in place if `path` holds a run of the same config; returns the seconds already spent."""
    if not path.is_file():
        return 0.0
    saved = torch.load(path, map_location="cpu", weights_only=True)
    if saved["config"] != config:
        print(f"{path.name} was made with other settings: starting afresh", flush=True)
        return 0.0
    for name, part in state.parts.items():
        part.load_state_dict(saved[name])
    state.step = saved["step"]
    return saved["seconds"]


def run(job: Job, total: int, checkpoint: Path, every_seconds: float = 120.0) -> float:
    """Train to the end with a checkpoint every two minutes; returns the wall time in seconds, all sessions together."""
    spent = load_checkpoint(job.state, checkpoint, job.config)
    began = saved = logged = time.monotonic()
    for state in job.steps():
        now = time.monotonic()
        if state.step % 100 == 0:
            print(f"{job.name} {state.step}/{total} loss {float(state.loss):.4f} {(now - logged) / 100:.3f} s/step",
                  flush=True)  # fmt: skip
            logged = now
        if now - saved > every_seconds:
            save_checkpoint(state, checkpoint, spent + now - began, job.config)
            saved = now
    seconds = spent + time.monotonic() - began
    save_checkpoint(job.state, checkpoint, seconds, job.config)
    return seconds
