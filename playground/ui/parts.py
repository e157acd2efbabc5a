"""One part of a tab: presets above, controls at the left, the stage in the middle, the code below."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency

from playground import live
from playground.spec import Engine, Family, Value
from playground.ui import events
from playground.ui.controls import Controls
from playground.ui.controls import build as build_controls


@dataclass(frozen=True)
class Part:
    """What was laid out; `wire` and `opens` connect it."""

    family: Family
    engine: Engine
    controls: Controls
    go: gr.Button
    stop: gr.Button
    reset: gr.Button
    stage: Component
    presets: tuple[gr.Button, ...]
    code: gr.Accordion
    listing: gr.Code
    rerun: bool

    def feed(self, request: gr.Request, *raw: Any) -> Iterator[dict]:
        """The plainest `run`: the stage grows as the engine's frames arrive."""
        yield from events.feed(self.engine.function, self.controls.values(raw), request)

    def opens(self, tab: gr.Tab, fill: Literal["never", "opened", "linked", "entered"] = "never") -> None:
        """The address follows `tab`.

        Args:
            fill: whether its button is pressed by itself, once: when the part is opened, or when a link opened it;
                "entered" presses nothing, but `livepart.entered` hears of the first opening.
        """
        js = f"() => playground.open('{self.family.stem}', '{self.engine.name}', '{fill}')"
        tab.select(js=js, **events.BROWSER)

    def wire(self, run: Callable[..., Any], outputs: Sequence[Component] = ()) -> None:
        """Go, presets, Stop, Reset, the address bar and Show the code.

        Args:
            run: generator handler over the controls' values; writes the stage, then `outputs`.
        """
        inputs, targets = self.controls.inputs(), [self.stage, *outputs]
        place, api_name = f"{self.family.stem}.{self.engine.name}", f"{self.family.stem}_{self.engine.name}"
        self.go.click(run, inputs, targets, api_name=api_name, **events.RUN)
        self.stop.click(events.stopper(self.engine.function), None, None, api_name=False, **events.QUICK)
        linked = self.controls.linked()
        names, controls = json.dumps(list(linked)), list(linked.values())
        for button, preset in zip(self.presets, self.engine.presets, strict=True):
            wanted = f"playground.preset('{place}', {json.dumps(preset.name)})"
            js = f"(...now) => playground.apply('{place}', {names}, {wanted}, now)"
            chosen = self._turned(button, js)
            chosen.then(run, inputs, targets, api_name=False, **events.RUN)
        reset = f"(...now) => playground.apply('{place}', {names}, {{}}, now)"
        back = self._turned(self.reset, reset)
        if self.rerun:
            back.then(run, inputs, targets, api_name=False, **events.RUN)
        moved = [component.change for component in controls]
        gr.on(moved, js=self._remember(), inputs=controls, trigger_mode="multiple", **events.BROWSER)
        self._show_code()

    def follows(self, run: Callable[..., Any], names: Collection[str]) -> None:
        """When one of these controls moves it runs again; of several in haste the last one counts."""
        moved = [self.controls.components[name].change for name in names]
        lively = {**events.RUN, "trigger_mode": "always_last"}
        gr.on(moved, run, self.controls.inputs(), self.stage, api_name=False, **lively)

    def vary(self, button: gr.Button, values: Mapping[str, Value]) -> Dependency:
        """A button that changes some controls and leaves the others as they are."""
        place, names = f"{self.family.stem}.{self.engine.name}", json.dumps(list(self.controls.linked()))
        return self._turned(button, f"(...now) => playground.vary('{place}', {names}, {json.dumps(values)}, now)")

    def _turned(self, button: gr.Button, js: str) -> Dependency:
        """A button that sets the controls; they are remembered by name, for not each one set tells that it changed."""
        controls = list(self.controls.linked().values())
        turned = button.click(js=js, inputs=controls, outputs=controls, **events.BROWSER)
        turned.then(js=self._remember(), inputs=controls, **events.BROWSER)
        return turned

    def _remember(self) -> str:
        place, names = f"{self.family.stem}.{self.engine.name}", json.dumps(list(self.controls.linked()))
        return f"(...now) => playground.remember('{place}', {names}, now)"

    def _show_code(self) -> None:
        self.code.expand(lambda: live.source(self.engine.function), None, self.listing, api_name=False, **events.QUICK)


@dataclass(frozen=True)
class Laid:
    """A family's tab as it was laid out: the inner tabs, and their parts."""

    tabs: gr.Tabs
    parts: tuple[Part, ...]


def build(family: Family, name: str, stage: Callable[[], Component], *, go: str, rerun: bool = False,
          above: Callable[[], None] | None = None, over: Callable[[], None] | None = None) -> Part:  # fmt: skip
    """Lay out the part of one engine here.

    Args:
        name: the engine's, and the part's.
        stage: makes what is looked at.
        go: what the main button says.
        rerun: whether Reset runs it again.
        above: adds to the top of the controls' column; over: on top of the stage.
    """
    engine, id = family.engine(name), f"{family.stem}-{name}"
    with gr.Row(elem_classes="presets"):
        gr.HTML(f'<p class="look" id="{id}-look">{engine.presets[0].look_for}</p>', apply_default_css=False)
        presets = tuple(
            gr.Button(preset.name, size="sm", elem_classes="preset", min_width=60) for preset in engine.presets
        )
    with gr.Row(elem_classes="bench", equal_height=False):
        with gr.Column(scale=0, min_width=250, elem_classes="controls"):
            if above:
                above()
            made = build_controls(family.stem, engine)
            go_button = gr.Button(go, variant="primary", elem_id=f"{id}-go")
            with gr.Row(elem_classes="go-row"):
                stop = gr.Button("Stop", size="sm", elem_id=f"{id}-stop", elem_classes="quiet stop", min_width=60)
                reset = gr.Button("Reset", size="sm", elem_id=f"{id}-reset", elem_classes="quiet reset", min_width=60)
        with gr.Column(elem_classes="stage-column", min_width=300):
            if over:
                over()
            shown = stage()
    with gr.Accordion("Show the code", open=False, elem_classes="code") as code:
        listing = gr.Code(language="python", interactive=False, show_label=False, wrap_lines=True)
    return Part(family, engine, made, go_button, stop, reset, shown, presets, code, listing, rerun)


AWAITED = {"drawing": "Draw something on the pad at the left.", "upload": "Choose a picture at the left."}


def awaited(values: Mapping[str, Any]) -> str:
    """What is still to come of the picture that `source` names, in a sentence; empty if nothing."""
    missing = {"drawing": values["strokes"] == "", "upload": values["image"] is None}
    return next((AWAITED[source] for source, lacks in missing.items() if lacks and source == values["source"]), "")
