"""Limits on request bodies: Gradio itself accepts JSON of any size, and waits for ever for what never comes."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """ASGI middleware: answers 413 once a body exceeds `max_body` bytes, and 408 when `seconds` pass without a byte.

    Uploads have Gradio's own limit of size.
    """

    def __init__(self, app: ASGIApp, max_body: int, seconds: float = 30.0) -> None:
        self.app, self.max_body, self.seconds = app, max_body, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = None if is_upload(scope) else self.max_body
        seen, more = 0, True

        async def counted() -> Message:
            nonlocal seen, more
            if not more:
                return await receive()  # that the visitor has gone, whenever that is
            try:
                message = await asyncio.wait_for(receive(), self.seconds)
            except TimeoutError as error:
                raise HTTPException(408, "The rest of the request did not come.") from error
            seen, more = seen + len(message.get("body", b"")), message.get("more_body", False)
            if limit is not None and seen > limit:
                raise HTTPException(413, "The request is too large.")
            return message

        try:
            await self.app(scope, counted, send)
        except HTTPException as error:  # whoever read the body stands before the app, which would answer it
            await PlainTextResponse(error.detail, error.status_code)(scope, receive, send)


def is_upload(scope: Scope) -> bool:
    """Whether a request brings files, whose size Gradio limits."""
    return bool(scope["path"].endswith("/gradio_api/upload"))
