"""A model of the hub before it is here: what it weighs, under which licence, and its download."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from playground.ui.stages import script

TEMPLATE = """
<div class="stage hubshelf" role="group" aria-label="Model of the hub" hidden>
  <p data-what></p>
  <div class="hub-row"><button type="button" class="quiet" data-fetch>Download</button>
    <button type="button" class="quiet" data-halt hidden>Break off</button>
    <progress data-bar max="1" value="0" hidden></progress><output data-got></output></div>
  <p class="hint" data-sorry role="status"></p>
</div>
"""


class HubShelf(gr.HTML):
    """Shows one model at a time, as a "model" event on `.stage.hubshelf` names it; a shipped one shows nothing.

    Events: `fetch` with {name}, `halt`. Values: {"name", "got": bytes so far, "running", "sorry": a sentence}.

    Args:
        standing: called past the queue with a name; answers what is to be told of that model, or None.
    """

    def __init__(self, standing: Callable[[Any], dict[str, Any] | None], **kwargs: Any) -> None:
        super().__init__(
            None,
            html_template=TEMPLATE,
            js_on_load=script("autoregressive/hub"),
            apply_default_css=False,
            server_functions=[standing],
            **kwargs,
        )
