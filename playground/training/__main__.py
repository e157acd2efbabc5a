"""`python -m playground.training NAME` trains a model from data and writes weights/NAME; `--all` trains every one."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import torch

from playground import store
from playground.errors import PlaygroundError
from playground.registry import models, resolve
from playground.training.run import device_name, run

JOBS = {name: model.job for name, model in models().items() if model.job}
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
CHECKPOINTS = Path(os.environ.get("PLAYGROUND_CHECKPOINTS") or CACHE / "generative-playground/checkpoints")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground.training", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(JOBS))
    parser.add_argument("--all", action="store_true", help="every model, one after the other")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--fresh", action="store_true", help="ignore an earlier checkpoint")
    options = parser.parse_args()
    if options.all == bool(options.name):
        parser.error("name one model, or --all")
    if options.all:
        fresh = ["--fresh"] if options.fresh else []
        for name in JOBS:  # each in a process of its own, as its command in the manifest says
            command = [sys.executable, "-m", "playground.training", name, "--device", options.device, *fresh]
            if subprocess.run(command).returncode:
                sys.exit(f"{name} was not trained; run the same command again to go on.")
        return
    _train(options.name, torch.device(options.device), options.fresh)


def _train(name: str, device: torch.device, fresh: bool) -> None:
    checkpoint = CHECKPOINTS / f"{name}.pt"
    if fresh:
        checkpoint.unlink(missing_ok=True)
    try:
        job = resolve(JOBS[name])(name, device)
    except PlaygroundError as error:
        sys.exit(str(error))
    seconds = run(job, job.config["training"]["steps"], checkpoint)
    average = job.state.ema.module
    average.load_state_dict({key: _halved(value).to(value.dtype) for key, value in average.state_dict().items()})
    tensors = {key: _halved(value) for key, value in _distinct(average.state_dict()).items()}
    store.write(
        job.name,
        job.config,
        {"model": tensors, **job.derive(average.eval().cpu())},
        {
            "command": f"python -m playground.training {job.name}",
            "dataset": job.dataset,
            "licence": job.licence,
            "seed": job.config["training"]["seed"],
            "device": device_name(device),
            "wall_seconds": round(seconds),
        },
    )
    print(f"wrote weights/{job.name}; now: python -m playground.measure --record")


def _distinct(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """One entry for weights that two layers share."""
    first = {value.data_ptr(): key for key, value in reversed(tensors.items())}
    return {key: value for key, value in tensors.items() if not value.numel() or first[value.data_ptr()] == key}


def _halved(value: torch.Tensor) -> torch.Tensor:
    return value.half() if value.is_floating_point() else value


if __name__ == "__main__":
    main()
