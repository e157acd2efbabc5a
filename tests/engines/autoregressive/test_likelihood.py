"""The bits of a digit: the maps add up, and what is strange is weighed beside it."""

import numpy as np
import pytest
import torch

from playground.data import digits
from playground.engines.autoregressive import likelihood as engine
from playground.errors import BadInput, DataMissing
from playground.families.autoregressive.likelihood import LIKELIHOOD
from playground.models.autoregressive.trained_pixels import NAMES, class_nats, marginal, network

LN2 = np.log(2)
every_model = pytest.mark.parametrize("model", NAMES)


def groups(**values):
    """The Frame of the one picture, then one for each kind; each is computed when it is asked for."""
    found = engine.likelihood(**{"samples": 25, "strange": ("blank",)} | values)
    return (frame for frame in found if frame.arrays)


def weighed(**values):
    return list(groups(**values))


@every_model
def test_the_maps_add_up_to_the_nats(model):
    first = next(groups(model=model))
    maps, found = first.arrays["bits"].astype(np.float64), first.arrays["nats"]
    assert maps.sum((1, 2)) * LN2 == pytest.approx(found, rel=1e-5)
    x = torch.from_numpy(first.arrays["x"].copy()).float()[None, None]
    exact = class_nats(network(NAMES[model]), x)
    assert found == pytest.approx(exact[0], rel=1e-5)
    assert first.stats["nats"] == pytest.approx(marginal(exact)[0], rel=1e-5)
    assert first.arrays["posterior"].sum() == pytest.approx(1)


def test_threshold_and_sampled_differ():
    sharp, drawn = next(groups(binarise="threshold")), next(groups())
    assert (sharp.arrays["x"] == (sharp.arrays["picture"] > 127)).all()
    assert (sharp.arrays["x"] != drawn.arrays["x"]).any()


@pytest.mark.slow
def test_the_groups_come_in_order_and_are_scored(mnist_test):
    frames = weighed(strange=("blank", "noise"))
    assert [engine.KINDS[frame.arrays["group"][0]] for frame in frames[1:]] == [
        "test digits",
        "blank",
        "noise",
    ]
    known, blank, noise = frames[1:]
    assert known.arrays["nats"].shape == (25,) and 0 <= known.stats["accuracy"] <= 1
    assert blank.arrays["nats"].shape == (1,) and blank.stats["likelier"] == 1
    assert noise.stats["likelier"] == 0 and noise.stats["mean"] > known.stats["high"]


def test_blank_costs_what_the_engine_says_of_a_blank_upload():
    frames = weighed(source="upload", image=np.zeros((28, 28, 3), np.uint8))
    assert frames[0].stats["blank"] == 1
    assert frames[0].stats["nats"] == pytest.approx(float(frames[2].arrays["nats"][0]), rel=1e-5)


@pytest.mark.parametrize(("source", "word"), [("drawing", "empty"), ("upload", "choose")])
def test_what_is_missing_is_asked_for(source, word):
    with pytest.raises(BadInput, match=word):
        weighed(source=source)


@pytest.mark.slow
def test_without_the_data_set_the_picture_is_weighed_all_the_same(monkeypatch):
    def require(name, split):
        raise DataMissing("This number needs mnist: go online.")

    monkeypatch.setattr(digits, "require", require)
    engine.pictures.cache_clear()
    frames = weighed(strange=("blank", "dots", "clothing"), seed=11)
    assert [frame.stats.get("missing", 0) for frame in frames] == [0, 1, 0, 0, 1]
    assert "likelier" not in frames[2].stats and np.isfinite(frames[0].arrays["nats"]).all()


def test_every_preset_is_allowed_and_asks_something():
    for preset in LIKELIHOOD.presets:
        LIKELIHOOD.check(preset.values)
        assert "?" in preset.look_for
