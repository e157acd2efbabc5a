"""The toy's model: how it is rebuilt, and what is measured of it."""

from playground.spec import Model

MODELS = (
    Model("toy/one", job="playground.training.toy.gaussian:job", rows=("playground.measure.toy.gaussian:nats_rows",)),
)
