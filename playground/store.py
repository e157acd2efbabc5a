"""Weights on disk: manifest, checksum, safetensors only. The one place that opens a weight file."""

import hashlib
import json
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors.torch import load, save
from torch import nn

from playground.errors import BadWeights
from playground.registry import WEIGHTS, manifest

Network = TypeVar("Network", bound=nn.Module)


def read(name: str, file: str = "model", root: Path | None = None) -> tuple[dict[str, Any], dict[str, torch.Tensor]]:
    """The config and one file's tensors (floats as float32), after its bytes were held to the manifest.

    Raises:
        BadWeights: the file is missing, truncated or altered.
    """
    root = root or WEIGHTS
    listed = manifest(root)
    if not listed:
        raise BadWeights("The list of weights is missing or damaged: run `git checkout weights/manifest.json`.")
    entries = listed.get(name, {}).get("files", {})
    config, data = (_verified(name, root / name / part, entries) for part in ("config.json", f"{file}.safetensors"))
    return json.loads(config), {
        key: value.float() if value.is_floating_point() else value for key, value in load(data).items()
    }


def fill(network: Network, tensors: dict[str, torch.Tensor], name: str) -> Network:
    """The network with the tensors of `name`, frozen and in evaluation mode.

    Only what is one with a tensor that is there may lack, as an output layer that is the embedding itself.

    Raises:
        BadWeights: names or shapes are not the network's.
    """
    held = network.state_dict()
    there = {held[key].data_ptr() for key in tensors if key in held}
    fit = all(key in held for key in tensors) and all(one.data_ptr() in there for one in held.values())
    if not fit or any(held[key].shape != value.shape for key, value in tensors.items()):
        raise BadWeights(f"The weights of {name} are not its network's: {_restore(name)}")
    network.load_state_dict(tensors, strict=False)
    return network.requires_grad_(False).eval()


def _restore(name: str) -> str:
    return f"restore weights/{name} with `git checkout weights`."


def _verified(name: str, path: Path, entries: dict[str, Any]) -> bytes:
    if path.name not in entries or not path.is_file():
        raise BadWeights(f"The weights of {name} are missing: {_restore(name)}")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != entries[path.name]["sha256"]:
        raise BadWeights(f"The weights of {name} are damaged: {_restore(name)}")
    return data


def write(
    name: str,
    config: dict[str, Any],
    files: dict[str, dict[str, torch.Tensor]],
    facts: dict[str, Any],
    root: Path | None = None,
) -> None:
    """Write one model's files and its entry in the manifest; its measured quality is left to be filled anew."""
    root = root or WEIGHTS
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"config.json": (json.dumps(config, indent=2) + "\n").encode()}
    for file, tensors in files.items():
        contents[f"{file}.safetensors"] = save({key: value.cpu().contiguous() for key, value in tensors.items()})
    entries = {}
    for file, data in contents.items():
        (folder / file).write_bytes(data)
        entries[file] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    write_manifest({**manifest(root), name: {"files": entries, **facts, "quality": []}}, root)


def recorded(name: str) -> dict[str, float]:
    """The values of a model's rows in the quality table, by their id; empty where nothing is recorded."""
    return {row["id"]: row["value"] for row in manifest().get(name, {}).get("quality", [])}


def write_manifest(entries: dict[str, Any], root: Path | None = None) -> None:
    """Replace the manifest, names in order."""
    text = json.dumps(dict(sorted(entries.items())), indent=2) + "\n"
    ((root or WEIGHTS) / "manifest.json").write_text(text)
