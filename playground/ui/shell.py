"""The page: one header, one tab per family, and what happens when it opens and closes."""

from collections.abc import Mapping
from typing import Any

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency

from playground.registry import FAMILIES, resolve
from playground.ui import events, links
from playground.ui.links import Link, Place
from playground.ui.parts import Laid

HEADER = """<div class="brand"><b>Generative Playground</b><span id="share-note" role="status"></span></div>"""


def build_app() -> gr.Blocks:
    """The whole page, without starting anything."""
    with gr.Blocks(
        title="Generative Playground", analytics_enabled=False, delete_cache=(600, 1800), fill_width=True
    ) as app:
        with gr.Row(elem_id="topbar"):
            gr.HTML(HEADER, apply_default_css=False)
            lecture = gr.Button("Lecture", elem_id="lecture", size="sm", elem_classes="flat")
            share = gr.Button("Share", elem_id="share", size="sm", elem_classes="flat")
        lecture.click(js="() => playground.lecture()", **events.BROWSER)
        share.click(js="() => playground.share()", **events.BROWSER)
        _restore_from_link(app, *_tabs())
        app.unload(events.leave)
    return app


def _tabs() -> tuple[gr.Tabs, dict[str, Laid]]:
    """One tab per family."""
    entered = {family.stem: _entered(family.stem) for family in FAMILIES}
    laid = {}
    with gr.Tabs(elem_id="families") as families:
        for family in FAMILIES:
            with gr.Tab(family.title, id=family.stem) as tab:
                laid[family.stem] = resolve(family.tab)(family, entered[family.stem])
            tab.select(js=f"() => playground.enter('{family.stem}')", **events.BROWSER)
    return families, laid


def _entered(stem: str) -> Dependency:
    """The event that a family's tab is open for the first time, its controls set from the link: page.js presses it."""
    button = gr.Button(visible="hidden", elem_id=f"{stem}-entered")
    return button.click(js="() => {}", **events.BROWSER)


def _restore_from_link(app: gr.Blocks, families: gr.Tabs, laid: Mapping[str, Laid]) -> None:
    places: dict[Place, Component] = {
        (stem, part.engine.name, name): component
        for stem, tab in laid.items()
        for part in tab.parts
        for name, component in part.controls.linked().items()
    }

    def restore(request: gr.Request) -> list[Any]:
        """Open the tab and part of the link, set every control from it, and say what could not be read."""
        link = links.read(dict(request.query_params), FAMILIES)
        for sentence in link.notes:
            gr.Warning(events.plain(sentence), title="About that link", duration=10)
        inner = [_selected(link.part if stem == link.tab else None) for stem in laid]
        return [_selected(link.tab), *inner, *(_set(place, link) for place in places)]

    # By way of one hidden component: Gradio's page keeps a status of every output that the server ever set, and goes
    # through all of them at each message of a stream.
    changes = gr.JSON(visible="hidden")
    outputs = [families, *(tab.tabs for tab in laid.values()), *places.values()]
    read = app.load(restore, None, changes, api_name=False, **events.RUN)
    restored = read.then(js="(changes) => changes", inputs=changes, outputs=outputs, **events.BROWSER)
    restored.then(js="() => playground.restored()", **events.BROWSER)


def _selected(name: str | None) -> dict[str, Any]:
    return _update(selected=name) if name else _update()


def _set(place: Place, link: Link) -> dict[str, Any]:
    change: dict[str, Any] = {}
    if place in link.values:
        value = link.values[place]
        change["value"] = list(value) if isinstance(value, tuple) else value
    if place in link.hide:
        change["visible"] = False
    if place in link.lock:
        change["interactive"] = False
    return _update(**change)


def _update(**change: Any) -> dict[str, Any]:
    """What Gradio's page takes for a change of a component."""
    return {"__type__": "update", **change}
