"""The foot of a part's controls: its main button, Stop and Reset; and the headings over the controls' groups."""

import html
from collections.abc import Sequence

from playground.ui.stages import Stage


def stage(id: str, says: str, groups: Sequence[tuple[str, Sequence[str]]]) -> Stage:
    """Sends `go`, `stop` and `reset`.

    Args:
        id: of the part; the buttons' ids begin with it.
        says: what the main button does, in a word or two.
        groups: headings and the ids of the controls under each. It stands above the first one that is there;
            components for headings alone would slow the whole page down.
    """
    template = f"""<div class="run-bar"><button type="button" class="go" id="{id}-go">{html.escape(says)}</button>
<button type="button" class="quiet stop" id="{id}-stop">Stop</button>
<button type="button" class="quiet reset" id="{id}-reset">Reset</button></div>"""
    return Stage("runbar", template, sends=("go", "stop", "reset"), elem_id=f"{id}-bar", groups=list(groups))
