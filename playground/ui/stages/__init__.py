"""Stages: what is looked at. Each has a template in Python and a script that is fetched when it comes to the page."""

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import gradio as gr

HERE = Path(__file__).parent

# Runs in Gradio's page once the template is there. Gradio lets Python listen to an event whose name stands here.
# A click that comes before the script is made once more when it is there.
LOADER = """const early = { clicks: [], handleEvent(event) { this.clicks.push(event.target); } };
element.addEventListener("click", early);
import(new URL(playground.static + "stages/lib/host.js", document.baseURI))
  .then((host) => host.open(%s, { element, props, trigger, watch, server, early, sends: %s }))
  .catch((error) => {
    console.error(error);
    element.querySelector(".status")?.append("This part of the page could not be fetched; reload the page.");
  });"""

# `host.js` sets playground.call; until it is there, the call waits for it.
CALL = """(...values) => playground.call
  ? playground.call(%(name)s, %(what)s, ...values)
  : import(new URL(playground.static + "stages/lib/host.js", document.baseURI))
      .then((host) => host.call(%(name)s, %(what)s, ...values))"""


class Stage(gr.HTML):
    """One stage: `stages/<name>.js` exports `mount(root)`, see `lib/host.js` for what that returns.

    A message that the script sends, `root.send({ what: "pick", sample: 3 })`, is the event `stage.pick`, and its other
    entries are the event's data.
    """

    def __init__(self, name: str, template: str, *, sends: Sequence[str] = (), value: Any = None, **props: Any) -> None:
        """Lay the stage out.

        Args:
            name: of its script, such as "gan/duel".
            template: HTML; an element of class "stage" in it has the keyboard, one of class "status" says how it stands.
                Of a part, the former is given the part's own class, such as "gan-duel".
            sends: what its messages may be about.
            value: the first one, where the template is not all there is to see.
            props: `elem_id` (by default "gan-duel") and the like for Gradio; every other one the script finds in `root.props`.
        """
        if "/" in name:  # of a part, so that there is one of it on the page
            part = name.replace("/", "-")
            props.setdefault("elem_id", part)
            template = template.replace('class="stage', f'class="stage {part}', 1)
        loader = LOADER % (json.dumps(name), json.dumps(list(sends)))
        super().__init__(value, html_template=template, js_on_load=loader, apply_default_css=False, **props)


def picture(name: str, side: int, symbol: str, words: str, size: str = "") -> str:
    """A square picture and what it is called.

    Args:
        name: what the script calls it.
        side: how many pixels it has on each side.
        size: "big" or "medium" where it is larger than others.
    """
    return (
        f'<figure class="picture {size}"><canvas width="{side}" height="{side}" data-view="{name}" role="img" '
        f'aria-label="{words}"></canvas><figcaption><b>{symbol}</b> {words}</figcaption></figure>'
    )


def build(name: str) -> Stage:
    """The stage of this name, made by `stage()` of the Python file beside its script."""
    made: Stage = import_module(f"{__name__}.{name.replace('/', '.')}").stage()
    return made


def call(name: str, what: str) -> str:
    """For `js=` of an event: gives its inputs to a method of what this stage's `mount` returned; its outputs are the answer."""
    return CALL % {"name": json.dumps(name), "what": json.dumps(what)}


PLAYER = """
<div class="player" role="group" aria-label="Player">
  <button type="button" class="round" data-player="play" aria-label="Play"><svg viewBox="0 0 24 24" aria-hidden="true">
    <path class="on-pause" d="M8 5v14l11-7z"/><path class="on-play" d="M7 5h3.5v14H7zM13.5 5H17v14h-3.5z"/></svg></button>
  <button type="button" class="flat" data-player="back" aria-label="One step back">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M16 6v12L7 12z"/></svg></button>
  <span class="hint">step</span>
  <button type="button" class="flat" data-player="forward" aria-label="One step forward">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M8 6v12l9-6z"/></svg></button>
  <input type="range" min="0" max="0" value="0" step="1" data-player="range" aria-label="Frame">
  <output data-player="count">0 / 0</output>
  <label class="hint">speed <select data-player="speed" aria-label="Speed"><option value="0.25">¼</option>
    <option value="0.5">½</option><option value="1" selected>1</option><option value="2">2</option>
    <option value="4">4</option></select></label>
  <span class="hint keys">space plays · arrows step · home, end</span>
  <p class="twin" data-player="twin" aria-live="polite"></p>
</div>
"""
