"""A model of the hub before it is here: what it weighs, under which licence, and its download."""

from collections.abc import Callable
from typing import Any

from playground.ui.stages import Stage

TEMPLATE = """
<div class="stage" role="group" aria-label="Model of the hub" hidden>
  <p data-what></p>
  <div class="hub-row"><button type="button" class="quiet" data-fetch>Download</button>
    <button type="button" class="quiet" data-halt hidden>Break off</button>
    <progress data-bar max="1" value="0" hidden></progress><output data-got></output></div>
  <p class="hint" data-sorry role="status"></p>
</div>
"""


def stage(standing: Callable[[Any], dict[str, Any] | None]) -> Stage:
    """Shows one model at a time, as its `ask(name)` names it; a shipped one shows nothing.

    Sends "fetch" with {name}, "halt". Values: {"name", "got": bytes so far, "running", "sorry": a sentence}.

    Args:
        standing: called past the queue with a name; answers what is to be told of that model, or None.
    """
    return Stage("autoregressive/hub", TEMPLATE, sends=("fetch", "halt"), server_functions=[standing])
