"""A page: the header and the bar of families around a family's tab, and what happens when it opens and closes."""

import html
from typing import Any

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency

from playground.registry import FAMILIES, resolve
from playground.spec import Family, Value
from playground.ui import events, links, theme
from playground.ui.links import Link, Place
from playground.ui.parts import Laid

CURRENT = ' aria-current="page"'
BRAND = (
    '<div class="brand"><b>Generative Playground</b><span id="share-note" role="status"></span>'
    '<input id="share-link" aria-label="Link with every setting" readonly hidden></div>'
)


def build_page(family: Family) -> gr.Blocks:
    """The page of one family, without starting anything."""
    with gr.Blocks(
        title=theme.title(family), analytics_enabled=False, delete_cache=(600, 1800), fill_width=True
    ) as page:
        with gr.Row(elem_id="topbar"):
            gr.HTML(BRAND, apply_default_css=False)
            lecture = gr.Button("Lecture", elem_id="lecture", size="sm", elem_classes="flat")
            share = gr.Button("Share", elem_id="share", size="sm", elem_classes="flat")
        lecture.click(js="() => playground.lecture()", **events.BROWSER)
        share.click(js="() => playground.share()", **events.BROWSER)
        gr.HTML(_tab_bar(family), apply_default_css=False)
        laid = resolve(family.tab)(family, _entered(family.stem))
        _turn(family.stem, laid)
        _restore_from_link(page, family, laid)
        page.unload(events.leave)
    return page


def build_home() -> gr.Blocks:
    """What the server itself is started with; `/` leads to the first family's page until there is a home page."""
    with gr.Blocks(title="Generative Playground", analytics_enabled=False) as home:
        gr.HTML(BRAND)
    return home


def _tab_bar(current: Family) -> str:
    """Links to the families' pages, the same on every page; page.js adds what is set here."""
    anchors = "".join(
        f'<a href="{links.page(family.stem)}" data-stem="{family.stem}"{CURRENT if family == current else ""}>'
        f"{html.escape(family.title)}</a>"
        for family in FAMILIES
    )
    return f'<nav id="families" aria-label="Families of models">{anchors}</nav>'


def _entered(stem: str) -> Dependency:
    """The event that the page is open and its controls are set from the link: page.js presses it."""
    button = gr.Button(visible="hidden", elem_id=f"{stem}-entered")
    return button.click(js="() => {}", **events.BROWSER)


def _turn(stem: str, laid: Laid) -> None:
    """A button that page.js presses to select the part that Back or Forward lead to."""
    button = gr.Button(visible="hidden", elem_id=f"{stem}-turn")
    button.click(js="() => playground.turned()", outputs=laid.tabs, **events.BROWSER)


def _restore_from_link(page: gr.Blocks, family: Family, laid: Laid) -> None:
    places: dict[Place, Component] = {
        (family.stem, part.engine.name, name): component
        for part in laid.parts
        for name, component in part.controls.linked().items()
    }

    def restore(query: Value) -> list[Any]:
        """Open the part of the link, set every control from it, and say what could not be read."""
        link = links.read(links.from_query(query), FAMILIES, family.stem)
        for sentence in link.notes:
            gr.Warning(events.plain(sentence), title="About that link", duration=10)
        return [_selected(link.part), *(_set(place, link) for place in places)]

    # By way of one hidden component, which takes the query there and the changes back: Gradio's page keeps a status of
    # every output that the server ever set, and goes through all of them at each message of a stream.
    changes = gr.HTML(visible="hidden")  # JSON would fetch its viewer; HTML shows nothing of a list
    button = gr.Button(visible="hidden", elem_id=f"{family.stem}-restore")
    page.load(js="() => playground.arrived()", **events.BROWSER)
    read = button.click(restore, changes, changes, js="() => location.search", api_name=False, **events.RUN)
    restored = read.then(
        js="(changes) => changes", inputs=changes, outputs=[laid.tabs, *places.values()], **events.BROWSER
    )
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
