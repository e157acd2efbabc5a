"""What is told of an uploaded picture; its script takes dropped and pasted pictures to the button beside it."""

import time
from typing import Any

from playground.ui.stages import Stage

MOST_MB = 5  # of a file: more the server does not take
HINT = "Or drop a picture on this part of the page, or paste one."
TEMPLATE = f'<p class="hint" role="status">{HINT}</p>'


def stage(**placed: Any) -> Stage:
    """Values are what `told` returns."""
    return Stage("upload", TEMPLATE, most_mb=MOST_MB, **placed)


def told(said: str, *, refused: bool = False) -> dict[str, Any]:
    """What was done to a picture, or why it is refused; never the same twice, for Gradio sends only what has changed."""
    return {"said": said, "refused": refused, "at": f"{time.time_ns()}"}
