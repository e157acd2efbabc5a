"""One part of a tab: presets above, controls at the left, the stage in the middle, the code below."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency

from playground import live
from playground.spec import Engine, Family
from playground.ui import controls, events, stages
from playground.ui.controls import Controls
from playground.ui.stages import Stage, chips, runbar


@dataclass(frozen=True)
class Part:
    """What was laid out; `wire` and `opens` connect it."""

    family: Family
    engine: Engine
    controls: Controls
    bar: Stage
    stage: Component
    presets: Stage
    code: gr.Accordion
    listing: gr.Code
    rerun: bool

    def feed(self, request: gr.Request, *raw: Any) -> Iterator[dict[str, Any]]:
        """The plainest `run`: the stage grows as the engine's frames arrive."""
        yield from events.feed(self.engine.function, self.controls.values(raw), request)

    def opens(self, tab: gr.Tab, fill: Literal["never", "opened", "linked", "entered"] = "never") -> None:
        """The address follows `tab`.

        Args:
            fill: whether its button is pressed by itself, once: when the part is opened, or when a link opened it;
                "entered" presses nothing, but `livepart.entered` hears of the first opening.
        """
        told = ", ".join(map(json.dumps, (self._place(), fill, tab.label)))
        js = f"() => playground.open({told})"
        tab.select(js=js, **events.BROWSER)

    def wire(self, run: Callable[..., Any], outputs: Sequence[Component] = ()) -> None:
        """Go, presets, Stop, Reset, the address bar and Show the code.

        Args:
            run: generator handler over the controls' values; writes the stage, then `outputs`.
        """
        inputs, targets = self.controls.inputs(), [self.stage, *outputs]
        self.bar.go(run, inputs, targets, api_name=self._place().replace(".", "_"), **events.RUN)
        self.bar.stop(events.stopper(self.engine.function), None, None, api_name=False, **events.QUICK)
        again = self._turned(self.presets.choose, "choose", self.presets)
        again.then(run, inputs, targets, api_name=False, **events.RUN)
        back = self._turned(self.bar.reset, "reset")
        if self.rerun:
            back.then(run, inputs, targets, api_name=False, **events.RUN)
        linked = list(self.controls.linked().values())
        moved = [component.change for component in linked]
        js = f"(...now) => playground.remember('{self._place()}', now)"
        gr.on(moved, js=js, inputs=linked, trigger_mode="multiple", **events.BROWSER)
        self._rest()
        self._show_code()

    def follows(self, run: Callable[..., Any], names: Collection[str]) -> None:
        """When one of these controls moves it runs again; of several in haste the last one counts."""
        moved = [self.controls.components[name].change for name in names]
        lively = {**events.RUN, "trigger_mode": "always_last"}
        gr.on(moved, run, self.controls.inputs(), self.stage, api_name=False, **lively)

    def marks(self, name: str) -> None:
        """The bench says how this control stands (data-NAME), so that the sheet may show or hide others."""
        component = self.controls.components[name]
        js = f"(value) => playground.mark('{self._place()}', '{name}', value)"
        component.change(js=js, inputs=component, **events.BROWSER)

    def vary_by(self, row: Stage) -> Dependency:
        """The row's buttons are the engine's variations: each changes some controls, and leaves the others."""
        return self._turned(row.choose, "varyBy", row)

    def _turned(self, pressed: Callable[..., Dependency], act: str, row: Stage | None = None) -> Dependency:
        """A press that sets the controls.

        Args:
            act: the function of the page's script that gives their values: of the part, of the button pressed in `row`
                if there is one, and of the controls' values now.
        """
        linked = list(self.controls.linked().values())
        js = f"(...now) => playground.{act}('{self._place()}', ...now)"
        return pressed(js=js, inputs=[row, *linked] if row else linked, outputs=linked, **events.BROWSER)

    def _rest(self) -> None:
        """A control without effect beside the others cannot be moved, and says why."""
        for param in self.engine.params:
            if need := param.need:
                others = [self.controls.components[name] for name in need.among]
                wanted = [list(values) for values in need.among.values()]
                told = ", ".join(map(json.dumps, (self._place(), param.name, param.help, need.otherwise, wanted)))
                js = f"(...now) => playground.rest({told}, ...now)"
                moved = [component.change for component in others]
                gr.on(moved, js=js, inputs=others, outputs=self.controls.components[param.name], **events.BROWSER)

    def _place(self) -> str:
        return f"{self.family.stem}.{self.engine.name}"

    def _show_code(self) -> None:
        def show() -> dict[str, Any]:
            return {**gr.update(value=live.source(self.engine.function), visible=True)}

        self.code.expand(show, None, self.listing, api_name=False, **events.QUICK)


@dataclass(frozen=True)
class Laid:
    """A family's tab as it was laid out: the inner tabs, and their parts."""

    tabs: gr.Tabs
    parts: tuple[Part, ...]


def build(family: Family, name: str, stage: Callable[[], Component] | None = None, *, go: str, rerun: bool = False,
          above: Callable[[], None] | None = None, over: Callable[[], None] | None = None,
          under: Mapping[str, Callable[[], None]] | None = None) -> Part:  # fmt: skip
    """Lay out the part of one engine here.

    Args:
        name: the engine's, and the part's.
        stage: makes what is looked at; by default the part's own stage.
        go: what the main button says.
        rerun: whether Reset runs it again.
        above: adds to the top of the controls' column; over: on top of the stage; under: below a control, by its name.
    """
    engine, id = family.engine(name), f"{family.stem}-{name}"
    first, names = engine.presets[0], [preset.name for preset in engine.presets]
    presets = chips.stage(f"{id}-presets", first.look_for, names, words_id=f"{id}-look")
    with gr.Row(elem_classes="bench", equal_height=False):
        with gr.Column(scale=0, min_width=250, elem_classes="controls"):
            if above:
                above()
            made = controls.build(family.stem, engine, under)
            bar = runbar.stage(id, go, controls.headings(family.stem, engine))
        with gr.Column(elem_classes="stage-column", min_width=300):
            if over:
                over()
            shown = stage() if stage else stages.build(f"{family.stem}/{name}")
    with gr.Accordion("Show the code", open=False, elem_classes="code") as code:
        # What is not visible is not fetched either, and the editor is a quarter of a page's scripts.
        listing = gr.Code(language="python", interactive=False, show_label=False, wrap_lines=True, visible=False)
    return Part(family, engine, made, bar, shown, presets, code, listing, rerun)


AWAITED = {
    "drawing": "Draw something on the pad at the left.",
    "upload": "Choose a picture at the left, or drop or paste one.",
}


def awaited(values: Mapping[str, Any]) -> str:
    """What is still to come of the picture that `source` names, in a sentence; empty if nothing."""
    missing = {"drawing": values.get("strokes") == "", "upload": values["image"] is None}
    return next((AWAITED[source] for source, lacks in missing.items() if lacks and source == values["source"]), "")
