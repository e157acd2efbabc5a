"""The foot of a part's controls: its main button, Stop and Reset; and the headings over the controls' groups."""

import html
from collections.abc import Sequence
from typing import Any

import gradio as gr

from playground.ui.stages import script


class RunBar(gr.HTML):
    """Events: `go`, `stop` and `reset`."""

    def __init__(self, id: str, says: str, groups: Sequence[tuple[str, Sequence[str]]], **kwargs: Any) -> None:
        """Lay the bar out.

        Args:
            id: of the part; the buttons' ids begin with it.
            says: what the main button does, in a word or two.
            groups: headings and the ids of the controls under each. It stands above the first one that is there;
                components for headings alone would slow the whole page down.
        """
        template = f"""<div class="run-bar"><button type="button" class="go" id="{id}-go">{html.escape(says)}</button>
<button type="button" class="quiet stop" id="{id}-stop">Stop</button>
<button type="button" class="quiet reset" id="{id}-reset">Reset</button></div>"""
        super().__init__(
            None,
            html_template=template,
            js_on_load=script("runbar"),
            apply_default_css=False,
            groups=list(groups),
            **kwargs,
        )
