"""Sessions are named by the page, in a way that Gradio holds to nothing: ASGI middleware that does."""

import json
import re
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.ui.bodylimit import is_upload

NAME = re.compile(r"[\w-]{1,64}", re.ASCII)
REFUSED = "A session's name has 1 to 64 letters, digits, - or _: load the page again."


class Names:
    """Answers 400 where a request names its session otherwise: Gradio's queue stops for ever on an empty name.

    Bodies are read whole, so it stands behind what limits them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if scope["method"] == "POST" and not is_upload(scope) and _is_form(scope):
            return await PlainTextResponse("Send JSON: only uploads are forms.", 415)(scope, receive, send)
        named = _of_address(scope)
        messages: list[Message] = []
        if scope["method"] == "POST" and not is_upload(scope):
            messages = await _whole(receive)
            named += _of_body(b"".join(message.get("body", b"") for message in messages))
        app = self.app if all(map(_is_name, named)) else PlainTextResponse(REFUSED, 400)

        async def again() -> Message:
            return messages.pop(0) if messages else await receive()

        await app(scope, again, send)


def _is_form(scope: Scope) -> bool:
    """Whether the body is a form, whose fields Gradio would take as well, a session's name among them."""
    return "multipart" in Headers(scope=scope).get("content-type", "").lower()


async def _whole(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _of_address(scope: Scope) -> list[object]:
    query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    named: list[object] = [*query.get("session_hash", [])]
    _, heartbeat, name = scope["path"].rpartition("/gradio_api/heartbeat/")
    return named + ([name] if heartbeat else [])


def _of_body(body: bytes) -> list[object]:
    """What a JSON body names; one that is none is Gradio's to refuse."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return []
    named = told.get("session_hash") if isinstance(told, dict) else None
    return [] if named is None else [named]


def _is_name(named: object) -> bool:
    return isinstance(named, str) and NAME.fullmatch(named) is not None
