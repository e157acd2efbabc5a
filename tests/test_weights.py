"""What lies in weights/ is what the manifest says, and damage ends in one sentence."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import torch
from torch import nn

from playground import store
from playground.data import digits
from playground.errors import BadWeights
from playground.registry import FAMILIES
from playground.spec import Verdict

HOUSE = Path(__file__).parents[1]
WEIGHTS, SCRIPT = HOUSE / "weights", HOUSE / "scripts" / "weights-size"
ENTRIES = store.manifest()
NAMES = sorted(name for name, entry in ENTRIES.items() if entry["files"])


@pytest.mark.parametrize("name", NAMES)
def test_files_are_as_listed(name):
    for file, facts in ENTRIES[name]["files"].items():
        data = (WEIGHTS / name / file).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (facts["bytes"], facts["sha256"])


@pytest.mark.parametrize("name", NAMES)
def test_entry_is_complete(name):
    entry = ENTRIES[name]
    assert entry["command"] == f"python -m playground.training {name}"
    assert entry["dataset"] and entry["licence"] and entry["device"]
    assert isinstance(entry["seed"], int) and entry["wall_seconds"] > 0


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_quality_was_measured(name):
    rows = ENTRIES[name]["quality"]
    assert rows, "run `python -m playground.measure --record`"
    assert all({"id", "value", "unit", "n", "floor", "how"} <= row.keys() for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_finite_and_named(name):
    for file in sorted(set(ENTRIES[name]["files"]) - {"config.json"}):
        config, tensors = store.read(name, file.removesuffix(".safetensors"))
        assert config["training"]["seed"] == ENTRIES[name]["seed"]
        assert tensors and all(value.isfinite().all() for value in tensors.values())


def test_every_weight_file_is_listed():
    there = {str(file.relative_to(WEIGHTS)) for file in WEIGHTS.glob("*/*/*") if file.is_file()}
    assert there == {f"{name}/{file}" for name in NAMES for file in ENTRIES[name]["files"]}


def test_nothing_but_safetensors_and_json():
    kinds = {file.suffix for file in WEIGHTS.rglob("*") if file.is_file()}
    assert kinds <= {".safetensors", ".json"}


def weights_size(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True)


def test_weights_are_small():
    done = weights_size()
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("files", "megabytes"), [(1, 11), (17, 9)])
def test_large_weights_are_refused(tmp_path, files, megabytes):
    for i in range(files):
        with open(tmp_path / f"{i}.safetensors", "wb") as file:
            file.truncate(megabytes * 1_000_000)
    done = weights_size(tmp_path)
    assert done.returncode == 1 and "bytes" in done.stderr


@pytest.fixture
def root(tmp_path):
    store.write("toy/one", {"size": 2}, {"model": {"w": torch.arange(4).half()}}, {"seed": 0}, tmp_path)
    return tmp_path


def test_written_weights_are_read_back(root):
    config, tensors = store.read("toy/one", root=root)
    assert config == {"size": 2}
    assert torch.equal(tensors["w"], torch.arange(4.0))


def tied() -> nn.Sequential:
    """An output layer that is the embedding itself, and lies in the file once."""
    net = nn.Sequential(nn.Embedding(5, 3), nn.Linear(3, 3), nn.Linear(3, 5, bias=False))
    net[2].weight = net[0].weight
    return net


def test_a_network_is_filled_though_a_tied_tensor_lies_in_the_file_once():
    tensors = {key: value + 1 for key, value in tied().state_dict().items() if key != "2.weight"}
    net = store.fill(tied(), tensors, "toy/one")
    assert torch.equal(net[2].weight, tensors["0.weight"]) and not net.training
    assert not any(weight.requires_grad for weight in net.parameters())


@pytest.mark.parametrize("wrong", ["1.weights", "1.weight"])
def test_weights_that_are_not_the_networks_are_a_sentence(wrong):
    tensors = tied().state_dict()
    tensors[wrong] = tensors.pop("1.weight").T[:2]
    with pytest.raises(BadWeights, match="toy/one are not its network's: restore"):
        store.fill(tied(), tensors, "toy/one")


def test_rewriting_one_model_keeps_the_others(root):
    store.write("toy/two", {}, {"model": {"w": torch.zeros(1)}}, {"seed": 1}, root)
    assert list(store.manifest(root)) == ["toy/one", "toy/two"]
    assert store.manifest(root)["toy/two"]["quality"] == []


def gone(path: Path) -> None:
    path.unlink()


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def altered(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [gone, truncated, altered])
@pytest.mark.parametrize("file", ["model.safetensors", "config.json"])
def test_damage_ends_in_one_sentence(root, file, damage):
    damage(root / "toy" / "one" / file)
    with pytest.raises(BadWeights) as caught:
        store.read("toy/one", root=root)
    message = str(caught.value)
    assert "toy/one" in message and message.endswith(".") and message.count(". ") == 0


def test_unlisted_weights_are_missing(root):
    (root / "manifest.json").write_text(json.dumps({}))
    with pytest.raises(BadWeights, match="missing"):
        store.read("toy/one", root=root)


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "3", "null", '{"toy/one": []}', '{"toy/one": {"files": []}}', '{"toy/one": {"files": {"a": 1}}}',
     '{"toy/one": {"files": {}, "quality": {}}}', '{"toy/one": {"files": {}, "quality": [1]}}',
     '{"toy/one": {"files": {}, "claims": {"a": {}}}}', "[" * 100_000],
)  # fmt: skip
def test_a_damaged_manifest_ends_in_one_sentence(root, text):
    (root / "manifest.json").write_text(text)
    assert store.manifest(root) == {}
    with pytest.raises(BadWeights, match=r"^The list of weights is missing or damaged: run .*\.$"):
        store.read("toy/one", root=root)


def test_weights_bear_the_licence_of_their_data():
    """README says so once; the manifest names it."""
    readme = (WEIGHTS.parent / "README.md").read_text()
    for name, entry in ENTRIES.items():
        for data, title in digits.TITLES.items():
            if entry.get("dataset", "").startswith(f"{title} train"):
                assert entry["licence"] == digits.LICENCES[data], name
                assert f"{digits.LICENCES[data]} ({title})" in readme


def test_recorded_claims_were_tried_by_todays_rule():
    """Record them again with `python -m playground.trials ID --record`."""
    for family in FAMILIES:
        rules = {claim.id: claim.rule for claim in family.claims}
        for id, found in ENTRIES.get(family.record, {}).get("claims", {}).items():
            assert found["rule"] == rules[id], id
            assert found["verdict"] in get_args(Verdict) and set(found.get("quick", ())) <= set(get_args(Verdict)), id
