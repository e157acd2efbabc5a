"""How the page looks, and what its script knows from the start."""

import html
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from playground.registry import FAMILIES
from playground.spec import Family, Preset
from playground.ui import links, static
from playground.ui.stages import HERE as STAGES

HERE = Path(__file__).parent
FONT = ["Inter", "Segoe UI", "Helvetica Neue", "Arial", "sans-serif"]
MONO = ["ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace"]


def theme() -> gr.themes.Base:
    """Paper and ink, one violet for what can be pressed."""
    quiet = {"block_border_width": "0px", "block_shadow": "none", "block_padding": "0px", "input_border_width": "1px"}
    accent = {
        "slider_color": "#5b4fc4", "button_primary_text_color": "#ffffff",
        "button_primary_background_fill": "#5b4fc4", "button_primary_background_fill_hover": "#4a3fae",
        "button_primary_background_fill_dark": "#6a5fd6", "button_primary_background_fill_hover_dark": "#7b70e6",
    }  # fmt: skip
    colours = {
        "body_background_fill": "#fcfcfa", "body_background_fill_dark": "#16161a", "background_fill_primary": "#fcfcfa",
        "background_fill_primary_dark": "#16161a", "block_background_fill": "transparent",
        "block_background_fill_dark": "transparent", "body_text_color": "#1d1d24", "body_text_color_dark": "#ececf0",
        "body_text_color_subdued": "#5c5c68", "body_text_color_subdued_dark": "#a9a9b6",
        "block_info_text_color": "#5c5c68", "block_info_text_color_dark": "#a9a9b6",
        "block_label_text_color": "#1d1d24", "block_label_text_color_dark": "#ececf0",
        "block_title_text_color": "#1d1d24", "block_title_text_color_dark": "#ececf0",
    }  # fmt: skip
    base = gr.themes.Base(primary_hue="violet", neutral_hue="zinc", radius_size="sm", font=FONT, font_mono=MONO)
    return base.set(**quiet, **accent, **colours)


def styles(family: Family) -> list[Path]:
    """The style sheets of a family's page: those of all pages, and its own."""
    return [HERE / "page.css", STAGES / "stages.css", *sorted((STAGES / family.stem).glob("*.css"))]


def title(family: Family) -> str:
    """The title of a family's page, until one of its parts is open."""
    return f"{family.title} · Generative Playground"


def head(family: Family) -> str:
    """What a family's page has before Gradio's first script: our own, and what it knows of the family."""
    engines = {f"{family.stem}.{engine.name}": engine for engine in family.engines}
    known = {
        "stem": family.stem,
        "title": title(family),
        "pages": {other.stem: links.page(other.stem) for other in FAMILIES},
        "tables": {name: {p.name: p.default for p in engine.params if p.linked} for name, engine in engines.items()},
        "unrecorded": {name: [p.name for p in engine.params if not p.recorded] for name, engine in engines.items()},
        "presets": {name: _told(engine.presets) for name, engine in engines.items()},
        "variations": {name: _told(engine.variations) for name, engine in engines.items()},
        "static": static.address(),
        "space": bool(os.environ.get("SPACE_ID")),
    }
    stages = ("lib/host", f"{family.stem}/{family.opens}", "chips", "runbar", "claimcards")
    modules = static.with_imports("page.js", *(f"stages/{name}.js" for name in stages))
    ahead = [f'<link rel="modulepreload" fetchpriority="low" href="./{static.address()}{name}">' for name in modules]
    data = json.dumps(known, separators=(",", ":")).replace("</", "<\\/")
    return (
        f"<title>{html.escape(title(family))}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="strict-origin">'  # a link's length does not travel with every request
        f"{''.join(ahead)}"
        f"<script>window.playground = {data};</script>"
        f'<script type="module" src="./{static.address()}page.js"></script>'
    )


def _told(presets: Sequence[Preset]) -> dict[str, dict[str, Any]]:
    return {preset.name: {"look": preset.look_for, "values": preset.values} for preset in presets}
