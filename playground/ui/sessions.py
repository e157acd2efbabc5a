"""What Gradio keeps of an open page: no more than its events need."""

from types import SimpleNamespace
from typing import Any

import gradio as gr
from gradio.state_holder import SessionState, StateHolder
from gradio.utils import LRUCache
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount

STREAMS = 20_000  # of sessions, before the oldest is dropped


class Forgetful(dict[int, Any]):
    """Stands where Gradio keeps the present configuration of every component, which only a deep link would read."""

    def __contains__(self, key: object) -> bool:
        return True  # nothing is to be computed for it

    def __getitem__(self, key: int) -> dict[str, Any]:
        return {}

    def __setitem__(self, key: int, value: Any) -> None:
        pass


UNKNOWN = "This page has nothing of that name or number: load it again."


class Known(dict[int, Any]):
    """What a page has, by number: Gradio takes a stranger's number for one of these."""

    def __missing__(self, number: int) -> None:
        raise HTTPException(404, UNKNOWN)


async def not_found(request: Request, error: Exception) -> Response:
    """What is answered to a call of a function that the page does not have."""
    return PlainTextResponse(UNKNOWN, 404)


class Session(SessionState):
    """A visitor's session of a few kilobytes in place of some hundred."""

    def __init__(self, blocks: gr.Blocks) -> None:
        super().__init__(SimpleNamespace(default_config=blocks.default_config, blocks={}))
        self.config_values = Forgetful()


class Sessions(StateHolder):
    """Gradio's sessions, each a `Session`."""

    def __getitem__(self, session_id: str) -> SessionState:
        if session_id not in self.session_data:
            self.session_data[session_id] = Session(self.blocks)
        return super().__getitem__(session_id)


def bear_with_strangers(page: gr.Blocks) -> None:
    """Unknown functions and components are not found; a message for a session that is known no more is dropped.

    Gradio would answer with a fault to the first, and stop its queue for ever at the second.
    """
    page.default_config.fns = Known(page.default_config.fns)
    page.default_config.blocks = Known(page.default_config.blocks)
    queue = page._queue
    queue.pending_messages_per_session = LRUCache(STREAMS)
    send = queue.send_message

    def to_the_known(event: Any, message: Any) -> None:
        if event.session_hash in queue.pending_messages_per_session:
            send(event, message)

    queue.send_message = to_the_known


def keep_little(mount: Mount, page: gr.Blocks) -> None:
    """Give a mounted page such sessions."""
    app: Any = mount.app
    page.app = app  # the one that is served
    app.state_holder = Sessions()
    app.state_holder.set_blocks(page)
