"""`python -m playground.training NAME` trains a model from data and writes weights/NAME."""

import argparse
import importlib
import sys
from pathlib import Path

import torch

from playground import store
from playground.errors import PlaygroundError
from playground.training.run import device_name, run

JOBS = {
    "classifier/digits": "playground.training.classifier:digits_job",
    "diffusion/digits": "playground.training.diffusion.digits:digits_job",
    "gan/digits": "playground.training.gan.digits:digits_job",
    "gan/free": "playground.training.gan.digits:free_job",
    "gan/fashion": "playground.training.gan.digits:fashion_job",
    "vae/digits2-ae": "playground.training.vae.digits:job:vae/digits2-ae",
    "vae/digits2-vae": "playground.training.vae.digits:job:vae/digits2-vae",
    "vae/digits2-beta4": "playground.training.vae.digits:job:vae/digits2-beta4",
    "vae/digits24-ae": "playground.training.vae.digits:job:vae/digits24-ae",
    "vae/digits24-beta025": "playground.training.vae.digits:job:vae/digits24-beta025",
    "vae/digits24-vae": "playground.training.vae.digits:job:vae/digits24-vae",
    "vae/digits24-beta4": "playground.training.vae.digits:job:vae/digits24-beta4",
    "vae/digits24-beta10": "playground.training.vae.digits:job:vae/digits24-beta10",
    "vae/fashion2-vae": "playground.training.vae.digits:job:vae/fashion2-vae",
    "vae/fashion24-vae": "playground.training.vae.digits:job:vae/fashion24-vae",
    "autoregressive/tales": "playground.training.autoregressive.language:job:autoregressive/tales",
    "autoregressive/shakespeare": "playground.training.autoregressive.language:job:autoregressive/shakespeare",
    "autoregressive/gpt": "playground.training.autoregressive.language:job:autoregressive/gpt",
    "autoregressive/bert": "playground.training.autoregressive.language:job:autoregressive/bert",
    "autoregressive/t5": "playground.training.autoregressive.language:job:autoregressive/t5",
    "autoregressive/pixelcnn": "playground.training.autoregressive.pixels:job:autoregressive/pixelcnn",
    "autoregressive/imagegpt": "playground.training.autoregressive.pixels:job:autoregressive/imagegpt",
}  # name -> module:function, or module:function:its first argument
CHECKPOINTS = Path(__file__).parents[2] / ".checkpoints"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground.training", description=__doc__)
    parser.add_argument("name", choices=sorted(JOBS))
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--fresh", action="store_true", help="ignore an earlier checkpoint")
    options = parser.parse_args()
    module, function, *first = JOBS[options.name].split(":")
    checkpoint = CHECKPOINTS / f"{options.name}.pt"
    if options.fresh:
        checkpoint.unlink(missing_ok=True)
    try:
        job = getattr(importlib.import_module(module), function)(*first, torch.device(options.device))
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
            "device": device_name(torch.device(options.device)),
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
