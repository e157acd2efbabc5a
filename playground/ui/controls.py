"""Param -> Gradio component, and values by name instead of by place."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import gradio as gr
from gradio.components import Component

from playground.spec import Engine, Param, Value
from playground.ui import inputs
from playground.ui.stages import sketchpad


@dataclass(frozen=True)
class Controls:
    """The components of one engine's params, in the order of its table."""

    engine: Engine
    components: Mapping[str, Component]

    def inputs(self) -> list[Component]:
        return list(self.components.values())

    def linked(self) -> dict[str, Component]:
        """Those whose values travel in a share link, by name."""
        return {name: self.components[name] for name, param in self._table().items() if param.linked}

    def values(self, raw: Sequence[Value]) -> dict[str, Value]:
        """Positional values from Gradio -> keyword arguments of the engine."""
        return {name: self.value(name, one) for name, one in zip(self.components, raw, strict=True)}

    def value(self, name: str, raw: Value) -> Value:
        """As `values`, but of one control alone."""
        return _as_engine_takes(self._table()[name], raw)

    def _table(self) -> dict[str, Param]:
        by_name = {param.name: param for param in self.engine.params}
        return {name: by_name[name] for name in self.components}


def build(stem: str, engine: Engine, under: Mapping[str, Callable[[], None]] | None = None) -> Controls:
    """Render the controls of one family's engine here; some groups start folded, `headings` names the others.

    Args:
        under: adds something of its own under a control, by that one's name.
    """
    components = {}
    for group, params in groupby(engine.params, lambda param: param.group):
        folded = group in engine.folded
        with gr.Accordion(group, open=False, elem_classes="folded") if folded else nullcontext():
            for param in params:
                components[param.name] = _component(param, _id(stem, engine, param), engine.defaults())
                if under and param.name in under:
                    under[param.name]()
    return Controls(engine, components)


def headings(stem: str, engine: Engine) -> list[tuple[str, list[str]]]:
    """The groups that do not start folded, each with the ids of its controls."""
    groups = groupby(engine.params, lambda param: param.group)
    return [
        (group, [_id(stem, engine, param) for param in params])
        for group, params in groups
        if group not in engine.folded
    ]


def one(stem: str, engine: Engine, name: str) -> Component:
    """One control of an engine whose other values come from elsewhere."""
    (param,) = (param for param in engine.params if param.name == name)
    return _component(param, f"{stem}-{engine.name}-{name}", engine.defaults())


def _id(stem: str, engine: Engine, param: Param) -> str:
    return f"{stem}-{engine.name}-{param.name}"


def _component(param: Param, elem_id: str, values: Mapping[str, Value]) -> Component:
    classes = [f"control-{param.name}"]
    if param.kind in ("choice", "choices"):
        classes.append("segmented")
    if param.kind == "integer":
        classes.append("whole")  # numbers.js
    common: dict[str, Any] = {"label": param.label, "elem_id": elem_id, "elem_classes": classes}
    labelled = {**common, "info": param.help}
    if param.need and not param.need.met(values):
        labelled |= {"info": param.need.otherwise, "interactive": False}
    match param.kind:
        case "integer" | "number" if param.high > 10_000:
            return inputs.Number(param.default, precision=0, minimum=param.low, maximum=param.high, **labelled)
        case "integer" | "number":
            return inputs.Slider(param.low, param.high, param.default, step=param.step, buttons=[], **labelled)
        case "choice":
            return inputs.Radio(list(param.options), value=param.default, **labelled)
        case "choices":
            options = list(param.options)
            return inputs.CheckboxGroup(options, value=list(param.default), **labelled)
        case "switch":
            return inputs.Checkbox(param.default, **labelled)
        case "strokes":
            return sketchpad.stage(hint=param.help, **common)
        case "image":
            return gr.State(None)
        case "text":
            return inputs.Textbox(param.default, lines=4, max_lines=12, max_length=int(param.high), **labelled)
        case "changes" | "tokens":
            return inputs.Textbox(param.default, visible="hidden", **common)
    raise ValueError(param.kind)


def _as_engine_takes(param: Param, value: Value) -> Value:
    """Gradio's own habits undone: whole numbers may arrive as float, an empty pad as None."""
    if param.kind == "number" and type(value) is int and abs(value) < 2**53:
        return float(value)
    if param.kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    if param.kind == "choices" and isinstance(value, list):
        return tuple(value)
    if param.kind in ("strokes", "changes", "text", "tokens") and value is None:
        return ""
    return value
