"""A line of words with a row of buttons after it."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from playground.ui.stages import script


class Chips(gr.HTML):
    """Event: `choose` when a button is pressed; the value is then its name."""

    def __init__(self, words: str, names: Sequence[str], kind: str, words_id: str = "", **kwargs: Any) -> None:
        """Lay the row out.

        Args:
            kind: the row's class in the style sheet, such as "presets".
            words_id: the id of the words' element, where a script rewrites them.
        """
        template = f'<div class="{kind}"><p id="{words_id}"></p></div>'
        super().__init__(
            None, html_template=template, js_on_load=script("chips"), apply_default_css=False,
            words=words, names=list(names), **kwargs,
        )  # fmt: skip
